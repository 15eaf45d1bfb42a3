import { ask } from "../chat/room-requests.js";
import { field, line, lineButton, section } from "../settings/parts.js";
import { button, element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";
import { openOrder } from "./order-form.js";
import { noteOf, titleOf } from "./words.js";
import { requestFor } from "./wire.js";

/** @typedef {import("./words.js").Action} Action */

const pageLength = 50;

/**
 * What moderators did, the latest first; what holds can be taken back.
 * @type {(chat: import("../chat/chat.js").Chat, room: string | undefined, about?: string) => HTMLElement}
 */
export function logPart(chat, room, about = "") {
  const where = room === undefined ? {} : { room };
  const user = field("About whom", { value: about, placeholder: "Everybody", autocapitalize: "none", spellcheck: "false", type: "search" });
  /** What holds, by id. @type {Set<number>} */ let holding = new Set();
  const load = async (/** @type {Action | undefined} */ last) => {
    const name = user.input.value.trim().toLowerCase();
    const standing = await ask(chat.socket, requestFor("standing", room), { ...where, limit: 200 });
    holding = new Set(standing.actions.map((/** @type {Action} */ { id }) => id));
    const asked = { ...where, limit: pageLength, ...(name && { user: name }), ...(last && { before: last.id }) };
    const { actions } = await ask(chat.socket, requestFor("log", room), asked);
    return { items: actions, more: actions.length === pageLength };
  };
  const list = listing("Log", "Nothing was done.", load, (action) => {
    const item = line(titleOf(action), noteOf(action));
    if (holding.has(action.id)) {
      item.append(
        lineButton("Undo", titleOf(action), async () => {
          await attempt(() => ask(chat.socket, requestFor("lift", room), { ...where, action: action.id }));
          await list.refresh();
        }),
      );
    }
    return item;
  });
  user.input.addEventListener("change", () => void list.refresh());
  const acts = ["warn", "note", "mute", "ban"].map((kind) =>
    button({ warn: "Warn…", note: "Note…", mute: "Mute…", ban: "Ban…" }[kind] ?? kind, "button quiet", () => {
      const name = user.input.value.trim().toLowerCase();
      if (name === "") user.input.focus();
      else void openOrder(chat, { kind, room, user: name });
    }),
  );
  return section("Log", user.root, element("div", { class: "quick" }, ...acts), list.root);
}
