import { Refusal } from "../refusal.js";

/** @import {Requester} from "../types.js" */

/**
 * Asks, and throws what the server refused.
 * @param {Requester} requester
 * @param {string} event
 * @param {object} [payload]
 * @throws {Refusal}
 */
export async function ask(requester, event, payload = {}) {
  const answer = await requester.request(event, payload);
  if (answer?.ok !== true) throw Refusal.of(answer);
  return answer;
}
