/** Who does nothing for so long counts as idle, in milliseconds. */
const patience = 5 * 60_000;

/** What tells that somebody is at the page. */
const signs = ["pointerdown", "pointermove", "keydown", "wheel", "visibilitychange"];

/** Watches whether somebody is at the page. In one that is hidden nobody is. */
export class Idleness {
  isIdle = false;
  #changed;
  #lastSign = performance.now();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {() => void} changed Called when somebody has become idle, and when they are back.
   * @param {AbortSignal} signal Ends it.
   */
  constructor(changed, signal) {
    this.#changed = changed;
    for (const sign of signs) {
      document.addEventListener(sign, () => document.hidden || this.#note(), { signal, passive: true, capture: true });
    }
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
    this.#check();
  }

  #note() {
    this.#lastSign = performance.now();
    if (!this.isIdle) return;
    this.isIdle = false;
    this.#changed();
    this.#check();
  }

  #check() {
    const left = this.#lastSign + patience - performance.now();
    if (left > 0) {
      this.#timer = setTimeout(() => this.#check(), left);
      return;
    }
    this.isIdle = true;
    this.#changed();
  }
}
