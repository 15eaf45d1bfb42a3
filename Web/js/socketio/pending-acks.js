import { Refusal, localCodes } from "../refusal.js";

/** @import {PendingAck} from "../types.js" */

/** The requests that wait for their ack. */
export class PendingAcks {
  /** @type {Map<number, PendingAck>} */ #pending = new Map();
  /** @type {number} */ #limit;
  #next = 0;

  /** @param {number} limit How long an ack may take, in milliseconds. */
  constructor(limit) {
    this.#limit = limit;
  }

  /** A number for a new request, and its answer to come. @type {() => {id: number, answer: Promise<any>}} */
  open() {
    const id = this.#next++;
    const answer = new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#expire(id), this.#limit);
      this.#pending.set(id, { resolve, reject, timer });
    });
    return { id, answer };
  }

  /** Hands the answer to whoever waits for it; an unknown number is ignored. @type {(id: number, answer: any) => void} */
  close(id, answer) {
    this.#take(id)?.resolve(answer);
  }

  /** Ends all waiting. @type {(refusal: Refusal) => void} */
  refuseAll(refusal) {
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(refusal);
  }

  /** @param {number} id */
  #expire(id) {
    this.#take(id)?.reject(new Refusal(localCodes.noAnswer, "The server did not answer in time.", true));
  }

  /** @param {number} id */
  #take(id) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }
}
