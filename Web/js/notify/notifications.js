import { KeptByRoom } from "../chat/kept.js";

/** @import {Message} from "../types.js" */

/** Which rooms are silent, and whether the desktop tells of what speaks to us. Both are kept by this browser. */
export class Notifications {
  #kept;
  #opened;

  /**
   * @param {string} me
   * @param {(room: string) => void} opened Somebody pressed a notification.
   * @param {Storage} [storage]
   */
  constructor(me, opened, storage = localStorage) {
    this.#opened = opened;
    this.#kept = new KeptByRoom(storage, `roost.notify.${me}`);
  }

  /** Whether they are wanted, and the browser shows them. */
  get isOn() {
    return this.isPossible && Notification.permission === "granted" && this.#kept.get("") === true;
  }

  /** Whether this browser can show them. */
  get isPossible() {
    return "Notification" in globalThis;
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

  /**
   * Shows a message that speaks to us, if nobody is looking.
   * @param {Message} message
   * @param {string} title Where it was said.
   */
  async show(message, title) {
    if (!this.isOn || !document.hidden || this.isMuted(message.room)) return;
    const { showOnDesktop } = await import("./desktop.js");
    showOnDesktop(message, title, () => this.#opened(message.room));
  }
}
