import { requests } from "../protocol.js";
import { isLost } from "./conversation.js";
import { pageLength, withMessages, withPast } from "./room-state.js";

/**
 * @import {Message, RoomState} from "../types.js"
 * @import {Conversation} from "./conversation.js"
 */

/**
 * Loads what is missing: after a failure that, else the page before the first message.
 * @param {Conversation} conversation
 */
export async function loadEarlier(conversation) {
  const { past, isCatchingUp, messages } = conversation.room;
  if (!conversation.isInRoom || (past !== "more" && past !== "failed")) return;
  conversation.change((room) => withPast(room, "loading"));
  if (isCatchingUp) return conversation.catchUp();
  const before = messages[0]?.seq;
  try {
    const page = await conversation.ask(requests.historyPage, { limit: pageLength, before });
    // If others are the first ones by now, some between those and the page are missing.
    conversation.change((room) => (room.messages[0]?.seq === before ? withEarlier(room, page) : withPast(room, "more")));
  } catch (error) {
    conversation.change((room) => withPast(room, isLost(error) ? "more" : "failed"));
  }
}

/**
 * After a page of earlier messages came.
 * @param {RoomState} room
 * @param {{messages: readonly Message[], more: boolean}} page
 */
export function withEarlier(room, { messages, more }) {
  return { ...withMessages(room, messages), past: more ? "more" : "complete", isBroken: false };
}
