/** @import {RoomState} from "../types.js" */

/** What one has not read, as part of the room's state. */

/**
 * Counts a message that has just come.
 * @param {RoomState} room
 * @param {{seq: number, author: string, text: string}} message
 */
export function counted(room, { seq, author, text }) {
  if (author === room.me || seq <= (room.read ?? 0) || seq <= (room.synced ?? 0)) return room;
  const mentions = room.mentions + (mentionsName(text, room.me) ? 1 : 0);
  return { ...room, read: room.read ?? seq - 1, unread: room.unread + 1, mentions };
}

/**
 * After the server told how far we have read, and what is unread up to the entry `sequence`. It does not tell the latter
 * where it keeps no past, and may not know yet that we read on.
 * @param {RoomState} room
 * @param {{read?: number, unread?: number, mentions?: number, sequence: number}} told
 */
export function toldUnread(room, { read = 0, unread, mentions = 0, sequence }) {
  if (unread === undefined) return { ...room, read: Math.max(read, room.read ?? 0) };
  if ((room.read ?? 0) > read) return { ...room, ...newsAfter(room, room.read ?? 0) };
  const since = newsAfter(room, Math.max(read, sequence));
  return { ...room, read, unread: unread + since.unread, mentions: mentions + since.mentions };
}

/** After another device of ours has read up to `read`. @type {(room: RoomState, read: number) => void} */
export function readElsewhere(room, read) {
  return read <= (room.read ?? 0) ? room : { ...room, read, ...newsAfter(room, read) };
}

/** After we have read all that is there. @type {(room: RoomState) => void} */
export function readAll(room) {
  if (room.isCatchingUp) return room;
  const read = Math.max(room.read ?? 0, room.synced ?? 0);
  return room.unread === 0 && room.read === read ? room : { ...room, read, unread: 0, mentions: 0 };
}

/** From where on messages are new to somebody who looks at the room now, if any are. @type {(room: RoomState) => void} */
export function withNewLine(room) {
  return { ...room, newAfter: room.unread > 0 ? room.read : undefined };
}

/** Whether a message is new to who has read up to `read`; ours never are. @type {(message: {seq: number, author: string}, read: number, me: string) => boolean} */
export function isNews({ seq, author }, read, me) {
  return seq > read && author !== me;
}

/** @type {(room: RoomState, seq: number) => {unread: number, mentions: number}} */
function newsAfter({ messages, me }, seq) {
  const news = messages.filter((message) => isNews(message, seq, me) && !message.deleted);
  return { unread: news.length, mentions: news.filter(({ text }) => mentionsName(text, me)).length };
}

/** Whether a text speaks to somebody by `@name`. @type {(text: string, name: string) => void} */
export function mentionsName(text, name) {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(`@${name}`); at >= 0; at = lower.indexOf(`@${name}`, at + 1)) {
    const before = lower[at - 1] ?? " ";
    const after = lower.slice(at + 1 + name.length, at + 3 + name.length);
    if (!/[\p{L}\p{N}@./]/u.test(before) && !/^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u.test(after)) return true;
  }
  return false;
}
