import { requests } from "../protocol.js";
import { Refusal } from "../refusal.js";

/**
 * @typedef {import("../protocol.js").Message} Message
 * @typedef {{request(event: string, payload: object): Promise<any>}} Requester
 */

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

  /** @returns {Promise<{room: {id: string, title: string}, sequence: number, members: string[]}>} */
  join() {
    return this.#ask(requests.joinRoom, {});
  }

  /**
   * Posts once, however often it is called with the same id.
   * @param {string} id
   * @param {string} text
   * @returns {Promise<Message>}
   */
  async post(id, text) {
    const { message } = await this.#ask(requests.postMessage, { id, text });
    return message;
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

  /**
   * @param {string} event
   * @param {object} payload
   */
  async #ask(event, payload) {
    const answer = await this.#requester.request(event, { room: this.#room, ...payload });
    if (answer?.ok !== true) throw Refusal.of(answer);
    return answer;
  }
}
