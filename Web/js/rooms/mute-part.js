import { section } from "../settings/parts.js";
import { element } from "../view/dom.js";

/**
 * Whether a room is silent for us, in this browser.
 * @param {import("../chat/chat.js").Chat} chat
 * @param {string} room
 * @param {...Node} more What else one does for oneself.
 */
export function mutePart(chat, room, ...more) {
  const box = element("input", { type: "checkbox" });
  box.checked = chat.notifications.isMuted(room);
  box.addEventListener("change", () => {
    chat.notifications.mute(room, box.checked);
    chat.view.update();
  });
  const mute = element("label", { class: "check" }, box, element("span", { text: "Silent: no counts, no notifications" }));
  return section("For you", mute, ...more);
}
