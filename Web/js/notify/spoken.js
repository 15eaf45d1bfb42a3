import { plainLine } from "../markdown/plain.js";
import { facts } from "../protocol.js";
import { element, find } from "../view/dom.js";

/**
 * Says to screen readers what others did in the room on the screen.
 * @type {(chat: import("../chat/chat.js").Chat, event: string, payload: any) => void}
 */
export function say({ session, people }, event, { author, text, users = [] }) {
  const [who, words] =
    event === facts.messagePosted ? [[author], `: ${plainLine(text)}`]
    : event === facts.roomJoined ? [users, " came in."]
    : event === facts.roomLeft ? [users, " left."]
    : [[], ""];
  const others = who.filter((/** @type {string} */ user) => user !== session.name).map((/** @type {string} */ user) => people.nameOf(user));
  if (others.length > 0) announce(`${others.join(", ")}${words}`);
}

/** After what they are saying. @param {string} text */
function announce(text) {
  const place = find("announcement");
  place.append(element("p", { text }));
  if (place.childElementCount > 5) place.firstElementChild?.remove();
}
