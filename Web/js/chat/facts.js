import { facts } from "../protocol.js";
import { changes } from "./changes.js";
import { withPresence, withTyping } from "./presence.js";
import * as rooms from "./room-state.js";
import { readElsewhere } from "./unread.js";

/** The room after a fact. @type {(room: rooms.RoomState, event: string, payload: any) => rooms.RoomState} */
export function after(room, event, payload) {
  switch (event) {
    case facts.messagePosted:
      return rooms.posted(room, payload);
    case facts.roomJoined:
      return withPresence(room, { came: payload.users, count: payload.count });
    case facts.roomLeft:
      return withPresence(room, { left: payload.users, count: payload.count });
    case facts.presenceChanged:
      return withPresence(room, { statuses: payload.statuses });
    case facts.readChanged:
      return readElsewhere(room, payload.read);
    case facts.typingChanged:
      return withTyping(room, payload.users);
    default:
      if (changes[event]) return changes[event](room, payload);
      // What a module noted in the room.
      return isEntry(payload) ? rooms.upTo(room, payload.seq) : room;
  }
}

/** Whether a fact is one of those that a room counts. @type {(payload: any) => boolean} */
export function isEntry({ seq, at }) {
  return Number.isInteger(seq) && at !== undefined;
}
