import { ask } from "../chat/room-requests.js";
import { choice, form, line, lineButton, section } from "../settings/parts.js";
import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";
import { longField } from "./order-form.js";
import { requestFor } from "./wire.js";

/** @typedef {{id: number, kind: string, pattern: string, verdict: string}} Filter */

const pageLength = 100;

const kinds = /** @type {const} */ ([
  ["word", "Words and phrases"],
  ["link", "Domains of links"],
  ["expression", "Regular expressions"],
]);

const verdicts = /** @type {const} */ ([
  ["refuse", "The message is refused"],
  ["mask", "It is masked"],
  ["hold", "A moderator sees it first"],
  ["allow", "It is allowed (links)"],
]);

/**
 * What may not be said in a room, or on the server.
 * @type {(chat: import("../chat/chat.js").Chat, room: string | undefined) => HTMLElement}
 */
export function filtersPart(chat, room) {
  const where = room === undefined ? {} : { room };
  const load = async (/** @type {Filter | undefined} */ last) => {
    const asked = { ...where, limit: pageLength, ...(last && { after: last.id }) };
    const { filters } = await ask(chat.socket, requestFor("filters", room), asked);
    return { items: filters, more: filters.length === pageLength };
  };
  const list = listing("Filters", "There are no filters.", load, ({ id, kind, pattern, verdict }) => {
    const remove = lineButton("Remove", pattern, async () => {
      await attempt(() => ask(chat.socket, requestFor("unfilter", room), { ...where, filters: [id] }));
      await list.refresh();
    });
    return line(pattern, `${id} · ${nameIn(kinds, kind)} · ${nameIn(verdicts, verdict)}`, remove);
  });
  const kind = choice("What", kinds);
  const verdict = choice("What happens", verdicts);
  const patterns = longField("One on each line");
  const add = async () => {
    const all = patterns.input.value.split("\n").map((text) => text.trim()).filter(Boolean);
    await ask(chat.socket, requestFor("filter", room), { ...where, kind: kind.select.value, patterns: all, verdict: verdict.select.value });
    patterns.input.value = "";
    await list.refresh();
  };
  const hint = element("p", { class: "hint", text: "In words * is the rest of a word: bad, bad*, *bad*." });
  return section("Filters", list.root, form("Add", add, kind.root, verdict.root, patterns.root, hint));
}

/** @type {(names: readonly (readonly [string, string])[], value: string) => string} */
function nameIn(names, value) {
  return names.find(([known]) => known === value)?.[1] ?? value;
}
