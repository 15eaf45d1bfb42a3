import { Refusal, localCodes } from "../refusal.js";
import { catchUp, pageLength } from "./catch-up.js";
import { after } from "./facts.js";
import { newMessageID } from "./message-id.js";
import * as outgoing from "./outgoing.js";
import { RoomRequests } from "./room-requests.js";
import * as rooms from "./room-state.js";

/** @import {Requester} from "../types.js" */

/** One room as we take part in it: performs what its state asks for, and tells of each new state. */
export class Conversation {
  /** @type {rooms.RoomState} */ #room;
  /** What can be asked of the room. */
  requests;
  #changed;
  #isInRoom = false;
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
    this.requests = new RoomRequests(requester, room.id);
    this.#room = room;
    this.#changed = changed;
  }

  get room() {
    return this.#room;
  }

  /** Enters the room, catches up and sends what waits. To be called after each connecting. */
  async enter() {
    try {
      const reply = await this.requests.join();
      this.#isInRoom = true;
      this.#sequence = reply.sequence;
      this.#become(rooms.entered(this.#room, reply));
    } catch (error) {
      if (isLost(error)) return;
      this.#become(rooms.refused(this.#room, messageOf(error)));
      this.#settle();
      return;
    }
    for (const message of outgoing.underWay(this.#room)) void this.#post(message);
    await this.#catchUp();
  }

  /**
   * Changes what is known of the room.
   * @param {(room: rooms.RoomState) => rooms.RoomState} change
   */
  change(change) {
    const next = change(this.#room);
    if (next !== this.#room) this.#become(next);
  }

  /** To be called when the connection is lost: nothing is sent until `enter` succeeds again. */
  leave() {
    this.#isInRoom = false;
    this.change((room) => (room.typing.length > 0 ? rooms.withTyping(room, []) : room));
  }

  /**
   * Takes in a fact of the server, if it is about this room.
   * @param {string} event
   * @param {any} payload
   */
  receive(event, payload) {
    if (payload?.room !== this.#room.id) return;
    const { synced, isCatchingUp } = this.#room;
    if (!isCatchingUp && synced !== undefined && payload.seq > synced + 1) {
      this.#become({ ...this.#room, isCatchingUp: true });
      this.#sequence = payload.seq;
      void this.#catchUp();
    }
    this.change((room) => after(room, event, payload));
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
    this.#become(outgoing.withOutgoing(this.#room, message));
    if (this.#isInRoom) void this.#post(message);
  }

  /**
   * Posts a message again that was not accepted.
   * @param {string} id
   */
  retry(id) {
    const message = this.#room.outgoing.find((message) => message.id === id);
    if (message?.problem === undefined) return;
    this.#become(outgoing.retried(this.#room, id));
    if (this.#isInRoom) void this.#post(message);
  }

  /**
   * Gives up a message that was not accepted.
   * @param {string} id
   */
  discard(id) {
    this.#become(outgoing.discarded(this.#room, id));
  }

  /** Loads what is missing: after a failure that, else the page before the first message. */
  async loadEarlier() {
    const { past, isCatchingUp, messages } = this.#room;
    if (!this.#isInRoom || (past !== "more" && past !== "failed")) return;
    this.#become(rooms.withPast(this.#room, "loading"));
    if (isCatchingUp) {
      await this.#catchUp();
      return;
    }
    try {
      const page = await this.requests.page(pageLength, messages[0]?.seq);
      this.#become(rooms.withEarlier(this.#room, page));
    } catch (error) {
      this.#become(rooms.withPast(this.#room, isLost(error) ? "more" : "failed"));
    }
  }

  async #catchUp() {
    try {
      const loaded = await catchUp(this.#room, this.#sequence, this.requests);
      if ("events" in loaded) this.#takeIn(loaded.events);
      else this.#become(rooms.caughtUp(this.#room, loaded));
      this.#settle();
    } catch (error) {
      if (!isLost(error)) this.#become(rooms.withPast(this.#room, "failed"));
    }
  }

  /** @param {readonly [string, any][]} events What was missed, in order; facts may have come meanwhile. */
  #takeIn(events) {
    const past = this.#room.past === "loading" || this.#room.past === "failed" ? "more" : this.#room.past;
    const start = { ...this.#room, past: /** @type {rooms.Past} */ (past), isCatchingUp: false };
    const next = events.reduce((room, [event, payload]) => after(room, event, payload), start);
    const last = Math.max(this.#sequence, next.messages.at(-1)?.seq ?? 0, next.synced ?? 0);
    this.#become({ ...next, synced: last });
  }

  /** @param {rooms.Outgoing} message */
  async #post(message) {
    try {
      const confirmed = await this.requests.post(message);
      this.#become(rooms.posted(this.#room, confirmed));
    } catch (error) {
      // Without a connection the message stays on its way: `enter` sends it again, under the same id.
      if (!isLost(error)) this.#become(outgoing.failed(this.#room, message.id, messageOf(error)));
    }
  }

  /** @param {rooms.RoomState} room */
  #become(room) {
    this.#room = room;
    this.#changed(room);
  }
}

/** @param {unknown} error */
function isLost(error) {
  return error instanceof Refusal && error.code === localCodes.disconnected;
}

/** @param {unknown} error */
function messageOf(error) {
  if (error instanceof Refusal) return error.message;
  throw error;
}
