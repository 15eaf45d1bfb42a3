/** @import {Outgoing} from "../types.js" */

/**
 * What this browser keeps for a person beside the session: drafts of all rooms for every tab, and for this tab
 * what was sent and not confirmed.
 */

/** A draft is kept up to this length, and so many of them, so that the storage is never full. */
const longest = 20_000;
const most = 100;

/** Keeps values by room, as JSON under one key. */
export class KeptByRoom {
  #storage;
  #key;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
   * @param {string} key
   */
  constructor(storage, key) {
    this.#storage = storage;
    this.#key = key;
  }

  /** @type {(room: string) => unknown} */
  get(room) {
    return this.#all()[room];
  }

  /**
   * @param {string} room
   * @param {unknown} value Nothing takes it away.
   */
  set(room, value) {
    const { [room]: _, ...others } = this.#all();
    const entries = Object.entries(others);
    const all = value === undefined ? entries : [...entries, [room, value]];
    try {
      if (all.length === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(Object.fromEntries(all.slice(-most))));
    } catch {
      // The storage is full or forbidden: what is on the screen stays all the same.
    }
  }

  clear() {
    this.#storage.removeItem(this.#key);
  }

  /** @returns {Record<string, unknown>} */
  #all() {
    try {
      const all = JSON.parse(this.#storage.getItem(this.#key) ?? "{}");
      return typeof all === "object" && all !== null ? all : {};
    } catch {
      return {};
    }
  }
}

/** The drafts of one person. */
export class Drafts extends KeptByRoom {
  /** @type {(user: string, storage?: Storage) => void} */
  constructor(user, storage = localStorage) {
    super(storage, `roost.drafts.${user}`);
  }

  /** @param {string} room */
  get(room) {
    const text = super.get(room);
    return typeof text === "string" ? text : "";
  }

  /** @type {(room: string, text: string) => void} */
  set(room, text) {
    super.set(room, text.trim() === "" ? undefined : text.slice(0, longest));
  }
}

/** The messages of one person that this tab sent and the server did not confirm. They survive a reload. */
export class Outbox extends KeptByRoom {
  /** @type {(user: string, storage?: Storage) => void} */
  constructor(user, storage = sessionStorage) {
    super(storage, `roost.outbox.${user}`);
  }

  /** @type {(room: string) => readonly Outgoing[]} */
  get(room) {
    const all = super.get(room);
    return Array.isArray(all) ? all.filter(isOutgoing) : [];
  }

  /** @type {(room: string, messages: readonly Outgoing[]) => void} */
  set(room, messages) {
    super.set(room, messages.length === 0 ? undefined : messages);
  }
}

/** @param {any} value */
function isOutgoing(value) {
  return [value?.id, value?.text, value?.at].every((field) => typeof field === "string");
}
