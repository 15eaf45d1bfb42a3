import { ask } from "../chat/room-requests.js";
import { requests } from "../private/wire.js";
import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";
import { choice, line, lineButton, section } from "./parts.js";

/** @import {Chat} from "../chat/chat.js" */

const whoMay = /** @type {const} */ ([
  ["everyone", "Everybody"],
  ["shared", "Who is in a room with me"],
  ["nobody", "Nobody whom I have not written to"],
]);

/**
 * Who may write to one alone, and what those see.
 * @param {Chat} chat
 */
export function privacyPart(chat) {
  const accepts = choice("Who may write to me alone", whoMay);
  const shows = element("input", { type: "checkbox" });
  let now = { accepts: "", showsRead: false };
  const show = () => {
    accepts.select.value = now.accepts;
    shows.checked = now.showsRead;
  };
  const set = async (/** @type {object} */ change) => {
    now = (await attempt(() => ask(chat.socket, requests.settings, change))) ?? now;
    // What was not done is not shown as if it were.
    show();
  };
  show();
  accepts.select.addEventListener("change", () => void set({ accepts: accepts.select.value }));
  shows.addEventListener("change", () => void set({ showsRead: shows.checked }));
  void set({});
  const label = element("label", { class: "check" }, shows, element("span", { text: "Others see what I have read" }));
  return section("Private messages", accepts.root, label);
}

/**
 * Whom one has blocked.
 * @param {Chat} chat
 */
export function blocksPart(chat) {
  const load = async () => ({ items: (await ask(chat.socket, requests.blocks)).users, more: false });
  const list = listing("Blocked", "You have blocked nobody.", load, (/** @type {string} */ user) => {
    const name = chat.people.nameOf(user);
    const unblock = lineButton("Unblock", name, async () => {
      await attempt(() => ask(chat.socket, requests.unblock, { user }));
      await list.refresh();
    });
    return line(name, `@${user}`, unblock);
  });
  return section("Blocked", list.root);
}
