/**
 * The names of the wire, each declared once; docs/protocol.md explains them. Parts that are loaded later have a `wire.js` of their own.
 */

/** What the client asks for; the server answers each with an ack. */
export const requests = Object.freeze({
  listRooms: "room:list",
  listMembers: "room:members",
  joinRoom: "room:join",
  postMessage: "message:post",
  showSession: "session:show",
  startTyping: "typing:start",
  stopTyping: "typing:stop",
  readMessage: "message:read",
  userNames: "user:names",
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
});

