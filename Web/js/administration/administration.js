import { tabs } from "../settings/tabs.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { AdminAPI } from "./admin-api.js";
import { auditPart } from "./audit.js";
import { figuresPart } from "./figures.js";
import { invitationsPart } from "./invitations.js";
import { modulesPart } from "./modules.js";
import { guestsPart, usersPart } from "./users.js";
import { roomsPart } from "./rooms.js";

/**
 * Opens what those who manage the server see and do.
 * @param {import("../chat/chat.js").Chat} chat
 */
export function openAdministration(chat) {
  const api = new AdminAPI(chat.session.token);
  const page = element("div", { class: "tab-page" });
  const choose = tabs("Administration", page, [
    ["Users", () => [usersPart(api, chat), guestsPart(api)]],
    ["Rooms", () => [roomsPart(api, chat)]],
    ["Modules", () => [modulesPart(api)]],
    ["Invitations", () => [invitationsPart(api, chat)]],
    ["Audit log", () => [auditPart(api)]],
    ["Figures", () => [figuresPart(api)]],
  ]);
  openDialog("Administration", { class: "wide tall" }, element("div", { class: "tabbed" }, choose, page));
}
