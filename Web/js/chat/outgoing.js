/** @import {Outgoing, RoomState} from "../types.js" */

/** Messages of ours on their way, as part of the room's state. */

/** @type {(room: RoomState, message: Outgoing) => RoomState} One that is there keeps its place. */
export function withOutgoing(room, message) {
  const place = room.outgoing.findIndex(({ id }) => id === message.id);
  const outgoing = place < 0 ? [...room.outgoing, message] : room.outgoing.with(place, message);
  return { ...room, outgoing };
}

/** @type {(room: RoomState, id: string) => RoomState} */
export function withoutOutgoing(room, id) {
  return { ...room, outgoing: room.outgoing.filter((message) => message.id !== id) };
}

/** The messages that wait for the server's word, in order. @type {(room: RoomState) => void} */
export function underWay(room) {
  return room.outgoing.filter(({ problem }) => problem === undefined);
}
