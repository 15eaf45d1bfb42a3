import { loadStyles } from "../view/styles.js";

/**
 * What opens over the page. Each is loaded when it is first asked for.
 * @type {Readonly<Record<string, (chat: import("./chat.js").Chat) => Promise<unknown>>>}
 */
const views = Object.freeze({
  help: async (chat) => (await import("../help/help.js")).openHelp((await chat.commands()).all),
  settings: async (chat) => (await import("../settings/settings.js")).openSettings(chat),
  browse: async (chat) => (await import("../rooms/browse.js")).openBrowser(chat),
  room: async (chat) => (await import("../rooms/room-view.js")).openRoomView(chat),
  switcher: async (chat) => (await import("../rooms/switcher.js")).openSwitcher(chat),
});

/** @type {(name: string, chat: import("./chat.js").Chat) => Promise<void>} */
export async function openView(name, chat) {
  await loadStyles("fields", "over", "settings");
  if (document.querySelector("dialog[open]")) return;
  // Without a connection a view that was not open before cannot be loaded; the banner says so already.
  await views[name]?.(chat).catch((error) => {
    if (!(error instanceof TypeError)) throw error;
  });
}
