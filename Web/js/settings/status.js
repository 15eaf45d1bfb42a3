import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";

/** How one can be there. */
const statuses = /** @type {const} */ ([
  ["online", "Online", "You are here."],
  ["away", "Away", "You may not answer soon."],
  ["busy", "Busy", "You would rather not be disturbed."],
]);

/**
 * Opens the choice of how one is there, as others see it.
 * @param {import("../chat/chat.js").Chat} chat
 */
export function openStatus(chat) {
  const choices = statuses.map(([status, label, words]) => {
    const box = element("input", { type: "radio", name: "status", value: status });
    box.checked = chat.status === status;
    box.addEventListener("change", () => {
      chat.status = status;
      chat.act("tellPresence");
    });
    return element("label", { class: "check" }, box, element("span", { text: label }), element("span", { class: "line-note", text: words }));
  });
  const group = element("fieldset", { class: "choices" }, element("legend", { class: "hint", text: "As long as this page is open" }), ...choices);
  openDialog("Your status", { class: "small" }, group);
}
