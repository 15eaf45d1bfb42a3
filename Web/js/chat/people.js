import { requests } from "../protocol.js";
import { ask } from "./room-requests.js";

/** @import {Requester} from "../types.js" */

/** How many names the server tells at once. */
const most = 200;

/** What those are called whose account is gone. */
export const deletedUser = "Deleted user";

/** What people are called: asked of the server when they are first seen. */
export class People {
  #requester;
  #changed;
  /** @type {Map<string, string>} */ #known = new Map();
  /** @type {Set<string>} */ #wanted = new Set();
  #isAsking = false;

  /**
   * @param {Requester} requester
   * @param {() => void} changed
   */
  constructor(requester, changed) {
    this.#requester = requester;
    this.#changed = changed;
  }

  /** The display name of a user, or their name where there is none, or none is known yet. @type {(user: string) => void} */
  nameOf(user) {
    // Whom what a deleted user said is told of: nobody has such a name.
    if (user.startsWith("deleted:")) return deletedUser;
    if (!this.#known.has(user) && !this.#wanted.has(user)) {
      this.#wanted.add(user);
      queueMicrotask(() => void this.#ask());
    }
    return this.#known.get(user) ?? user;
  }

  /** After somebody took another name. @type {(told: {user: string, displayName?: string}) => void} */
  renamed({ user, displayName = user }) {
    if (!this.#wanted.delete(user) && !this.#known.has(user)) return;
    this.#known.set(user, displayName);
    this.#changed();
  }

  /** After connecting: all may have other names, or be gone. */
  refresh() {
    this.#wanted = new Set([...this.#wanted, ...this.#known.keys()]);
    void this.#ask();
  }

  async #ask() {
    if (this.#isAsking || this.#wanted.size === 0) return;
    this.#isAsking = true;
    const users = [...this.#wanted].slice(0, most);
    // Where it is refused, people are shown by their names.
    const answer = await ask(this.#requester, requests.userNames, { users }).catch(() => undefined);
    this.#isAsking = false;
    if (!answer) return;
    for (const user of users) {
      // Who was renamed meanwhile is wanted no more.
      if (this.#wanted.delete(user)) this.#known.set(user, Object.hasOwn(answer.names, user) ? answer.names[user] : user);
    }
    this.#changed();
    void this.#ask();
  }
}
