import { Refusal, localCodes } from "../refusal.js";

/**
 * Asks the server by HTTP.
 * @param {string} method
 * @param {string} path Below `/api/v1/`.
 * @param {{body?: object, token?: string}} [content]
 * @returns {Promise<any>} Nothing where the answer has no body.
 * @throws {Refusal}
 */
export async function ask(method, path, { body, token } = {}) {
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
