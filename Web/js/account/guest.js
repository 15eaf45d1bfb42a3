import { Outbox } from "../chat/kept.js";
import { RoomSet } from "../rooms/room-set.js";

/** What stands under a message that the server was asked to post for a guest who was cut off. */
const unsure = "The connection was lost before the server confirmed it.";

/**
 * A guest has come in. Whoever connects again is another one, who has what the one before wrote: what the server was never asked
 * to post is sent, and the rest can be, unless it is in the room.
 * @param {import("../chat/chat.js").Chat} chat
 * @param {{name: string}} user
 */
export function comeIn(chat, { name }) {
  const { rooms: before, session } = chat;
  const { id } = before.current.room;
  const left = before.all.map((room) => before.get(room.id)).filter((conversation) => conversation !== undefined && conversation.room.outgoing.length > 0);
  before.forget();
  const outbox = new Outbox(name);
  for (const { room, tried } of left) {
    outbox.set(room.id, room.outgoing.map((message) => (tried.has(message.id) ? { problem: unsure, ...message } : message)));
  }
  chat.session = { ...session, name };
  chat.rooms = new RoomSet(chat.socket, name, () => chat.view.update());
  chat.rooms.open(id);
  for (const { room } of left) forgetSent(chat.rooms.hold(room.id));
  chat.enter();
}

/** @param {import("../chat/conversation.js").Conversation} conversation What is in the room needs not be sent, whichever guest it came from. */
async function forgetSent(conversation) {
  await conversation.settled;
  conversation.change((room) => {
    const sent = new Set(room.messages.map(({ id }) => id));
    return { ...room, outgoing: room.outgoing.filter(({ id }) => !sent.has(id)) };
  });
}
