import { ask } from "../chat/room-requests.js";
import { lineButton, section, when } from "../settings/parts.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";
import { hear, quotedLine } from "./reports.js";
import { facts, requests } from "./wire.js";

/** @typedef {{id: number, room: string, author: string, message: string, text: string, filter: number, at: string}} Held */

/** How many are shown; what is decided makes room for others. */
const shown = 200;

/**
 * Messages that a filter holds until a moderator has decided: of a room, or of all that one moderates.
 * @type {(chat: import("../chat/chat.js").Chat, where: string | undefined) => HTMLElement}
 */
export function heldPart(chat, where) {
  const request = where === undefined ? requests.allHeld : requests.held;
  const load = async () => ({ items: (await ask(chat.socket, request, { room: where, limit: shown })).held, more: false });
  const list = listing("Held messages", "No message waits.", load, (/** @type {Held} */ { id, room, author, text, filter, at }) => {
    /** @param {boolean} post */
    const decide = async (post) => {
      await attempt(() => ask(chat.socket, requests.decide, { room, held: id, post }));
      await list.refresh();
    };
    const notes = [when(at), `held by filter ${filter}`];
    if (where === undefined) notes.unshift(chat.rooms.get(room)?.room.title ?? room);
    const item = quotedLine(author, notes, text);
    const name = `the message of ${author}`;
    item.append(lineButton("Post it", name, () => void decide(true)), lineButton("Refuse it", name, () => void decide(false)));
    return item;
  });
  hear(chat, facts.held, where, list.root, list.refresh);
  return section("Held messages", list.root);
}
