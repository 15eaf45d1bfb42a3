import { Refusal, localCodes } from "../refusal.js";

/**
 * @typedef {object} User
 * @property {string} name
 * @property {string} role
 */

/**
 * Makes an account; with the token of the setup link, an administrator's.
 * @param {string} name
 * @param {string} password
 * @param {string} [setup]
 * @returns {Promise<{user: User}>}
 */
export function signUp(name, password, setup) {
  return ask("POST", "users", { body: { name, password, ...(setup && { setup }) } });
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

/**
 * @param {string} method
 * @param {string} path
 * @param {{body?: object, token?: string}} content
 * @throws {Refusal}
 */
async function ask(method, path, { body, token }) {
  const headers = {
    ...(body && { "Content-Type": "application/json" }),
    ...(token && { Authorization: `Bearer ${token}` }),
  };
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Refusal(localCodes.unreachable, "The server cannot be reached. Try again in a moment.", true);
  }
  // A proxy in front of the server may answer with something that is no JSON.
  const answer = await response.json().catch(() => undefined);
  if (!response.ok) throw Refusal.of(answer);
  return answer;
}
