import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { AccountAPI } from "./account-api.js";
import { devicesPart } from "./devices.js";
import { invitationsPart } from "./invitations.js";
import { noticesPart } from "./notices-part.js";
import { blocksPart, privacyPart } from "./privacy.js";
import { passwordPart, profilePart } from "./profile.js";
import { secondFactorPart } from "./second-factor.js";
import { tabs } from "./tabs.js";
import { tokensPart } from "./tokens.js";

/**
 * Opens what one can set for oneself.
 * @param {import("../chat/chat.js").Chat} chat
 */
export function openSettings(chat) {
  const api = new AccountAPI(chat.session.token);
  const page = element("div", { class: "tab-page" });
  const privacy = /** @type {[string, () => Node[]]} */ (["Privacy", () => [privacyPart(chat), blocksPart(chat)]]);
  const choose = tabs("Settings", page, [
    ["Profile", () => [profilePart(api, chat.session.name, chat.people), noticesPart(chat.notifications)]],
    ...(chat.privateMessages ? [privacy] : []),
    ["Security", () => [passwordPart(api), secondFactorPart(api)]],
    ["Devices", () => [devicesPart(api)]],
    ["Programs", () => [tokensPart(api)]],
    ["Invitations", () => [invitationsPart(api, chat)]],
  ]);
  openDialog("Settings", { class: "wide" }, element("div", { class: "tabbed" }, choose, page));
}
