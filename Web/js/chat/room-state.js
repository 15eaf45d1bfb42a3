import { toldUnread, withNewLine } from "./unread.js";

/** @import {Entry, Message, Past, RoomInfo, RoomState} from "../types.js" */

/** How much of the past a person gets at once. */
export const pageLength = 100;

/** So many messages stay, or somewhat more, where nobody looks at earlier ones. */
const mostKept = 2000;

/**
 * What is known of one room, as a value. Each function answers the room after something happened and
 * leaves the one it was given as it was.
 */

/** @type {(id: string, me: string) => RoomState} */
export function unknownRoom(id, me) {
  return {
    id,
    title: id,
    topic: "",
    isArchived: false,
    me,
    rights: [],
    members: [],
    count: 0,
    statuses: {},
    typing: [],
    messages: [],
    outgoing: [],
    past: "loading",
    isBroken: false,
    excerpt: undefined,
    synced: undefined,
    read: undefined,
    unread: 0,
    mentions: 0,
    newAfter: undefined,
    isCatchingUp: true,
  };
}

/**
 * After the server let us in. What we have stays, unless the server began to count anew: one that keeps no
 * past does that when it restarts.
 * @param {RoomState} room
 * @param {Entry} reply
 */
export function entered(room, { room: info, sequence, members, count = members.length, statuses = {}, rights = [], ...told }) {
  const isAnew = room.synced !== undefined && sequence < room.synced;
  const kept = isAnew ? { messages: [], synced: undefined, past: /** @type {Past} */ ("loading") } : {};
  const next = { ...renamed(room, info), ...kept, rights, refusal: undefined, isCatchingUp: true };
  const people = { members: sorted(members), count, statuses, typing: [] };
  const current = toldUnread({ ...next, ...people }, { ...told, sequence });
  return current.newAfter === undefined ? withNewLine(current) : current;
}

/** After its name or its kind were told. @type {(room: RoomState, info: RoomInfo) => void} */
export function renamed(room, { title, topic = "", archived = false }) {
  return { ...room, title, topic, isArchived: archived };
}

/** After the server did not let us in. @type {(room: RoomState, refusal: string) => void} */
export function refused(room, refusal) {
  return { ...room, refusal, members: [], count: 0, typing: [] };
}

/** After it was deleted, with all that was in it. @type {(room: RoomState) => RoomState} */
export function gone(room) {
  return { ...unknownRoom(room.id, room.me), title: room.title, past: "deleted" };
}

/**
 * After the connection was lost. A room that was never on the screen keeps no messages: some may be missing among them.
 * @param {RoomState} room
 */
export function disconnected(room) {
  return { ...room, typing: [], ...(room.synced === undefined && { messages: [] }) };
}

/**
 * After one message came, new or known. If it is one of ours, it is no longer on its way.
 * @param {RoomState} room
 * @param {Message} message
 */
export function posted(room, message) {
  const typing = room.typing.filter((user) => user !== message.author);
  return upTo({ ...bounded(withMessages(room, [message])), typing }, message.seq);
}

/**
 * Of a room that was not on the screen yet, only the latest messages are kept: a page of them is loaded then.
 * @param {RoomState} room
 */
function bounded(room) {
  const isTooMuch = room.synced === undefined && room.messages.length > 2 * pageLength;
  return isTooMuch ? { ...room, messages: room.messages.slice(-pageLength) } : room;
}

/** After the entry `seq` of the room was taken in. @type {(room: RoomState, seq: number) => void} */
export function upTo(room, seq) {
  return room.isCatchingUp ? room : { ...room, synced: Math.max(room.synced ?? 0, seq) };
}

/**
 * After the newest page was loaded. `isWhole` says that nothing lies between it and what we had; if not, what
 * we had is dropped, so that the list never has a hole, and can be loaded again.
 * @param {RoomState} room
 * @param {{messages: readonly Message[], past: Past, isWhole: boolean, sequence: number}} loaded
 */
export function caughtUp(room, { messages, past, isWhole, sequence }) {
  const first = messages[0]?.seq ?? 0;
  const kept = isWhole ? room.messages : room.messages.filter(({ seq }) => seq > (messages.at(-1)?.seq ?? first));
  const next = withMessages({ ...room, messages: kept }, messages);
  const synced = Math.max(sequence, next.messages.at(-1)?.seq ?? 0);
  return { ...next, past, isBroken: !isWhole, synced, isCatchingUp: false };
}

/** @type {(room: RoomState) => RoomState} What of the room is on the screen: its newest messages, or a part of its past. */
export function onScreen(room) {
  return room.excerpt ? { ...room, ...room.excerpt, outgoing: [], isBroken: false } : room;
}

/** With fewer messages where they are very many: those before can be loaded again. @type {(room: RoomState) => RoomState} */
export function trimmed(room) {
  const { messages, past } = room;
  if (messages.length <= 1.5 * mostKept) return room;
  return { ...room, messages: messages.slice(-mostKept), past: past === "complete" ? "more" : past };
}

/** @type {(room: RoomState, past: Past) => RoomState} */
export function withPast(room, past) {
  return { ...room, past };
}

/**
 * The messages of both, by `seq`. The one that was there first stays; what came from us is no longer outgoing.
 * @param {RoomState} room
 * @param {readonly Message[]} added
 */
export function withMessages(room, added) {
  const ours = new Set(added.filter(({ author }) => author === room.me).map(({ id }) => id));
  const outgoing = ours.size === 0 ? room.outgoing : room.outgoing.filter(({ id }) => !ours.has(id));
  return { ...room, messages: merged(room.messages, added), outgoing };
}

/** @type {(messages: readonly Message[], added: readonly Message[]) => void} */
function merged(messages, added) {
  const last = messages.at(-1)?.seq ?? 0;
  if (added.every(({ seq }, index) => seq > (added[index - 1]?.seq ?? last))) return [...messages, ...added];
  const known = new Set(messages.map(({ seq }) => seq));
  const fresh = added.filter(({ seq }) => !known.has(seq) && known.add(seq));
  return [...messages, ...fresh].sort((one, other) => one.seq - other.seq);
}

/** @type {(names: readonly string[]) => string[]} */
export function sorted(names) {
  return [...new Set(names)].sort();
}
