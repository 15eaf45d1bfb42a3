import { facts } from "../protocol.js";
import * as changes from "./changes.js";
import * as rooms from "./room-state.js";
import { readElsewhere } from "./unread.js";

/** The room after a fact. @type {(room: rooms.RoomState, event: string, payload: any) => rooms.RoomState} */
export function after(room, event, payload) {
  switch (event) {
    case facts.messagePosted:
      return rooms.posted(room, payload);
    case facts.messageEdited:
      return changes.edited(room, payload);
    case facts.messageDeleted:
      return changes.deleted(room, payload);
    case facts.messageReacted:
      return changes.reacted(room, payload);
    case facts.roomJoined:
      return rooms.withPresence(room, { came: payload.users, count: payload.count });
    case facts.roomLeft:
      return rooms.withPresence(room, { left: payload.users, count: payload.count });
    case facts.presenceChanged:
      return rooms.withPresence(room, { statuses: payload.statuses });
    case facts.readChanged:
      return readElsewhere(room, payload.read);
    case facts.typingChanged:
      return rooms.withTyping(room, payload.users);
    case facts.historyErased:
      return changes.erased(room, payload);
    default:
      // What a module noted in the room.
      return isEntry(payload) ? rooms.upTo(room, payload.seq) : room;
  }
}

/** Whether a fact is one of those that a room counts. @type {(payload: any) => boolean} */
export function isEntry({ seq, at }) {
  return Number.isInteger(seq) && at !== undefined;
}
