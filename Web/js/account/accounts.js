import { ask } from "./api.js";

/**
 * @typedef {object} User
 * @property {string} name
 * @property {string} role
 */

/**
 * How one may come in here.
 * @returns {Promise<{signUp: "open" | "invite" | "closed", guests: boolean}>}
 */
export function serverInfo() {
  return ask("GET", "server");
}

/**
 * Makes an account; with the token of the setup link, an administrator's.
 * @param {string} name
 * @param {string} password
 * @param {import("./link.js").Link} [link] A setup link or an invitation.
 * @returns {Promise<{user: User}>}
 */
export function signUp(name, password, link) {
  const { setup, invite } = link ? { [link.kind]: link.token } : {};
  const body = { name, password, ...(setup && { setup }), ...(invite && { invitation: invite }) };
  return ask("POST", "users", { body });
}

/**
 * Lets the user of the session into the room that an invitation is for.
 * @param {string} invitation
 * @param {string} token Of the session.
 * @returns {Promise<{room: string}>}
 */
export function takeInvitation(invitation, token) {
  return ask("POST", "invitations/take", { token, body: { token: invitation } });
}

/**
 * Sets the password of the user that a link was made for.
 * @param {string} token Of the link.
 * @param {string} password
 */
export async function resetPassword(token, password) {
  await ask("POST", "password-resets", { body: { token, password } });
}

/**
 * Begins a session.
 * @param {string} name
 * @param {string} password
 * @param {string} [code] Of the second factor, where the user has one.
 * @returns {Promise<{token: string, user: User}>}
 */
export function signIn(name, password, code) {
  return ask("POST", "sessions", { body: { name, password, ...(code && { code }) } });
}

/**
 * Ends the session of the token on the server.
 * @param {string} token
 */
export async function signOut(token) {
  await ask("DELETE", "sessions/current", { token });
}
