/** @import {Place} from "../types.js" */

/** Where in the chat the page's address points: `#room=lobby&message=12`. */

/** @type {(fragment: string) => Place | undefined} */
export function parsePlace(fragment) {
  const parts = new URLSearchParams(fragment.replace(/^#/u, ""));
  const room = parts.get("room");
  const message = Number(parts.get("message") ?? Number.NaN);
  if (!room) return undefined;
  return { room, ...(Number.isSafeInteger(message) && message > 0 && { message }) };
}

/** @param {string} room Whether it is a conversation that its participants alone see. */
export function isPrivate(room) {
  return room.startsWith("pm~~");
}

/** @param {Place} place */
export function placeFragment({ room, message }) {
  const parts = new URLSearchParams({ room, ...(message !== undefined && { message: String(message) }) });
  return `#${parts}`;
}
