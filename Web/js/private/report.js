import { ask } from "../chat/room-requests.js";
import { field, form } from "../settings/parts.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { notify } from "../view/notices.js";
import { requests } from "./wire.js";

/**
 * Opens a form that shows a message of a conversation to those who look after the server.
 * @param {import("../chat/chat.js").Chat} chat
 * @param {{room: string, row: import("../types.js").MessageRow}} about
 */
export function openReport(chat, { room, row }) {
  const reason = field("What is wrong with it?", { maxlength: "500", dir: "auto" });
  const send = async () => {
    await ask(chat.socket, requests.report, { room, author: row.author, id: row.id, reason: reason.input.value.trim() });
    close();
    notify("The message is reported.");
  };
  const hint = element("p", { class: "hint", text: "This message, and nothing else of the conversation, is shown to the moderators." });
  const { close } = openDialog("Report the message", { class: "small" }, form("Report", send, hint, reason.root));
  reason.input.focus();
}
