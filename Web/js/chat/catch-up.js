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
 * @returns {Promise<CaughtUp>} What is to be done to the room, or a page for `caughtUp`.
 */
export async function catchUp(room, sequence, ask) {
  const { synced, past, messages } = room;
  if (synced === sequence) {
    const settled = past === "loading" || past === "failed" ? "more" : past;
    return { messages: [], past: settled, isWhole: true, sequence };
  }
  if (synced !== undefined) {
    const change = await (await import("./missed.js")).missedSince(room, ask);
    if (change) return { change };
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
