import { plainLine } from "../markdown/blocks.js";

/** @import {Message} from "../types.js" */

/**
 * @param {Message} message
 * @param {string} title Where it was said.
 * @param {() => void} opened
 */
export function showOnDesktop({ room, author, text }, title, opened) {
  const shown = new Notification(`${author} in ${title}`, { body: plainLine(text), tag: room, icon: "img/roost.svg" });
  shown.addEventListener("click", () => {
    window.focus();
    opened();
    shown.close();
  });
}
