import { button, element } from "./dom.js";
import { iconButton } from "./icon-button.js";
import { noticesOnTop } from "./notices.js";

/**
 * Opens a dialog over the page. It closes with Escape, with its button and with a press beside it, is then gone, and
 * the keyboard is back where it was.
 * @param {string} title
 * @param {{class?: string, closed?: () => void}} [options]
 * @param {...Node} content
 */
export function openDialog(title, { class: className = "", closed } = {}, ...content) {
  const heading = element("h2", { text: title, dir: "auto" });
  const close = iconButton("close", "Close", () => dialog.close());
  const head = element("header", { class: "dialog-head" }, heading, close);
  const body = element("div", { class: "dialog-body", tabindex: "0" }, ...content);
  // Everything outside is out of reach, also what is said for a moment.
  const notices = element("div", { class: "notices", "aria-live": "polite" });
  const dialog = element("dialog", { class: `dialog ${className}`, "aria-label": title }, head, body, notices);
  // Who marks text in it and lets go beside it does not mean to close it.
  let isPressedBeside = false;
  dialog.addEventListener("pointerdown", ({ target }) => {
    isPressedBeside = target === dialog;
  });
  dialog.addEventListener("click", ({ target }) => {
    if (isPressedBeside && target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    noticesOnTop().append(...notices.children);
    // The browser has put the keyboard back, unless what was pressed is gone by now.
    /** @type {HTMLElement[]} */ const places = [...document.querySelectorAll("#log, dialog[open] .dialog-body")];
    if (document.activeElement === document.body) places.at(-1)?.focus();
    closed?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, body, close: () => dialog.close() };
}

/**
 * Asks before something that cannot be taken back.
 * @param {string} title
 * @param {string} text
 * @param {string} action The label of the button that does it.
 * @returns {Promise<boolean>}
 */
export function confirmed(title, text, action) {
  return new Promise((resolve) => {
    let answer = false;
    const yes = button(action, "button danger", () => {
      answer = true;
      opened.close();
    });
    const no = button("Cancel", "button", () => opened.close());
    const opened = openDialog(
      title,
      { class: "small", closed: () => resolve(answer) },
      element("p", { text, dir: "auto" }),
      element("div", { class: "dialog-actions" }, no, yes),
    );
    yes.focus();
  });
}
