import { requests } from "../protocol.js";
import { caughtUp, pageLength } from "./room-state.js";
import { atEnd, most, placeOf } from "./window.js";

/**
 * @import {Conversation} from "./conversation.js"
 * @import {Message, RoomState} from "../types.js"
 * @typedef {{messages: readonly Message[], more: boolean, newer?: boolean}} Page
 */

/** A part of a room's past that is on the screen, apart from the newest messages: a link to a message opens one. */

/**
 * The room with the page as its excerpt; one that reaches the newest messages becomes part of them.
 * @param {RoomState} room
 * @param {Page} page
 * @returns {RoomState}
 */
export function withExcerpt(room, { messages, more, newer = false }) {
  const past = more ? "more" : "complete";
  const isJoined = !newer || (messages.at(-1)?.seq ?? 0) + 1 >= (room.messages[0]?.seq ?? 0);
  if (!isJoined) return { ...room, excerpt: { messages, past } };
  const { synced = 0, isCatchingUp } = room;
  const joined = caughtUp({ ...room, excerpt: undefined }, { messages, past, isWhole: true, sequence: synced });
  return { ...joined, isCatchingUp, synced: room.synced };
}

/**
 * The room after a page that begins or ends where its excerpt does.
 * @param {RoomState} room
 * @param {Page} page
 * @param {"before" | "after"} side Where the page belongs.
 * @returns {RoomState}
 */
export function extended(room, page, side) {
  const { excerpt } = room;
  if (!excerpt) return room;
  if (side === "after") {
    return withExcerpt(room, { ...page, messages: [...excerpt.messages, ...page.messages], more: excerpt.past !== "complete" });
  }
  const messages = [...page.messages, ...excerpt.messages];
  return { ...room, excerpt: { messages, past: page.more ? "more" : "complete" } };
}

/**
 * Brings the part of a room's past that has a message onto the screen.
 * @param {Conversation} conversation
 * @param {number} seq
 * @throws {Refusal}
 */
export async function openAround(conversation, seq) {
  const page = await conversation.ask(requests.historyPage, { limit: pageLength, around: seq });
  conversation.change((room) => withExcerpt(room, page));
}

/** @type {WeakSet<Conversation>} */
const loading = new WeakSet();

/**
 * Loads what comes before or after the excerpt; what fails is tried again when the reader scrolls there.
 * @param {Conversation} conversation
 * @param {"before" | "after"} side
 */
export async function loadBeside(conversation, side) {
  const { excerpt } = conversation.room;
  if (!excerpt || loading.has(conversation) || (side === "before" && excerpt.past === "complete")) return;
  loading.add(conversation);
  const edge = side === "before" ? excerpt.messages[0] : excerpt.messages.at(-1);
  const page = await conversation.ask(requests.historyPage, { limit: pageLength, [side]: edge?.seq }).catch(() => undefined);
  loading.delete(conversation);
  if (page) conversation.change((room) => (room.excerpt === excerpt ? extended(room, page, side) : room));
}

/** A window with this message in its middle. @type {(messages: readonly {seq: number}[], seq: number) => void} */
export function around(messages, seq) {
  const end = placeOf(messages, seq) + most / 2;
  return end >= messages.length ? atEnd : { last: messages[end].seq };
}
