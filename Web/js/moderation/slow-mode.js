import { element, find } from "../view/dom.js";
import { secondsToWait } from "./holding.js";

/** @import {RoomState} from "../types.js" */

/** The countdown of slow mode beside the composer. Until it is over what is written stays there, instead of being refused. */
export class SlowMode {
  #chat;
  #form = find("composer", HTMLFormElement);
  #draft = find("draft", HTMLTextAreaElement);
  #root = element("span", { class: "slow-mode hint", role: "timer", hidden: "" });
  #listeners = new AbortController();
  #slowness = 0;
  /** Our last message here. @type {string | undefined} */ #own;
  /** When we wrote it, in milliseconds: a clock that is behind the server's does not make anybody wait longer. */
  #last = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {import("../chat/chat.js").Chat} chat */
  constructor(chat) {
    this.#chat = chat;
    find("draft-problem", HTMLElement).after(this.#root);
    const options = { capture: true, signal: this.#listeners.signal };
    this.#form.addEventListener("submit", (event) => this.#hold(event), options);
    this.#form.addEventListener(
      "keydown",
      (event) => {
        const isSending = event.target === this.#draft && event.key === "Enter" && !event.shiftKey && !event.isComposing;
        if (isSending && find("completion", HTMLElement).hidden) this.#hold(event);
      },
      options,
    );
  }

  /**
   * @param {RoomState} room
   * @param {number} slowness Seconds between two messages of ours.
   */
  show(room, slowness) {
    this.#slowness = slowness;
    const own = slowness > 0 ? room.messages.findLast(({ author }) => author === room.me) : undefined;
    if (own && own.id !== this.#own) this.#last = Math.min(Date.parse(own.at), Date.now());
    this.#own = own?.id;
    this.#tick();
  }

  close() {
    this.#listeners.abort();
    clearTimeout(this.#timer);
    this.#root.remove();
  }

  get #wait() {
    return secondsToWait(this.#slowness, this.#own === undefined ? undefined : this.#last, Date.now());
  }

  #tick() {
    clearTimeout(this.#timer);
    const wait = this.#wait;
    this.#root.hidden = wait === 0;
    this.#root.textContent = wait > 0 ? `You can write again in ${wait} s` : "";
    if (wait > 0) this.#timer = setTimeout(() => this.#tick(), 250);
  }

  /** @param {Event} event */
  #hold(event) {
    const isCommand = /^\/[a-z]/u.test(this.#draft.value);
    if (this.#wait === 0 || isCommand || this.#chat.view.composer.isEditing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
