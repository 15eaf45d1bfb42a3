import { mentionsName } from "../chat/unread.js";
import { plainLine } from "../markdown/plain.js";
import { isPrivate, placeFragment } from "../rooms/place.js";

/**
 * Tells of a message on the desktop, if it speaks to us and its room is not silent. A press on it leads to the message.
 * @param {import("../chat/chat.js").Chat} chat
 * @param {import("../types.js").Message} message
 */
export function tellOf({ session, notifications, people, rooms }, { room, seq, author, text }) {
  const speaksToUs = author !== session.name && (isPrivate(room) || mentionsName(text, session.name));
  if (!speaksToUs || notifications.isMuted(room)) return;
  const name = people.nameOf(author);
  const title = isPrivate(room) ? name : `${name} in ${rooms.get(room)?.room.title ?? room}`;
  const shown = new Notification(title, { body: plainLine(text), tag: room, icon: "img/roost.svg" });
  shown.addEventListener("click", () => {
    window.focus();
    location.hash = placeFragment({ room, message: seq });
    shown.close();
  });
}
