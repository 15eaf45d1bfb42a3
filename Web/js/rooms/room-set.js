import { Conversation } from "../chat/conversation.js";
import { Outbox } from "../chat/kept.js";
import { ask } from "../chat/room-requests.js";
import { gone, renamed, trimmed, unknownRoom } from "../chat/room-state.js";
import { counted, withNewLine } from "../chat/unread.js";
import { facts, requests } from "../protocol.js";
import { isPrivate, placeFragment } from "./place.js";

/** @import {Requester, RoomInfo, RoomState} from "../types.js" */

/** The room that everybody enters first, and cannot leave. */
export const firstRoom = "lobby";

/** All rooms that one belongs to, and the one that is on the screen. */
export class RoomSet {
  /** @type {Map<string, Conversation>} */ #conversations = new Map();
  #requester;
  #me;
  #changed;
  #outbox;
  #isConnected = false;
  #current;

  /**
   * @param {Requester} requester
   * @param {string} me
   * @param {(room: RoomState) => void} changed
   */
  constructor(requester, me, changed) {
    this.#requester = requester;
    this.#me = me;
    this.#changed = changed;
    this.#outbox = new Outbox(me);
    this.#current = this.#add(firstRoom);
  }

  /** The conversation on the screen. */
  get current() {
    return this.#current;
  }

  /** What is known of each room, by title. */
  get all() {
    const all = [...this.#conversations.values()].map(({ room }) => room);
    return all.sort((one, other) => one.title.localeCompare(other.title));
  }

  /** @param {string} room Its id. */
  get(room) {
    return this.#conversations.get(room);
  }

  /**
   * Takes part in a room, and puts it on the screen.
   * @param {string} room Its id.
   */
  open(room) {
    this.#current = this.#take(room);
    this.#current.want();
    this.#current.change((room) => withNewLine({ ...room, excerpt: undefined }));
    return this.#current;
  }

  /**
   * To be called after each connecting: enters the room on the screen, then the others that one belongs to.
   */
  async enter() {
    this.#isConnected = true;
    const before = [...this.#conversations.values()].filter(({ wasInRoom }) => wasInRoom);
    const first = before.includes(this.#current) ? undefined : this.#current;
    if (first && this.#isOurs(first)) await first.enter();
    // One who loses the connection meanwhile comes here again.
    const own = await ask(this.#requester, requests.listRooms, { joined: true }).catch(() => undefined);
    if (own) this.#dropOthers(before, own.rooms);
    for (const info of own?.rooms ?? []) {
      if (this.#conversations.has(info.id) || isPrivate(info.id)) continue;
      const { read, unread = 0, mentions = 0 } = info;
      this.#add(info.id).change((room) => ({ ...renamed(room, info), read, unread, mentions }));
    }
    for (const conversation of new Set([this.#current, ...this.#conversations.values()])) {
      if (conversation !== first && this.#isOurs(conversation)) await conversation.enter();
    }
  }

  /** Whether one enters and leaves it. @param {Conversation} conversation */
  #isOurs({ room: { id } }) {
    return this.#conversations.has(id) && !isPrivate(id);
  }

  /** A room that was left on another device meanwhile is not entered again. @type {(before: readonly Conversation[], own: readonly RoomInfo[]) => void} */
  #dropOthers(before, own) {
    const kept = new Set([firstRoom, ...own.map(({ id }) => id)]);
    for (const conversation of before) {
      const { id, outgoing } = conversation.room;
      if (this.#isOurs(conversation) && !kept.has(id) && outgoing.length === 0) this.#forget(conversation);
    }
  }

  /** The conversation of a room that we are in without having entered it. @type {(id: string) => void} */
  hold(id) {
    return this.#conversations.get(id) ?? this.#add(id);
  }

  /** @param {string} id Of a room that we are in no more. */
  drop(id) {
    const conversation = this.#conversations.get(id);
    if (conversation) this.#forget(conversation);
  }

  /** To be called when the connection is lost. */
  disconnected() {
    this.#isConnected = false;
    for (const conversation of this.#conversations.values()) conversation.leave();
  }

  /** @type {(event: string, payload: any) => void} */
  receive(event, payload) {
    const info = payload?.room;
    const conversation = this.#conversations.get(info?.id ?? info);
    if (event === facts.roomInvited) return void this.#take(info?.id ?? info);
    if (!conversation) return;
    if (event === facts.roomDeleted) return this.#delete(conversation);
    if (event === facts.roomUpdated || event === facts.roomArchived) return conversation.change((room) => renamed(room, info));
    if (event === facts.roleChanged && payload.user === this.#me) return void conversation.enter();
    if (event === facts.messagePosted) conversation.change((room) => counted(room, payload));
    conversation.receive(event, payload);
    if (conversation !== this.#current) conversation.change(trimmed);
    const isOut = event === facts.roomLeft && payload.users?.includes(this.#me) && conversation.room.refusal === undefined;
    if (isOut && payload.room !== firstRoom) this.#forget(conversation);
  }

  /** What waits to be sent is forgotten, when one signs out. */
  forget() {
    this.#outbox.clear();
  }

  /** One that is on the screen stays there to say so. @param {Conversation} conversation */
  #delete(conversation) {
    this.#conversations.delete(conversation.room.id);
    conversation.leave();
    conversation.change(gone);
  }

  /** @param {string} id */
  #take(id) {
    const known = this.#conversations.get(id);
    if (known) return known;
    const conversation = this.#add(id);
    if (this.#isConnected) void conversation.enter();
    return conversation;
  }

  /** @param {Conversation} conversation */
  #forget(conversation) {
    this.#conversations.delete(conversation.room.id);
    if (this.#current === conversation) location.hash = placeFragment({ room: firstRoom });
    this.#changed(conversation.room);
  }

  /** @param {string} id */
  #add(id) {
    const start = { ...unknownRoom(id, this.#me), outgoing: this.#outbox.get(id) };
    let { outgoing } = start;
    const conversation = new Conversation(this.#requester, start, (room) => {
      if (room.outgoing !== outgoing) this.#outbox.set(id, room.outgoing);
      ({ outgoing } = room);
      this.#changed(room);
    });
    this.#conversations.set(id, conversation);
    return conversation;
  }
}
