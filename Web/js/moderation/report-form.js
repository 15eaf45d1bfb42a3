import { ask } from "../chat/room-requests.js";
import { plainLine } from "../markdown/plain.js";
import { form } from "../settings/parts.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { notify } from "../view/notices.js";
import { loadStyles } from "../view/styles.js";
import { longField } from "./order-form.js";
import { requests } from "./wire.js";

/**
 * Asks why a message is reported, and reports it.
 * @type {(chat: import("../chat/chat.js").Chat, room: string, row: import("../types.js").MessageRow) => Promise<void>}
 */
export async function openReport(chat, room, { author, id, text }) {
  await loadStyles("fields", "over", "settings", "administration");
  const reason = longField("What is wrong with it?");
  const send = async () => {
    await ask(chat.socket, requests.report, { room, author, id, reason: reason.input.value.trim() });
    opened.close();
    notify("The moderators look at it.");
  };
  const words = element("blockquote", { class: "quoted", text: plainLine(text), dir: "auto" });
  const opened = openDialog(`Report a message of ${author}`, { class: "small" }, words, form("Report", send, reason.root));
  reason.input.focus();
}
