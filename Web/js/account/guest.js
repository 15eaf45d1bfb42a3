import { RoomSet } from "../rooms/room-set.js";

/**
 * A guest has come in; whoever connects again is another one.
 * @param {import("../chat/chat.js").Chat} chat
 * @param {{name: string}} user
 */
export function comeIn(chat, { name }) {
  const { id } = chat.rooms.current.room;
  chat.session = { ...chat.session, name };
  chat.rooms.forget();
  chat.rooms = new RoomSet(chat.socket, name, () => chat.view.update());
  chat.rooms.open(id);
  chat.enter();
}
