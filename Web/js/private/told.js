import { placeFragment } from "../rooms/place.js";
import { notify } from "../view/notices.js";

/** @import {Chat} from "../chat/chat.js" */

/**
 * Says that the conversation on the screen goes on in another, with more people.
 * @param {Chat} chat
 * @param {{room: string, into: string, people: readonly string[], by: string}} fact
 */
export function tellOfMore({ session, rooms, people: names }, { room, into, people, by }) {
  if (by === session.name || rooms.current.room.id !== room) return;
  const words = `${names.nameOf(by)} goes on in another conversation, with ${people.map((user) => names.nameOf(user)).join(", ")}.`;
  notify(words, { label: "Go there", act: () => (location.hash = placeFragment({ room: into })) });
}

/** Says to those who may see it that there is a report. @param {Chat} chat */
export function tellOfReport(chat) {
  notify("A private message is reported.", { label: "Look at it", act: () => chat.act("open", "moderation", { page: "Reports" }) });
}
