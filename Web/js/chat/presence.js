import { sorted } from "./room-state.js";

/** @import {RoomState} from "../types.js" */

/** Who is there, and writes, as part of the room's state. */

/**
 * After some came in, or are gone, and others are there in another way.
 * @param {RoomState} room
 * @param {{came?: readonly string[], left?: readonly string[], count?: number, statuses?: Record<string, string>}} change
 */
export function withPresence(room, { came = [], left = [], count, statuses = {} }) {
  const gone = new Set(left);
  const members = sorted([...room.members, ...came].filter((user) => !gone.has(user)));
  const kept = Object.entries({ ...room.statuses, ...statuses }).filter(([user]) => !gone.has(user));
  return { ...room, members, count: count ?? room.count, statuses: Object.fromEntries(kept) };
}

/** @type {(room: RoomState, users: readonly string[]) => RoomState} */
export function withTyping(room, users) {
  return { ...room, typing: users.filter((user) => user !== room.me) };
}
