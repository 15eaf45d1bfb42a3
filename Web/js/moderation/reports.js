import { ask } from "../chat/room-requests.js";
import { placeFragment } from "../rooms/place.js";
import { choice, form, line, lineButton, section, when } from "../settings/parts.js";
import { openDialog } from "../view/dialog.js";
import { button, element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";
import { longField } from "./order-form.js";
import { facts, requests } from "./wire.js";

/**
 * @import {Chat} from "../chat/chat.js"
 * @typedef {{id: number, room: string, author: string, message: string, seq: number, text: string, reporter: string, reason: string,
 *   at: string, state: string, handler?: string, handledAt?: string, outcome?: string}} Report
 */

const pageLength = 50;

const states = /** @type {const} */ ([
  ["open", "Open"],
  ["claimed", "Somebody looks after it"],
  ["resolved", "Done"],
]);

/**
 * The queue of what members reported in a room, or in all that one moderates. It changes with what others do.
 * @type {(chat: Chat, room: string | undefined) => HTMLElement}
 */
export function reportsPart(chat, room) {
  const state = choice("Which", states);
  const load = async (/** @type {Report | undefined} */ last) => {
    const asked = { room, state: state.select.value, limit: pageLength, after: last?.id };
    const { reports } = await ask(chat.socket, room === undefined ? requests.allReports : requests.reports, asked);
    return { items: reports, more: reports.length === pageLength };
  };
  const list = listing("Reports", "There is nothing here.", load, (report) => reportLine(chat, report, room === undefined, list.refresh));
  state.select.addEventListener("change", () => void list.refresh());
  hear(chat, facts.reported, room, list.root, list.refresh);
  return section("Reports", state.root, list.root);
}

/**
 * Calls `heard` for each of these facts, about a room or any, as long as an element is on the page.
 * @type {(chat: Chat, fact: string, room: string | undefined, root: HTMLElement, heard: () => void) => void}
 */
export function hear({ hearers }, fact, room, root, heard) {
  /** @type {(event: string, payload: any) => void} */
  const hearer = (event, payload) => {
    if (!root.isConnected) hearers.delete(hearer);
    else if (event === fact && (room === undefined || payload.room === room)) heard();
  };
  hearers.add(hearer);
}

/** @type {(chat: Chat, report: Report, saysRoom: boolean, refresh: () => Promise<void>) => HTMLElement} */
function reportLine(chat, report, saysRoom, refresh) {
  const { id, room, author, seq, text, reporter, reason, at, state, handler, outcome } = report;
  const notes = [`Reported by ${reporter}`, when(at)];
  if (saysRoom) notes.unshift(chat.rooms.get(room)?.room.title ?? room);
  if (handler) notes.push(state === "resolved" ? `done by ${handler}` : `${handler} looks after it`);
  const item = quotedLine(`${author}: ${reason}`, notes, text, outcome);
  const name = `report ${id}`;
  item.append(lineButton("Show", name, () => showMessage(room, seq)));
  if (state !== "resolved") {
    if (handler !== chat.session.name) {
      item.append(lineButton("Claim", name, () => void change(() => ask(chat.socket, requests.claim, { room, report: id }))));
    }
    item.append(lineButton("Resolve", name, () => resolve(chat, report, refresh)));
  }
  /** @param {() => Promise<unknown>} work */
  const change = async (work) => {
    await attempt(work);
    await refresh();
  };
  return item;
}

/**
 * The line of a message that was said, and what came of it.
 * @type {(title: string, notes: readonly string[], said: string, outcome?: string) => HTMLElement}
 */
export function quotedLine(title, notes, said, outcome) {
  const item = line(title, notes.join(" · "));
  const text = item.querySelector(".line-text");
  // It can be longer than it is high: the keyboard scrolls it.
  text?.append(element("blockquote", { class: "quoted", text: said, dir: "auto", tabindex: "0" }));
  if (outcome) text?.append(element("p", { class: "line-note", text: `Outcome: ${outcome}`, dir: "auto" }));
  return item;
}

/** @type {(room: string, seq: number) => void} */
function showMessage(room, seq) {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  location.hash = placeFragment({ room, message: seq });
}

/** @type {(chat: Chat, report: Report, refresh: () => Promise<void>) => void} */
function resolve(chat, { id, room }, refresh) {
  askOutcome(id, (outcome) => ask(chat.socket, requests.resolve, { room, report: id, outcome }), refresh);
}

/**
 * Asks what came of a report.
 * @type {(id: number, resolve: (outcome: string) => Promise<unknown>, done: () => Promise<void>) => void}
 */
export function askOutcome(id, resolve, done) {
  const outcome = longField("What came of it (moderators read it)");
  const send = async () => {
    await resolve(outcome.input.value.trim());
    opened.close();
    await done();
  };
  const quick = ["The message was deleted.", "The author was warned.", "There was nothing wrong with it."].map((text) =>
    button(text, "link-button", () => (outcome.input.value = text)),
  );
  const opened = openDialog(`Resolve report ${id}`, { class: "small" }, form("Resolve", send, outcome.root, element("div", { class: "quick" }, ...quick)));
  outcome.input.focus();
}
