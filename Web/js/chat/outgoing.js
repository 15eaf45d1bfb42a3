/** @import {Outgoing, RoomState} from "../types.js" */

/** Messages of ours on their way, as part of the room's state. */

/** @type {(room: RoomState, message: Outgoing) => RoomState} */
export function withOutgoing(room, message) {
  return { ...room, outgoing: [...room.outgoing, message] };
}

/**
 * After the message was sent on its way again.
 * @param {RoomState} room
 * @param {string} id
 * @returns {RoomState}
 */
export function retried(room, id) {
  return changed(room, id, ({ problem, ...message }) => message);
}

/**
 * After the message was not accepted.
 * @param {RoomState} room
 * @param {string} id
 * @param {string} problem
 * @returns {RoomState}
 */
export function failed(room, id, problem) {
  return changed(room, id, (message) => ({ ...message, problem }));
}

/**
 * After its author gave the message up.
 * @param {RoomState} room
 * @param {string} id
 * @returns {RoomState}
 */
export function discarded(room, id) {
  return { ...room, outgoing: room.outgoing.filter((message) => message.id !== id) };
}

/**
 * The messages that wait for the server's word, in order.
 * @param {RoomState} room
 */
export function underWay(room) {
  return room.outgoing.filter(({ problem }) => problem === undefined);
}

/** @type {(room: RoomState, id: string, change: (message: Outgoing) => Outgoing) => RoomState} */
function changed(room, id, change) {
  return { ...room, outgoing: room.outgoing.map((message) => (message.id === id ? change(message) : message)) };
}
