import { requests } from "../protocol.js";
import { Refusal } from "../refusal.js";

/** @import {Message, Requester} from "../types.js" */

/**
 * Asks, and throws what the server refused.
 * @param {Requester} requester
 * @param {string} event
 * @param {object} [payload]
 * @throws {Refusal}
 */
export async function ask(requester, event, payload = {}) {
  const answer = await requester.request(event, payload);
  if (answer?.ok !== true) throw Refusal.of(answer);
  return answer;
}

/** What can be asked of one room. Every request throws a `Refusal`. */
export class RoomRequests {
  #requester;
  #room;

  /**
   * @param {Requester} requester
   * @param {string} room
   */
  constructor(requester, room) {
    this.#requester = requester;
    this.#room = room;
  }

  /** @returns {Promise<{room: {id: string, title: string}, sequence: number, members: string[], rights: string[]}>} */
  join() {
    return this.#ask(requests.joinRoom, {});
  }

  leave() {
    return this.#ask(requests.leaveRoom, {});
  }

  /**
   * The entries after `sequence`, if the server has them all.
   * @param {number} sequence
   * @returns {Promise<{recovered: boolean, sequence: number, events: [string, any][]}>}
   */
  since(sequence) {
    return this.#ask(requests.missedSince, { sequence });
  }

  /**
   * Posts once, however often it is called with the same id.
   * @param {{id: string, text: string, replyTo?: number}} message
   * @returns {Promise<Message>}
   */
  async post({ id, text, replyTo }) {
    const answer = await this.#ask(requests.postMessage, { id, text, ...(replyTo !== undefined && { replyTo }) });
    return answer.message;
  }

  /** @param {boolean} isTyping */
  type(isTyping) {
    return this.#ask(isTyping ? requests.startTyping : requests.stopTyping, {});
  }

  /**
   * The page that ends just before `before`, or with the newest message; oldest message first.
   * @param {number} limit
   * @param {number} [before]
   * @returns {Promise<{messages: Message[], more: boolean}>}
   */
  page(limit, before) {
    return this.#ask(requests.historyPage, { limit, ...(before !== undefined && { before }) });
  }

  /** @type {(event: string, payload: object) => void} */
  #ask(event, payload) {
    return ask(this.#requester, event, { room: this.#room, ...payload });
  }
}
