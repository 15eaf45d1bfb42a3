import { requests } from "../protocol.js";

/** @import {Act, ComposerMode} from "../types.js" */

/**
 * What a person can do on the page, done to the chat: by its name. What is not for every minute is a function of
 * `rare-actions.js` with that name, which gets the chat first; without a connection it may be missing.
 * @param {import("./chat.js").Chat} chat
 * @returns {Act}
 */
export function actionsOf(chat) {
  /** @type {import("../composer/typing.js").TypingSignal | undefined} */
  let typing;
  /** @param {boolean} isTyping */
  const tell = (isTyping) => chat.rooms.current.ask(isTyping ? requests.startTyping : requests.stopTyping).catch(() => undefined);
  /** @type {Record<string, (...values: any[]) => void>} */
  const own = {
    beginReply: (row) => chat.view.composer.setMode({ kind: "reply", row }),
    beginEdit: (row) => chat.view.composer.setMode({ kind: "edit", row }),
    leaveExcerpt: () => chat.rooms.current.change((room) => ({ ...room, excerpt: undefined })),
    reachedEnd: () => chat.noteRead(),
    enter: () => void chat.rooms.current.enter(),
    reconnect: () => chat.reconnect(),
    signOut: () => void chat.signOut(),
    send: (text, mode) => void send(chat, text, mode, () => typing?.sent()),
    renew: () => chat.view.messages.renew(),
    changed: async (text) => {
      chat.drafts.set(chat.rooms.current.room.id, text);
      if (chat.socket.status.phase !== "connected") return;
      const part = typing ? undefined : await import("../composer/typing.js").catch(() => undefined);
      if (part) typing ??= new part.TypingSignal(tell);
      // What was sent meanwhile is written no more.
      typing?.wrote(chat.view.composer.text);
    },
  };
  return (name, ...values) => (own[name] ? own[name](...values) : rare().then((part) => part?.[name](chat, ...values)));
}

/** @type {(chat: import("./chat.js").Chat, text: string, mode: ComposerMode | undefined, sent: () => void) => Promise<void>} */
async function send(chat, text, mode, sent) {
  // By the time that more is loaded another may be on the screen.
  const conversation = chat.rooms.current;
  const isEdit = mode?.kind === "edit";
  let said = text.replace(/^\/\//u, "/");
  if (isEdit || /^\/[a-z]/u.test(text)) {
    const part = await rare();
    if (!part) return chat.view.composer.giveBack(text, mode);
    if (isEdit) return part.edit(chat, conversation, mode.row, text);
    said = (await part.run(chat, text)) ?? "";
  }
  if (said === "") return;
  sent();
  conversation.send(said, mode?.row.seq);
  chat.view.messages.scrollToEnd();
}

/** @returns {Promise<any>} What is loaded when it is first needed; nothing where there is no connection. */
function rare() {
  return import("./rare-actions.js").catch(() => undefined);
}
