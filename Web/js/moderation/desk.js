import { tabs } from "../settings/tabs.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { privateReportsPart } from "../private/reports.js";
import { filtersPart } from "./filters.js";
import { heldPart } from "./held.js";
import { logPart } from "./log.js";
import { reportsPart } from "./reports.js";
import { lockdownPart, rulesPart } from "./rules.js";
import { serverDesk } from "./rights.js";

/**
 * @import {Chat} from "../chat/chat.js"
 * @typedef {[string, () => Node[]]} Page
 */

/**
 * Opens the moderators' desk of a room, or of the whole server.
 * @param {Chat} chat
 * @param {{room?: string, page?: string, user?: string}} place Where, which page at first, and about whom the log is.
 */
export function openDesk(chat, { room, page: first, user }) {
  const page = element("div", { class: "tab-page" });
  const pages = room === undefined ? pagesOfServer(chat, user) : pagesOf(chat, room, user);
  const title = room === undefined ? "Moderation of the server" : `Moderation of ${chat.rooms.get(room)?.room.title ?? room}`;
  const choose = tabs("Moderation", page, pages, first);
  openDialog(title, { class: "wide" }, element("div", { class: "tabbed" }, choose, page));
}

/** @type {(chat: Chat, room: string, user: string | undefined) => Page[]} */
function pagesOf(chat, room, user) {
  return [
    ["Reports", () => [reportsPart(chat, room)]],
    ["Held", () => [heldPart(chat, room)]],
    ["Rules", () => [rulesPart(chat, room)]],
    ["Filters", () => [filtersPart(chat, room)]],
    ["Log", () => [logPart(chat, room, user)]],
  ];
}

/** @type {(chat: Chat, user: string | undefined) => Page[]} */
function pagesOfServer(chat, user) {
  const { moderates, reviews } = serverDesk(chat.info);
  /** @type {Page} */
  const reports = ["Reports", () => [...(moderates ? [reportsPart(chat, undefined)] : []), ...(reviews ? [privateReportsPart(chat)] : [])]];
  if (!moderates) return [reports];
  return [
    reports,
    ["Held", () => [heldPart(chat, undefined)]],
    ["Rules", () => [lockdownPart(chat), rulesPart(chat, undefined)]],
    ["Filters", () => [filtersPart(chat, undefined)]],
    ["Log", () => [logPart(chat, undefined, user)]],
  ];
}
