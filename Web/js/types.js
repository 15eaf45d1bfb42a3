/**
 * The shapes of values that the modules share, for readers and editors. The page never loads this file.
 */

/* account/session-storage.js */

/**
 * @typedef {object} Session Who is signed in with this browser.
 * @property {string} token
 * @property {string} name
 * @property {string} role
 * @property {string} [guest] The name that a guest asked for; a guest has no token, and is not stored.
 */

/* chat/actions.js */

/**
 * @callback Act Does what a person asks for, by its name in `chat/actions.js` or `chat/rare-actions.js`.
 * @param {string} name
 * @param {...any} values
 * @returns {any}
 */

/* chat/additions.js */

/**
 * @typedef {object} Additions
 * @property {Set<(row: MessageRow) => Tool[]>} messageTools Buttons on a message.
 * @property {Set<(name: string) => Node>} memberTools What stands behind the name of somebody else who is here.
 * @property {Set<(row: MessageRow) => HTMLElement | undefined>} renderers What a message has in the place of its text.
 * @property {Set<Command>} commands What one can write after a slash.
 * @property {Set<(room: RoomState) => string | undefined>} closings Why one cannot write in a room.
 * @property {Set<(room: RoomState) => void>} drawn Called when everything else has been drawn.
 */

/* modules/extras.js */

/**
 * @typedef {object} SessionInfo What the server tells of the session that is here.
 * @property {{name: string, role: string}} user
 * @property {readonly string[]} rights On the server.
 * @property {readonly {name: string, script?: string}[]} modules Those that run there.
 */

/* chat/catch-up.js */

/**
 * @typedef {{change: (room: RoomState) => RoomState} | {messages: readonly Message[], past: Past, isWhole: boolean, sequence: number}} CaughtUp
 */

/* chat/changes.js */

/**
 * @typedef {{seq: number, id: string, author: string}} Change
 */

/* chat/chat-view.js */

/**
 * @typedef {object} Shown
 * @property {RoomState} room The one on the screen.
 * @property {readonly RoomItem[]} items
 * @property {string} status How we are there.
 */

/* chat/member-list.js */

/**
 * @typedef {{key: string, name: string, isMe: boolean, status: string, tools: number}} Member Somebody who is there.
 */

/* chat/message-toolbar.js */

/**
 * @typedef {{name: import("../view/icons.js").IconName, label: string, act: (at: HTMLElement) => void}} Tool
 */

/* chat/room-requests.js */

/**
 * @typedef {{request(event: string, payload: object): Promise<any>}} Requester
 */

/* chat/room-state.js */

/**
 * @typedef {object} Outgoing A message of ours that the server has not confirmed.
 * @property {string} id
 * @property {string} text
 * @property {string} at When it was written, RFC 3339.
 * @property {number} [replyTo]
 * @property {string} [problem] Why it was not sent; absent while it is on its way.
 */

/**
 * @typedef {"loading" | "more" | "complete" | "absent" | "failed" | "deleted"} Past What is known of the messages
 *   before the first one: they are being loaded, there are more, there are none, the server keeps none, loading failed, or the
 *   room was deleted.
 */

/**
 * @typedef {object} RoomState
 * @property {string} id
 * @property {string} title
 * @property {string} topic
 * @property {boolean} isArchived Whether it can only be read.
 * @property {string} me Our own name.
 * @property {string} [refusal] Why the room cannot be entered.
 * @property {readonly string[]} rights Ours in this room.
 * @property {readonly string[]} members Some of those who are there, sorted.
 * @property {number} count How many are there.
 * @property {Readonly<Record<string, string>>} statuses Of those of whom it was told: `online`, `away` or `busy`.
 * @property {readonly string[]} typing Who else writes now.
 * @property {readonly Message[]} messages By `seq`, which no two share.
 * @property {readonly Outgoing[]} outgoing In the order of writing.
 * @property {Past} past
 * @property {boolean} isBroken Whether messages just before the first one were missed while we were away.
 * @property {{messages: readonly Message[], past: Past} | undefined} excerpt A part of the past that is on the screen instead
 *   of the newest messages.
 * @property {number | undefined} synced Nothing is missing up to this `seq`; absent before the first load.
 * @property {number | undefined} read Up to which `seq` we have read, where that is known.
 * @property {number} unread How many messages of others are newer.
 * @property {number} mentions How many of those speak to us.
 * @property {number | undefined} newAfter Messages after this one are marked as new to the reader.
 * @property {boolean} isCatchingUp Whether messages before the newest ones may still be missing.
 */

/**
 * @typedef {object} Entry What the server answers to who enters a room.
 * @property {RoomInfo} room
 * @property {number} sequence The number of its latest entry.
 * @property {string[]} members
 * @property {number} [count]
 * @property {Record<string, string>} [statuses]
 * @property {string[]} [rights]
 * @property {number} [read]
 * @property {number} [unread]
 * @property {number} [mentions]
 */

/* chat/rows.js */

/**
 * @typedef {object} MarkRow The name of a day, or the line above what is new.
 * @property {"day" | "new"} kind
 * @property {string} key
 * @property {string} text
 */

/**
 * @typedef {object} MessageRow
 * @property {"message"} kind
 * @property {string} key The same before and after the server confirmed the message.
 * @property {string} id
 * @property {number} [seq] Absent while it is on its way.
 * @property {string} author
 * @property {string} [name] What the author is called.
 * @property {string} text
 * @property {string} at
 * @property {boolean} isFirst Whether it begins a group: the author's name and face are shown.
 * @property {string} me
 * @property {"sent" | "sending" | "failed" | "deleted"} status
 * @property {string} [problem] Why it was not sent.
 * @property {string} [edited] When.
 * @property {readonly Reaction[]} [reactions]
 * @property {number} [replyTo]
 * @property {string} [replyAuthor] Where the message that it replies to is loaded.
 * @property {string} [replyText]
 */

/**
 * @typedef {MarkRow | MessageRow} Row
 */

/**
 * @typedef {Pick<RoomState, "messages" | "outgoing" | "me">} Content
 */

/**
 * @typedef {Omit<MessageRow, "kind" | "key" | "isFirst" | "me">} Said
 */

/* chat/window.js */

/**
 * @typedef {object} Window
 * @property {number | undefined} last The `seq` of the last message shown; absent while the end is followed.
 */

/* commands/commands.js */

/**
 * @typedef {object} Command What one writes after a slash.
 * @property {string} name
 * @property {string} [usage] What follows the name.
 * @property {string} help
 * @property {(rest: string) => readonly string[] | Promise<readonly string[]>} [complete] What may follow the name.
 * @property {(rest: string, chat: CommandContext) => string | void | Promise<string | void>} run Answers a text to be
 *   sent to the room, if any.
 */

/**
 * @typedef {object} CommandContext What commands may do.
 * @property {string} room The id of the room on the screen.
 * @property {(text: string) => void} notify
 * @property {(view: string, ...values: any[]) => void} open
 * @property {(room: string) => Promise<void>} leave
 */

/* composer/completion.js */

/**
 * @typedef {object} Wanted
 * @property {"mention" | "emoji" | "command" | "argument"} kind
 * @property {string} query What stands after the sign.
 * @property {number} from Where the sign stands, or what follows a command.
 * @property {string} [command] The name of that.
 */

/**
 * @typedef {object} Choice
 * @property {string} insert What takes the place of the sign and what follows it.
 * @property {string} label
 * @property {string} [note]
 */

/* composer/composer.js */

/**
 * @typedef {{kind: "reply" | "edit", row: MessageRow}} ComposerMode What the text is for, beside a new message.
 */

/* markdown/blocks.js */

/**
 * @typedef {{type: "paragraph", children: Inline[]} | {type: "code", language: string, text: string}
 *   | {type: "quote", children: Block[]} | {type: "list", start?: number, items: Inline[][]}} Block
 */

/* markdown/inline.js */

/**
 * @typedef {{type: "text", text: string} | {type: "code", text: string} | {type: "mention", name: string}
 *   | {type: "link", url: string, children: Inline[]}
 *   | {type: "bold" | "italic" | "struck", children: Inline[]}} Inline
 */

/* protocol.js */

/**
 * @typedef {object} Message One message as the server tells it.
 * @property {string} id The id that its author's client gave it; unique for that author.
 * @property {number} seq Its place in the room.
 * @property {string} room
 * @property {string} author
 * @property {string} text
 * @property {string} at When it was posted, RFC 3339.
 * @property {number} [replyTo] The `seq` of the message that it replies to.
 * @property {string} [edited] When its text was changed last.
 * @property {boolean} [deleted]
 * @property {readonly Reaction[]} [reactions]
 */

/**
 * @typedef {object} Reaction
 * @property {string} reaction
 * @property {number} count
 * @property {boolean} [mine] Whether we are among them.
 * @property {readonly string[]} [users] Those of whom it is known since the message is loaded.
 */

/* rooms/room-set.js */

/**
 * @typedef {object} RoomInfo A room as the server tells it.
 * @property {string} id
 * @property {string} title
 * @property {string} [topic]
 * @property {"public" | "private"} [visibility]
 * @property {boolean} [archived]
 * @property {number} [memberCount] In lists.
 * @property {boolean} [joined] In lists.
 * @property {number} [read] In lists, of those that one belongs to; as are the next two.
 * @property {number} [unread]
 * @property {number} [mentions]
 */

/* private/private-messages.js */

/**
 * @typedef {object} PrivateConversation A conversation as the server tells it.
 * @property {string} room
 * @property {readonly string[]} people Those who take part.
 * @property {string} [title] Of a group that has one.
 * @property {string} activeAt When it had its latest message.
 * @property {number} sequence
 * @property {number} read
 * @property {number} unread
 */

/* rooms/place.js */

/**
 * @typedef {{room: string, message?: number}} Place
 */

/* rooms/sidebar.js */

/**
 * @typedef {object} RoomItem One line of the list of rooms.
 * @property {string} key The room's id.
 * @property {string} title
 * @property {string} [sign] What stands before it, instead of the sign of its kind.
 * @property {boolean} isCurrent
 * @property {number} unread
 * @property {number} mentions
 * @property {boolean} isMuted
 */

/* socketio/link.js */

/**
 * @typedef {object} LinkListener
 * @property {() => void} opened The server greeted; `send` works from now on.
 * @property {(text: string) => void} received One Socket.IO packet came.
 * @property {() => void} closed Called once, however the link ended, except by `close()`.
 */

/**
 * @typedef {object} Carrier
 * @property {number} readyState
 * @property {((event: any) => void) | null} onmessage
 * @property {((event: any) => void) | null} onclose
 * @property {(text: string) => void} send
 * @property {() => void} close
 */

/* socketio/packet.js */

/**
 * @typedef {object} Packet
 * @property {typeof types[number]} type
 * @property {number} [id] The ack that an event asks for, or that an ack answers.
 * @property {any} [data] An array for events and acks.
 */

/* socketio/pending-acks.js */

/**
 * @typedef {object} PendingAck
 * @property {(answer: any) => void} resolve
 * @property {(refusal: Refusal) => void} reject
 * @property {ReturnType<typeof setTimeout>} timer
 */

/* socketio/socket.js */

/**
 * @typedef {{phase: "connecting" | "connected" | "stopped"} | {phase: "waiting", until: number}} Status
 * `until` is the time of the next try, in milliseconds since 1970.
 */

/**
 * @typedef {object} SocketListener
 * @property {(status: Status) => void} changed
 * @property {(event: string, payload: any) => void} received
 * @property {(refusal: Refusal) => boolean} refused The server refused the connection; answers whether
 *   to try again later.
 */

export {};
