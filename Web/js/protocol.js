/**
 * The names of the wire, declared once. docs/protocol.md explains each of them.
 */

/** What the client asks for; the server answers each with an ack. */
export const requests = Object.freeze({
  joinRoom: "room:join",
  postMessage: "message:post",
  historyPage: "history:page",
});

/** What the server tells without being asked. */
export const facts = Object.freeze({
  messagePosted: "message:posted",
  roomJoined: "room:joined",
  roomLeft: "room:left",
  sessionEnded: "session:ended",
});

/** The codes of refusals that the client treats in a way of their own. */
export const codes = Object.freeze({
  unauthorized: "unauthorized",
  signedOut: "signed_out",
  unknownEvent: "unknown_event",
  badName: "bad_name",
  nameTaken: "name_taken",
  badPassword: "bad_password",
  badSetupToken: "bad_setup_token",
  badLink: "bad_link",
  wrongCredentials: "wrong_credentials",
  secondFactorRequired: "second_factor_required",
  wrongCode: "wrong_code",
});

/** Limits of the server that the client knows, to say so before it sends. */
export const limits = Object.freeze({
  messageBytes: 8192,
  passwordLength: 8,
  historyPage: 200,
});

/**
 * @typedef {object} Message One message as the server tells it.
 * @property {string} id The id that its author's client gave it; unique for that author.
 * @property {number} seq Its place in the room.
 * @property {string} room
 * @property {string} author
 * @property {string} text
 * @property {string} at When it was posted, RFC 3339.
 */
