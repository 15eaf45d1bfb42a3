/**
 * The names of the wire, declared once. docs/protocol.md explains each of them.
 */

/** What the client asks for; the server answers each with an ack. */
export const requests = Object.freeze({
  listRooms: "room:list",
  createRoom: "room:create",
  updateRoom: "room:update",
  archiveRoom: "room:archive",
  setRole: "room:role",
  inviteToRoom: "room:invite",
  listMembers: "room:members",
  joinRoom: "room:join",
  leaveRoom: "room:leave",
  missedSince: "room:since",
  postMessage: "message:post",
  editMessage: "message:edit",
  deleteMessage: "message:delete",
  reactToMessage: "message:react",
  showSession: "session:show",
  startTyping: "typing:start",
  stopTyping: "typing:stop",
  readMessage: "message:read",
  setPresence: "presence:set",
  userNames: "user:names",
  listPrivate: "private:list",
  readPrivate: "private:read",
  postPrivate: "private:post",
  historyPage: "history:page",
});

/** What the server tells without being asked. */
export const facts = Object.freeze({
  messagePosted: "message:posted",
  messageEdited: "message:edited",
  messageDeleted: "message:deleted",
  messageReacted: "message:reacted",
  roomJoined: "room:joined",
  roomLeft: "room:left",
  readChanged: "read:changed",
  presenceChanged: "presence:changed",
  roomUpdated: "room:updated",
  roomArchived: "room:archived",
  roomDeleted: "room:deleted",
  roomInvited: "room:invited",
  roleChanged: "role:changed",
  typingChanged: "typing:changed",
  historyErased: "history:erased",
  userRenamed: "user:renamed",
  sessionStarted: "session:started",
  sessionEnded: "session:ended",
});

/** The codes of refusals that the client treats in a way of their own. */
export const codes = Object.freeze({
  unauthorized: "unauthorized",
  signedOut: "signed_out",
  guestsOff: "guests_off",
  unknownEvent: "unknown_event",
  badName: "bad_name",
});

/** Limits of the server that the client knows, to say so before it sends. */
export const limits = Object.freeze({
  messageBytes: 8192,
  passwordLength: 8,
  historyPage: 200,
});

