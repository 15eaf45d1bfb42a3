import { ask } from "../chat/room-requests.js";
import { line, lineButton, section, when } from "../settings/parts.js";
import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";
import { hear } from "./reports.js";
import { facts, requests } from "./wire.js";

/** @typedef {{id: number, room: string, author: string, message: string, text: string, filter: number, at: string}} Held */

/** How many are shown; what is decided makes room for others. */
const shown = 200;

/**
 * Messages that a filter holds until a moderator has decided.
 * @type {(chat: import("../chat/chat.js").Chat, room: string, signal: AbortSignal) => HTMLElement}
 */
export function heldPart(chat, room, signal) {
  const load = async () => ({ items: (await ask(chat.socket, requests.held, { room, limit: shown })).held, more: false });
  const list = listing("Held messages", "No message waits.", load, (/** @type {Held} */ { id, author, text, filter, at }) => {
    /** @param {boolean} post */
    const decide = async (post) => {
      await attempt(() => ask(chat.socket, requests.decide, { room, held: id, post }));
      await list.refresh();
    };
    const item = line(author, `${when(at)} · held by filter ${filter}`);
    item.querySelector(".line-text")?.append(element("blockquote", { class: "quoted", text, dir: "auto" }));
    const name = `the message of ${author}`;
    item.append(lineButton("Post it", name, () => void decide(true)), lineButton("Refuse it", name, () => void decide(false)));
    return item;
  });
  hear(chat, facts.held, room, signal, list.refresh);
  return section("Held messages", list.root);
}
