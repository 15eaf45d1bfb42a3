import { codes, limits } from "../protocol.js";
import { Refusal } from "../refusal.js";

/** How much of the past a person gets at once. */
export const pageLength = 50;

/** After this many pages the rest waits until somebody asks for it. */
const pagesAtMost = 5;

/**
 * @typedef {import("./room-state.js").RoomState} RoomState
 * @typedef {import("./room-state.js").Past} Past
 * @typedef {import("../protocol.js").Message} Message
 */

/**
 * Loads what `room` lacks up to now, newest page first: the latest page at the first time, and after an
 * interruption everything since, within reason.
 * @param {RoomState} room
 * @param {number} sequence The room's own count when we entered.
 * @param {(limit: number, before?: number) => Promise<{messages: Message[], more: boolean}>} page
 * @returns {Promise<{messages: Message[], past: Past, overlaps: boolean, sequence: number}>} For `caughtUp`.
 */
export async function catchUp({ synced, past }, sequence, page) {
  if (synced === sequence) {
    const isSettled = past === "complete" || past === "absent";
    return { messages: [], past: isSettled ? past : "more", overlaps: true, sequence };
  }
  /** @type {Message[]} */
  let messages = [];
  let more = true;
  try {
    for (let pages = 0; more && pages < (synced === undefined ? 1 : pagesAtMost); pages++) {
      const answer = await page(synced === undefined ? pageLength : limits.historyPage, messages[0]?.seq);
      messages = [...answer.messages, ...messages];
      more = answer.more && answer.messages.length > 0;
      if (synced !== undefined && messages.length > 0 && messages[0].seq <= synced + 1) {
        const isComplete = past === "complete" || !more;
        return { messages, past: isComplete ? "complete" : "more", overlaps: true, sequence };
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal && error.code === codes.unknownEvent)) throw error;
    return { messages: [], past: "absent", overlaps: true, sequence };
  }
  return { messages, past: more ? "more" : "complete", overlaps: !more, sequence };
}
