import { requests } from "../rooms/wire.js";
import { after } from "./facts.js";

/** @import {Past, RoomState} from "../types.js" */

/**
 * What a room comes to with the entries that were missed while there was no connection, if the server has them all.
 * @param {RoomState} room
 * @param {(event: string, fields: object) => Promise<any>} ask Asks about the room.
 * @returns {Promise<((room: RoomState) => RoomState) | undefined>} To be done to the room as it is then: facts may have come
 *   meanwhile.
 */
export async function missedSince({ synced }, ask) {
  const { recovered, events } = await ask(requests.since, { sequence: synced });
  return recovered ? (room) => takenIn(room, events) : undefined;
}

/** @type {(room: RoomState, events: readonly [string, any][]) => RoomState} */
function takenIn(room, events) {
  const past = /** @type {Past} */ (room.past === "loading" || room.past === "failed" ? "more" : room.past);
  return events.reduce((next, [event, payload]) => after(next, event, payload), { ...room, past, isCatchingUp: false });
}
