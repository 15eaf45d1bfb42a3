import { ask } from "../chat/room-requests.js";
import { askOutcome, hear, quotedLine } from "../moderation/reports.js";
import { choice, lineButton, section, when } from "../settings/parts.js";
import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { facts, requests } from "./wire.js";

/**
 * @import {Chat} from "../chat/chat.js"
 * @typedef {{report: number, author: string, text: string, postedAt: string, reporter: string, reason: string, at: string,
 *   resolvedBy?: string, note?: string}} Report
 */

const states = /** @type {const} */ ([
  ["", "Open"],
  ["resolved", "Done"],
]);

/**
 * The queue of private messages that were shown to moderators by those who got them.
 * @type {(chat: Chat) => HTMLElement}
 */
export function privateReportsPart(chat) {
  const state = choice("Which of them", states);
  const load = async (/** @type {Report | undefined} */ last) => {
    const { reports, cursor } = await ask(chat.socket, requests.reports, { resolved: state.select.value !== "", cursor: last?.report });
    return { items: reports, more: cursor !== undefined };
  };
  const list = listing("Reports of private messages", "There is nothing here.", load, (report) => reportLine(chat, report, list.refresh));
  state.select.addEventListener("change", () => void list.refresh());
  hear(chat, facts.reported, undefined, list.root, list.refresh);
  const hint = element("p", { class: "hint", text: "Of each conversation only the message that somebody in it reported." });
  return section("Private messages", hint, state.root, list.root);
}

/** @type {(chat: Chat, report: Report, refresh: () => Promise<void>) => HTMLElement} */
function reportLine(chat, { report, author, text, postedAt, reporter, reason, at, resolvedBy, note }, refresh) {
  const notes = [`Written ${when(postedAt)}`, `reported by ${reporter}, ${when(at)}`];
  if (resolvedBy) notes.push(`done by ${resolvedBy}`);
  const item = quotedLine(`${author}: ${reason}`, notes, text, note);
  if (!resolvedBy) {
    const resolve = () => askOutcome(report, (note) => ask(chat.socket, requests.resolve, { report, note }), refresh);
    item.append(lineButton("Resolve", `private report ${report}`, resolve));
  }
  return item;
}
