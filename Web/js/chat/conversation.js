import { Refusal, localCodes } from "../refusal.js";
import { facts, requests } from "../protocol.js";
import { isPrivate } from "../rooms/place.js";
import { catchUp as loadMissing } from "./catch-up.js";
import { after, isEntry } from "./facts.js";
import { newMessageID } from "./message-id.js";
import * as outgoing from "./outgoing.js";
import { ask } from "./room-requests.js";
import * as rooms from "./room-state.js";
import { readAll } from "./unread.js";

/** @import {Entry, Requester} from "../types.js" */

/** The server is told of what was read at most this often, in milliseconds. */
const readPause = 1000;

/** One room as we take part in it: performs what its state asks for, and tells of each new state. */
export class Conversation {
  /** @type {rooms.RoomState} */ #room;
  #requester;
  #changed;
  isInRoom = false;
  /** Whether the server let us in when it was asked last. */ wasInRoom = false;
  /** Whether it was on the screen: then its messages are loaded. */
  #isWanted = false;
  /** Up to where the server knows that we have read. */
  #readThere = 0;
  #isTellingRead = false;
  /** The ids of messages that the server was asked to post. @type {Set<string>} */ tried = new Set();
  /** The room's count when we last entered. */
  #sequence = 0;
  /** @type {() => void} */ #settle = () => {};
  /** Fulfilled when the room was entered and loaded, or refused, for the first time. */
  settled = /** @type {Promise<void>} */ (new Promise((resolve) => (this.#settle = resolve)));

  /**
   * @param {Requester} requester
   * @param {rooms.RoomState} room As it is known before.
   * @param {(room: rooms.RoomState) => void} changed
   */
  constructor(requester, room, changed) {
    this.#requester = requester;
    this.#room = room;
    this.#changed = changed;
  }

  get room() {
    return this.#room;
  }

  /**
   * Asks about this room.
   * @param {string} event
   * @param {object} [fields] Beside the room.
   * @returns {Promise<any>}
   * @throws {Refusal}
   */
  ask(event, fields) {
    return ask(this.#requester, event, { room: this.#room.id, ...fields });
  }

  /** Loads the messages, once they are to be on the screen. */
  want() {
    if (this.#isWanted) return;
    this.#isWanted = true;
    if (this.isInRoom) void this.catchUp();
  }

  /**
   * Enters the room, catches up and sends what waits. To be called after each connecting.
   * @param {Entry} [known] What entering would tell, where the server has let us in.
   */
  async enter(known) {
    try {
      const reply = known ?? (await this.ask(requests.joinRoom));
      this.isInRoom = this.wasInRoom = true;
      this.#sequence = reply.sequence;
      this.#readThere = reply.read ?? 0;
      this.#become(rooms.entered(this.#room, reply));
    } catch (error) {
      if (isLost(error)) return;
      this.wasInRoom = false;
      this.#become(rooms.refused(this.#room, messageOf(error)));
      this.#settle();
      return;
    }
    for (const message of outgoing.underWay(this.#room)) void this.#post(message);
    if (this.#isWanted) await this.catchUp();
  }

  /** All that is there has been read. */
  noteRead() {
    this.change((room) => rooms.trimmed(readAll(room)));
    void this.#tellRead();
  }

  /** Changes what is known of the room. @type {(change: (room: rooms.RoomState) => rooms.RoomState) => void} */
  change(change) {
    const next = change(this.#room);
    if (next !== this.#room) this.#become(next);
  }

  /** To be called when the connection is lost: nothing is sent until `enter` succeeds again. */
  leave() {
    this.isInRoom = false;
    this.change(rooms.disconnected);
  }

  /** Takes in a fact of the server, if it is about this room. @type {(event: string, payload: any) => void} */
  receive(event, payload) {
    if (payload?.room !== this.#room.id) return;
    const { synced, isCatchingUp } = this.#room;
    if (!isCatchingUp && synced !== undefined && isEntry(payload) && payload.seq > synced + 1) {
      this.#become({ ...this.#room, isCatchingUp: true });
      this.#sequence = payload.seq;
      void this.catchUp();
    }
    this.change((room) => after(room, event, payload));
    const isAboutMany = event === facts.roomJoined || event === facts.roomLeft;
    // More came or went at once than the server names.
    if (isAboutMany && payload.users === undefined) {
      const take = ({ members, statuses }) => this.change((room) => ({ ...room, members, statuses }));
      this.ask(requests.listMembers, { limit: 200 }).then(take, () => {});
    }
  }

  /**
   * Posts a new message, now or as soon as we are in the room.
   * @param {string} text
   * @param {number} [replyTo]
   */
  send(text, replyTo) {
    const message = {
      id: newMessageID(),
      text,
      at: new Date().toISOString(),
      ...(replyTo !== undefined && { replyTo }),
    };
    this.post(message);
  }

  /** Sends a message of ours, once: now or as soon as we are in the room. @type {(message: rooms.Outgoing) => void} */
  post(message) {
    this.#become(outgoing.withOutgoing(this.#room, message));
    if (this.isInRoom) void this.#post(message);
  }

  /** Loads what is missing after the newest that we have. */
  async catchUp() {
    try {
      const loaded = await loadMissing(this.#room, this.#sequence, (event, fields) => this.ask(event, fields));
      if ("change" in loaded) this.#become(rooms.upTo(loaded.change(this.#room), this.#sequence));
      else this.#become(rooms.caughtUp(this.#room, loaded));
      this.#settle();
    } catch (error) {
      if (!isLost(error)) this.#become(rooms.withPast(this.#room, "failed"));
    }
  }

  /** @param {rooms.Outgoing} message */
  async #post(message) {
    const { id, text, replyTo } = message;
    this.tried.add(id);
    try {
      const confirmed = await this.ask(isPrivate(this.#room.id) ? requests.postPrivate : requests.postMessage, { id, text, replyTo });
      this.tried.delete(id);
      this.#become(rooms.posted(this.#room, confirmed.message));
    } catch (error) {
      // Without a connection, or an answer, the message stays on its way, and is sent again under the same id.
      const isLate = error instanceof Refusal && error.code === localCodes.noAnswer;
      if (isLate && this.isInRoom) void this.#post(message);
      else if (!isLate && !isLost(error)) {
        this.tried.delete(id);
        this.#become(outgoing.withOutgoing(this.#room, { ...message, problem: messageOf(error) }));
      }
    }
  }

  /** Tells the server how far we have read; where that fails, with the next message. */
  async #tellRead() {
    if (this.#isTellingRead) return;
    this.#isTellingRead = true;
    for (let { read } = this.#room; this.isInRoom && read !== undefined && read > this.#readThere; { read } = this.#room) {
      this.#readThere = read;
      await this.ask(isPrivate(this.#room.id) ? requests.readPrivate : requests.readMessage, { seq: read }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, readPause));
    }
    this.#isTellingRead = false;
  }

  /** @param {rooms.RoomState} room */
  #become(room) {
    this.#room = room;
    this.#changed(room);
  }
}

/** @param {unknown} error */
export function isLost(error) {
  return error instanceof Refusal && error.code === localCodes.disconnected;
}

/** @param {unknown} error */
function messageOf(error) {
  if (error instanceof Refusal) return error.message;
  throw error;
}
