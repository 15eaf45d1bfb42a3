import { facts } from "../protocol.js";
import { upTo } from "./room-state.js";

/** @import {Change, Message, Reaction, RoomState} from "../types.js" */

/** What a room comes to after a fact, by its name. @type {Readonly<Record<string, (room: RoomState, change: any) => RoomState>>} */
export const changes = Object.freeze({
  [facts.messageEdited]: edited,
  [facts.messageDeleted]: deleted,
  [facts.messageReacted]: reacted,
  [facts.historyErased]: erased,
});

/** @type {(room: RoomState, change: Change & {text: string, at: string}) => RoomState} */
export function edited(room, change) {
  return changed(room, change, (message) => ({ ...message, text: change.text, edited: change.at }));
}

/** @type {(room: RoomState, change: Change) => RoomState} */
export function deleted(room, change) {
  return changed(room, change, (message) => ({ ...message, text: "", deleted: true, reactions: [] }));
}

/** @type {(room: RoomState, change: Change & {reaction: string, on: boolean, by: string}) => RoomState} */
export function reacted(room, change) {
  return changed(room, change, (message) => ({
    ...message,
    reactions: withReaction(message.reactions ?? [], change, room.me),
  }));
}

/**
 * The reactions after somebody has one or takes it back. Of those who had it when the message was loaded only the number is
 * known, and whether we are among them.
 * @param {readonly Reaction[]} reactions
 * @param {{reaction: string, on: boolean, by: string}} change
 * @param {string} me
 * @returns {readonly Reaction[]}
 */
export function withReaction(reactions, { reaction, on, by }, me) {
  const known = reactions.find((one) => one.reaction === reaction);
  const { count, users = [], mine = false } = known ?? { count: 0 };
  const had = users.includes(by) || (by === me && mine);
  const hasUnknown = by !== me && count > users.length + (mine && !users.includes(me) ? 1 : 0);
  if (on ? had : !had && !hasUnknown) return reactions;
  const next = {
    reaction,
    count: count + (on ? 1 : -1),
    users: on ? [...users, by] : users.filter((user) => user !== by),
    mine: by === me ? on : mine,
  };
  const all = known ? reactions.map((one) => (one === known ? next : one)) : [...reactions, next];
  return all.filter((one) => one.count > 0);
}

/**
 * The room after an author's account was deleted: their messages are the stand-in's, or gone.
 * @type {(room: RoomState, fact: {author: string, standIn?: string}) => RoomState}
 */
export function erased(room, { author, standIn }) {
  const messages = room.messages
    .filter((message) => standIn !== undefined || message.author !== author)
    .map((message) => (message.author === author ? { ...message, author: standIn ?? author } : message));
  return { ...room, messages };
}

/** @type {(room: RoomState, change: Change, apply: (message: Message) => Message) => RoomState} */
function changed(room, { seq, id, author }, apply) {
  // Told once more after a reconnect, it has been taken in.
  if (!room.isCatchingUp && seq <= (room.synced ?? 0)) return room;
  /** @param {readonly Message[]} messages */
  const patched = (messages) => {
    const place = messages.findLastIndex((message) => message.id === id && message.author === author);
    return place < 0 ? messages : messages.with(place, apply(messages[place]));
  };
  const { messages, excerpt } = room;
  const shown = excerpt && { ...excerpt, messages: patched(excerpt.messages) };
  return upTo({ ...room, messages: patched(messages), excerpt: shown }, seq);
}
