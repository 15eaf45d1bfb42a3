import { isPrivate } from "../rooms/place.js";
import { button, element, find } from "../view/dom.js";

/** @import {Act, Past, RoomState} from "../types.js" */

const nobodySpoke = "Nobody has said anything yet. Say hello!";

/** What stands above the first message: how much past there is, and the way to it. */
export class PastView {
  #root = find("past");
  #log = find("log");
  #act;
  #shown = "";

  /** @param {Act} act */
  constructor(act) {
    this.#act = act;
  }

  /** @param {RoomState} room */
  show({ id, past, messages, outgoing, title, refusal, isBroken }) {
    const isEmpty = messages.length + outgoing.length === 0;
    this.#log.setAttribute("aria-busy", String(past === "loading" && refusal === undefined));
    this.#root.classList.toggle("fills", isEmpty);
    const welcome = isPrivate(id) ? title : `Welcome to ${title}`;
    const content = JSON.stringify([past, isEmpty, welcome, refusal, isBroken]);
    if (content === this.#shown) return;
    this.#shown = content;
    const hadFocus = this.#root.contains(document.activeElement);
    this.#root.replaceChildren(...this.#content(past, isEmpty, welcome, refusal, isBroken));
    // The button that was pressed is gone; the keyboard goes on at the next one, or at the messages.
    if (hadFocus) (this.#root.querySelector("button") ?? this.#log).focus();
  }

  /** @type {(past: Past, isEmpty: boolean, welcome: string, refusal: string | undefined, isBroken: boolean) => void} */
  #content(past, isEmpty, welcome, refusal, isBroken) {
    const earlier = (/** @type {string} */ label) => button(label, "button quiet", () => this.#act("loadEarlier"));
    if (refusal !== undefined) {
      return [notice("You are not in this room", refusal), button("Try again", "button", () => this.#act("enter"))];
    }
    switch (past) {
      case "loading":
        return isEmpty ? [skeleton()] : [note("Loading earlier messages…")];
      case "more":
        return isBroken
          ? [note("Some messages were not loaded."), earlier("Load them")]
          : [earlier("Load earlier messages")];
      case "failed":
        return [note("Some messages could not be loaded."), earlier("Try again")];
      case "absent":
        return [
          notice(welcome, "This server keeps no past. You see what is said while you are here."),
          ...(isBroken ? [note("You were away: some messages are missing here.")] : []),
        ];
      case "deleted":
        return [notice("This room was deleted", "Nobody reads or writes here any more.")];
      case "complete":
        return [notice(welcome, isEmpty ? nobodySpoke : "This is where it began.")];
    }
  }
}

/** @param {string} text */
function note(text) {
  return element("p", { class: "past-note", text });
}

/** @type {(title: string, text: string) => HTMLElement} */
function notice(title, text) {
  return element("div", { class: "notice" }, element("h2", { text: title, dir: "auto" }), element("p", { text }));
}

/** Grey shapes where messages will be. */
function skeleton() {
  const shapes = ["long", "short", "medium"].map((length) =>
    element("div", { class: `shape ${length}` }, element("span"), element("span"), element("span")),
  );
  const words = element("p", { class: "visually-hidden", text: "Loading messages…" });
  return element("div", { class: "skeleton" }, words, ...shapes);
}
