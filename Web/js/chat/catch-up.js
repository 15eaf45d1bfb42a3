import { codes } from "../protocol.js";
import { Refusal } from "../refusal.js";

/** @import {CaughtUp, RoomState} from "../types.js" */

/** How much of the past a person gets at once. */
export const pageLength = 100;

/**
 * Loads what `room` lacks up to now: after an interruption the entries since, where the server has them all, and
 * else the newest page.
 * @param {RoomState} room
 * @param {number} sequence The room's own count when we entered.
 * @param {Pick<import("./room-requests.js").RoomRequests, "page" | "since">} requests
 * @returns {Promise<CaughtUp>} Events to take in one by one, or a page for `caughtUp`.
 */
export async function catchUp({ synced, past, messages }, sequence, requests) {
  if (synced === sequence) {
    const settled = past === "loading" || past === "failed" ? "more" : past;
    return { messages: [], past: settled, isWhole: true, sequence };
  }
  if (synced !== undefined) {
    const { recovered, events } = await requests.since(synced);
    if (recovered) return { events };
  }
  try {
    const page = await requests.page(pageLength);
    const isWhole = messages.length === 0 || !page.more;
    return { messages: page.messages, past: page.more ? "more" : "complete", isWhole, sequence };
  } catch (error) {
    if (!(error instanceof Refusal && error.code === codes.unknownEvent)) throw error;
    return { messages: [], past: "absent", isWhole: synced === undefined, sequence };
  }
}
