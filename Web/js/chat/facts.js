import { facts } from "../protocol.js";
import * as changes from "./changes.js";
import * as rooms from "./room-state.js";

/**
 * The room after a fact.
 * @param {rooms.RoomState} room
 * @param {string} event
 * @param {any} payload
 * @returns {rooms.RoomState}
 */
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
      return (payload.users ?? []).reduce(rooms.withMember, room);
    case facts.roomLeft:
      return (payload.users ?? []).reduce(rooms.withoutMember, room);
    case facts.typingChanged:
      return rooms.withTyping(room, payload.users);
    default:
      return room;
  }
}
