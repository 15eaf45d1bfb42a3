/** @import {RoomState} from "../types.js" */

/** What one has not read, as part of the room's state. */

/**
 * Counts a message that has just come.
 * @param {RoomState} room
 * @param {{seq: number, author: string, text: string}} message
 * @returns {RoomState}
 */
export function counted(room, { seq, author, text }) {
  if (author === room.me || seq <= (room.read ?? 0) || seq <= (room.synced ?? 0)) return room;
  const mentions = room.mentions + (mentionsName(text, room.me) ? 1 : 0);
  return { ...room, read: room.read ?? seq - 1, unread: room.unread + 1, mentions };
}

/**
 * After we have read all that is there.
 * @param {RoomState} room
 * @returns {RoomState}
 */
export function readAll(room) {
  const read = Math.max(room.read ?? 0, room.synced ?? 0);
  return room.unread === 0 && room.read === read ? room : { ...room, read, unread: 0, mentions: 0 };
}

/**
 * Whether a text speaks to somebody by `@name`.
 * @param {string} text
 * @param {string} name
 */
export function mentionsName(text, name) {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(`@${name}`); at >= 0; at = lower.indexOf(`@${name}`, at + 1)) {
    const before = lower[at - 1] ?? " ";
    const after = lower.slice(at + 1 + name.length, at + 3 + name.length);
    if (!/[\p{L}\p{N}@./]/u.test(before) && !/^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u.test(after)) return true;
  }
  return false;
}
