import { button, element, find } from "../view/dom.js";

const nobodySpoke = "Nobody has said anything yet. Say hello!";

/** What stands above the first message: how much past there is, and the way to it. */
export class PastView {
  #root = find("past", HTMLElement);
  #log = find("log", HTMLElement);
  #loadEarlier;
  #enter;
  #shown = "";

  /**
   * @param {() => void} loadEarlier
   * @param {() => void} enter
   */
  constructor(loadEarlier, enter) {
    this.#loadEarlier = loadEarlier;
    this.#enter = enter;
  }

  /** @param {import("./room-state.js").RoomState} room */
  show({ past, messages, outgoing, title, refusal }) {
    const isEmpty = messages.length + outgoing.length === 0;
    this.#log.setAttribute("aria-busy", String(past === "loading" && refusal === undefined));
    this.#root.classList.toggle("fills", isEmpty);
    const content = JSON.stringify([past, isEmpty, title, refusal]);
    if (content === this.#shown) return;
    this.#shown = content;
    const hadFocus = this.#root.contains(document.activeElement);
    this.#root.replaceChildren(...this.#content(past, isEmpty, title, refusal));
    // The button that was pressed is gone; the keyboard goes on at the next one, or at the messages.
    if (hadFocus) (this.#root.querySelector("button") ?? this.#log).focus();
  }

  /**
   * @param {import("./room-state.js").Past} past
   * @param {boolean} isEmpty
   * @param {string} title
   * @param {string} [refusal]
   */
  #content(past, isEmpty, title, refusal) {
    if (refusal !== undefined) {
      return [notice("You are not in this room", refusal), button("Try again", "button", this.#enter)];
    }
    switch (past) {
      case "loading":
        return isEmpty ? [skeleton()] : [element("p", { class: "past-note", text: "Loading earlier messages…" })];
      case "more":
        return [button("Load earlier messages", "button quiet", this.#loadEarlier)];
      case "failed":
        return [
          element("p", { class: "past-note", text: "Some messages could not be loaded." }),
          button("Try again", "button quiet", this.#loadEarlier),
        ];
      case "absent":
        return [notice(`Welcome to ${title}`, "This server keeps no past. You see what is said while you are here.")];
      case "complete":
        return [notice(`Welcome to ${title}`, isEmpty ? nobodySpoke : "This is where it began.")];
    }
  }
}

/**
 * @param {string} title
 * @param {string} text
 */
function notice(title, text) {
  return element("div", { class: "notice" }, element("h2", { text: title }), element("p", { text }));
}

/** Grey shapes where messages will be. */
function skeleton() {
  const shapes = ["long", "short", "medium"].map((length) =>
    element("div", { class: `shape ${length}` }, element("span"), element("span"), element("span")),
  );
  const words = element("p", { class: "visually-hidden", text: "Loading messages…" });
  return element("div", { class: "skeleton" }, words, ...shapes);
}
