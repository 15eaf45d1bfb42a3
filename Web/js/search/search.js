import { ask } from "../chat/room-requests.js";
import { clock, dayName } from "../chat/time.js";
import { placeFragment } from "../rooms/place.js";
import { choice, field } from "../settings/parts.js";
import { avatar } from "../view/avatar.js";
import { openDialog } from "../view/dialog.js";
import { button, element } from "../view/dom.js";
import { attempt } from "../view/notices.js";
import { piecesOf, wordsIn } from "./found.js";

/**
 * @import {Message} from "../types.js"
 * @import {Chat} from "../chat/chat.js"
 */

const searchMessages = "history:search";

/** Results that are asked for at once. */
const pageLength = 20;

/** What was looked for last, to go on from. @type {WeakMap<Chat, {query: string, isHere: boolean}>} */
const before = new WeakMap();

/**
 * Opens the search through all that one may read. A result leads to the message among those around it.
 * @param {Chat} chat
 * @param {string} [query]
 */
export async function openSearch(chat, query) {
  const { id, title } = chat.rooms.current.room;
  let last = before.get(chat) ?? { query: "", isHere: false };
  const input = field("Search messages", { role: "searchbox", enterkeyhint: "search", autocomplete: "off", value: query ?? last.query, dir: "auto" });
  const where = choice("Where", [["", "Everywhere"], [id, `In ${title}`]]);
  if (last.isHere) where.select.value = id;
  const state = element("p", { class: "line-note", role: "status", text: "Words, \"phrases\", beginnings*, from:name, before:2026-01-31, has:link" });
  const list = element("ul", { class: "lines" });
  const more = button("More results", "button", () => void show(cursor));
  more.hidden = true;
  const fields = element("form", { class: "search-fields", role: "search", novalidate: "" }, input.root, where.root, element("button", { class: "button primary", text: "Search" }));
  const { close } = openDialog("Search", { class: "wide search" }, fields, state, list, more);
  /** @type {string | undefined} */
  let cursor;
  let asked = 0;
  /** @param {string} [after] The page after this cursor. */
  const show = async (after) => {
    const text = input.input.value.trim();
    if (text === "") return;
    last = { query: text, isHere: where.select.value !== "" };
    before.set(chat, last);
    const number = ++asked;
    if (!after) list.replaceChildren();
    state.textContent = "Searching…";
    const wanted = { query: text, limit: pageLength, cursor: after, ...(last.isHere && { room: id }) };
    const answer = await attempt(() => ask(chat.socket, searchMessages, wanted));
    if (number !== asked) return;
    const words = wordsIn(text);
    list.append(...(answer?.messages ?? []).map((/** @type {Message} */ message) => resultLine(chat, message, words, close)));
    // What did not come can be asked for again.
    cursor = answer ? answer.cursor : after;
    if (cursor === undefined && document.activeElement === more) input.input.focus();
    more.hidden = cursor === undefined;
    state.textContent = stateText(list.childElementCount, answer);
  };
  fields.addEventListener("submit", (event) => {
    event.preventDefault();
    void show();
  });
  input.input.focus();
  await show();
}

/** @type {(count: number, answer: {cursor?: string, behind?: boolean} | undefined) => string} */
function stateText(count, answer) {
  if (!answer) return "The search did not work.";
  const behind = answer.behind ? " Some messages cannot be found yet: the index is being made." : "";
  if (count === 0) return `Nothing was found.${behind}`;
  return `${count}${answer.cursor ? " or more" : ""} ${count === 1 ? "message" : "messages"}, the newest first.${behind}`;
}

/** @type {(chat: Chat, message: Message, words: readonly string[], close: () => void) => HTMLElement} */
function resultLine(chat, { room, seq, author, text, at }, words, close) {
  const pieces = piecesOf(text, words).map((piece) => (piece.isFound ? element("mark", { text: piece.text }) : piece.text));
  const name = chat.people.nameOf(author);
  const title = chat.rooms.get(room)?.room.title ?? room;
  const date = new Date(at);
  const link = element(
    "a",
    { class: "result", href: placeFragment({ room, message: seq }) },
    element(
      "span",
      { class: "result-head" },
      element("b", { class: "author", text: name, dir: "auto" }),
      element("span", { class: "line-note room-name", text: `${title} · ${dayName(date, new Date())}, ${clock(date)}`, dir: "auto" }),
    ),
    element("span", { class: "result-text", dir: "auto" }, ...pieces),
  );
  link.addEventListener("click", () => {
    close();
    // The same place again would be no change of the address.
    if (location.hash === link.hash) chat.show({ room, message: seq });
  });
  return element("li", { class: "line" }, avatar(author), link);
}
