import { find } from "../view/dom.js";
import { secondsLeft } from "./time.js";

/** @import {Status} from "../types.js" */

/** The strip that says when there is no connection, and when the next try is. */
export class ConnectionBanner {
  #root = find("connection");
  #text = find("connection-text");
  #countdown = find("connection-countdown");
  #retry = find("connection-retry", HTMLButtonElement);
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;
  #wasConnected = false;

  /** @param {() => void} retry */
  constructor(retry) {
    this.#retry.addEventListener("click", retry);
  }

  /** @param {Status} status */
  show(status) {
    clearInterval(this.#ticking);
    this.#root.dataset.phase = status.phase;
    this.#root.hidden = status.phase === "connected" || status.phase === "stopped";
    this.#retry.hidden = status.phase !== "waiting";
    this.#countdown.textContent = "";
    switch (status.phase) {
      case "connected":
        this.#wasConnected = true;
        break;
      case "stopped":
        this.#wasConnected = false;
        break;
      case "connecting":
        this.#setText(this.#wasConnected ? "Connecting again…" : "Connecting…");
        break;
      case "waiting":
        this.#setText(this.#wasConnected ? "The connection was lost." : "The server cannot be reached.");
        this.#tick(status.until);
        this.#ticking = setInterval(() => this.#tick(status.until), 1000);
        break;
    }
  }

  /** Said by screen readers, so it is not written again without need. @type {(text: string) => void} */
  #setText(text) {
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }

  /** @param {number} until */
  #tick(until) {
    this.#countdown.textContent = `Next try in ${secondsLeft(until, Date.now())} s.`;
  }
}
