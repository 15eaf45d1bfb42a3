import { plainLine } from "../markdown/blocks.js";
import { isPrivate, placeFragment } from "../rooms/place.js";

/** @import {Message} from "../types.js" */

/**
 * Tells of a message on the desktop. A press on it leads to the message.
 * @param {Message} message
 * @param {string} author What its author is called.
 * @param {string} title Where it was said.
 */
export function showOnDesktop({ room, seq, text }, author, title) {
  const words = isPrivate(room) ? author : `${author} in ${title}`;
  const shown = new Notification(words, { body: plainLine(text), tag: room, icon: "img/roost.svg" });
  shown.addEventListener("click", () => {
    window.focus();
    location.hash = placeFragment({ room, message: seq });
    shown.close();
  });
}
