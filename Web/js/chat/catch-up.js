import { codes, requests } from "../protocol.js";
import { Refusal } from "../refusal.js";
import { pageLength } from "./room-state.js";

/** @import {CaughtUp, RoomState} from "../types.js" */

/**
 * Loads what `room` lacks up to now: after an interruption the entries since, where the server has them all, and
 * else the newest page.
 * @param {RoomState} room
 * @param {number} sequence The room's own count when we entered.
 * @param {(event: string, fields: object) => Promise<any>} ask Asks about the room.
 * @returns {Promise<CaughtUp>} Events to take in one by one, or a page for `caughtUp`.
 */
export async function catchUp({ synced, past, messages }, sequence, ask) {
  if (synced === sequence) {
    const settled = past === "loading" || past === "failed" ? "more" : past;
    return { messages: [], past: settled, isWhole: true, sequence };
  }
  if (synced !== undefined) {
    const { recovered, events } = await ask(requests.missedSince, { sequence: synced });
    if (recovered) return { events };
  }
  try {
    const page = await ask(requests.historyPage, { limit: pageLength });
    const isWhole = messages.length === 0 || synced === undefined || !page.more;
    return { messages: page.messages, past: page.more ? "more" : "complete", isWhole, sequence };
  } catch (error) {
    if (!(error instanceof Refusal && error.code === codes.unknownEvent)) throw error;
    return { messages: [], past: "absent", isWhole: synced === undefined, sequence };
  }
}
