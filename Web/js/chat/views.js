import { loadStyles } from "../view/styles.js";

/**
 * What opens over the page: the module, the function in it, and what it is given beside the chat. Each is loaded when
 * it is first asked for, with style sheets beside those that all of them share.
 * @type {Readonly<Record<string, {load: () => Promise<any>, open: string, styles?: string[]}>>}
 */
const views = Object.freeze({
  help: { load: () => import("../help/help.js"), open: "openHelp" },
  settings: { load: () => import("../settings/settings.js"), open: "openSettings" },
  browse: { load: () => import("../rooms/browse.js"), open: "openBrowser" },
  room: { load: () => import("../rooms/room-view.js"), open: "openRoomView" },
  private: { load: () => import("../private/new-message.js"), open: "openNewMessage" },
  privateReport: { load: () => import("../private/report.js"), open: "openReport" },
  search: { load: () => import("../search/search.js"), open: "openSearch", styles: ["search"] },
  status: { load: () => import("../settings/status.js"), open: "openStatus" },
  moderation: { load: () => import("../moderation/desk.js"), open: "openDesk", styles: ["administration"] },
  administration: { load: () => import("../administration/administration.js"), open: "openAdministration", styles: ["administration"] },
  switcher: { load: () => import("../rooms/switcher.js"), open: "openSwitcher" },
});

/**
 * Opens a view, unless one is open.
 * @param {import("./chat.js").Chat} chat
 * @param {string} name
 * @param {...any} values What the view wants to know.
 */
export async function openView(chat, name, ...values) {
  const view = views[name];
  if (!view) return;
  // Without a connection a view that was not open before cannot be loaded; the banner says so already.
  const [part] = await Promise.all([view.load().catch(() => undefined), loadStyles("fields", "over", "settings", ...(view.styles ?? []))]);
  if (document.querySelector("dialog[open]")) return;
  await part?.[view.open](chat, ...values);
}
