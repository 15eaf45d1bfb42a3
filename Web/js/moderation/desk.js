import { tabs } from "../settings/tabs.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { filtersPart } from "./filters.js";
import { heldPart } from "./held.js";
import { logPart } from "./log.js";
import { reportsPart } from "./reports.js";
import { lockdownPart, rulesPart } from "./rules.js";

/**
 * Opens the moderators' desk of a room, or of the whole server.
 * @param {import("../chat/chat.js").Chat} chat
 * @param {{room?: string, page?: string, user?: string}} place Where, which page at first, and about whom the log is.
 */
export function openDesk(chat, { room, page: first, user }) {
  const page = element("div", { class: "tab-page" });
  const hearing = new AbortController();
  /** @type {[string, () => Node[]][]} */
  const ofRoom = [
    ["Reports", () => [reportsPart(chat, room ?? "", hearing.signal)]],
    ["Held", () => [heldPart(chat, room ?? "", hearing.signal)]],
    ["Rules", () => [rulesPart(chat, room)]],
    ["Filters", () => [filtersPart(chat, room)]],
    ["Log", () => [logPart(chat, room, user)]],
  ];
  /** @type {[string, () => Node[]][]} */
  const ofServer = [
    ["Rules", () => [lockdownPart(chat), rulesPart(chat, undefined)]],
    ["Filters", () => [filtersPart(chat, undefined)]],
    ["Log", () => [logPart(chat, undefined, user)]],
  ];
  const title = room === undefined ? "Moderation of the server" : `Moderation of ${chat.rooms.get(room)?.room.title ?? room}`;
  const choose = tabs("Moderation", page, room === undefined ? ofServer : ofRoom, first);
  openDialog(title, { class: "wide", closed: () => hearing.abort() }, element("div", { class: "tabbed" }, choose, page));
}
