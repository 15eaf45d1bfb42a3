import { facts } from "../protocol.js";
import { Refusal, localCodes } from "../refusal.js";
import { catchUp, pageLength } from "./catch-up.js";
import { newMessageID } from "./message-id.js";
import * as outgoing from "./outgoing.js";
import { RoomRequests } from "./room-requests.js";
import * as rooms from "./room-state.js";

/** One room as we take part in it: performs what its state asks for, and tells of each new state. */
export class Conversation {
  /** @type {rooms.RoomState} */ #room;
  /** @type {RoomRequests} */ #requests;
  #changed;
  #isInRoom = false;
  /** The room's count when we last entered. */
  #sequence = 0;

  /**
   * @param {import("./room-requests.js").Requester} requester
   * @param {string} room
   * @param {string} me
   * @param {(room: rooms.RoomState) => void} changed
   */
  constructor(requester, room, me, changed) {
    this.#requests = new RoomRequests(requester, room);
    this.#room = rooms.unknownRoom(room, me);
    this.#changed = changed;
  }

  get room() {
    return this.#room;
  }

  /** Enters the room, catches up and sends what waits. To be called after each connecting. */
  async enter() {
    try {
      const reply = await this.#requests.join();
      this.#isInRoom = true;
      this.#sequence = reply.sequence;
      this.#become(rooms.entered(this.#room, reply));
    } catch (error) {
      if (!isLost(error)) this.#become(rooms.refused(this.#room, messageOf(error)));
      return;
    }
    for (const { id, text } of outgoing.underWay(this.#room)) void this.#post(id, text);
    await this.#catchUp();
  }

  /** To be called when the connection is lost: nothing is sent until `enter` succeeds again. */
  leave() {
    this.#isInRoom = false;
  }

  /**
   * Takes in a fact of the server, if it is about this room.
   * @param {string} event
   * @param {any} payload
   */
  receive(event, payload) {
    if (payload?.room !== this.#room.id) return;
    switch (event) {
      case facts.messagePosted:
        this.#become(rooms.posted(this.#room, payload));
        break;
      case facts.roomJoined:
        this.#become(rooms.withMember(this.#room, payload.user));
        break;
      case facts.roomLeft:
        this.#become(rooms.withoutMember(this.#room, payload.user));
        break;
    }
  }

  /**
   * Posts a new message, now or as soon as we are in the room.
   * @param {string} text
   */
  send(text) {
    const id = newMessageID();
    this.#become(outgoing.withOutgoing(this.#room, { id, text, at: new Date().toISOString() }));
    if (this.#isInRoom) void this.#post(id, text);
  }

  /**
   * Posts a message again that was not accepted.
   * @param {string} id
   */
  retry(id) {
    const message = this.#room.outgoing.find((message) => message.id === id);
    if (message?.problem === undefined) return;
    this.#become(outgoing.retried(this.#room, id));
    if (this.#isInRoom) void this.#post(id, message.text);
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
    if (past !== "more" && past !== "failed") return;
    this.#become(rooms.withPast(this.#room, "loading"));
    if (isCatchingUp) {
      await this.#catchUp();
      return;
    }
    try {
      const page = await this.#requests.page(pageLength, messages[0]?.seq);
      this.#become(rooms.withEarlier(this.#room, page));
    } catch (error) {
      this.#become(rooms.withPast(this.#room, isLost(error) ? "more" : "failed"));
    }
  }

  async #catchUp() {
    try {
      const page = this.#requests.page.bind(this.#requests);
      const loaded = await catchUp(this.#room, this.#sequence, page);
      this.#become(rooms.caughtUp(this.#room, loaded));
    } catch (error) {
      if (!isLost(error)) this.#become(rooms.withPast(this.#room, "failed"));
    }
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  async #post(id, text) {
    try {
      const message = await this.#requests.post(id, text);
      this.#become(rooms.posted(this.#room, message));
    } catch (error) {
      // Without a connection the message stays on its way: `enter` sends it again, under the same id.
      if (!isLost(error)) this.#become(outgoing.failed(this.#room, id, messageOf(error)));
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
