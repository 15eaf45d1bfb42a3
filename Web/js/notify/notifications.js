import { KeptByRoom } from "../chat/kept.js";

/** Which rooms are silent, and whether the desktop tells of what speaks to us. Both are kept by this browser. */
export class Notifications {
  #kept;

  /** @type {(me: string, storage?: Storage) => void} */
  constructor(me, storage = localStorage) {
    this.#kept = new KeptByRoom(storage, `roost.notify.${me}`);
  }

  /** Whether they are wanted, and the browser shows them. */
  get isOn() {
    return globalThis.Notification?.permission === "granted" && this.#kept.get("") === true;
  }

  /** @param {boolean} isOn */
  set(isOn) {
    this.#kept.set("", isOn || undefined);
  }

  /** @param {string} room */
  isMuted(room) {
    return this.#kept.get(room) === "muted";
  }

  /** @type {(room: string, isMuted: boolean) => void} */
  mute(room, isMuted) {
    this.#kept.set(room, isMuted ? "muted" : undefined);
  }
}
