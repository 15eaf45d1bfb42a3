import { find } from "../view/dom.js";
import { KeyedChildren } from "../view/keyed-children.js";
import { rowElement } from "./message-row.js";
import { isSameRow, rowsOf } from "./rows.js";

/** This close to the end, in pixels, a reader counts as being at the end. */
const endMargin = 60;

/** The scrolling list of messages. It stays at its end unless the reader scrolled away. */
export class MessageList {
  #scroller = find("log", HTMLElement);
  #toEnd = find("to-end", HTMLButtonElement);
  /** @type {KeyedChildren<import("./rows.js").Row>} */ #rows;
  #isAtEnd = true;
  #firstKey = "";
  #lastKey = "";

  /** @param {import("./message-row.js").MessageActions} actions */
  constructor(actions) {
    this.#rows = new KeyedChildren(
      find("messages", HTMLElement),
      (row) => rowElement(row, actions),
      isSameRow,
    );
    this.#scroller.addEventListener("scroll", () => this.#noteScroll(), { passive: true });
    this.#toEnd.addEventListener("click", () => this.scrollToEnd());
    new ResizeObserver(() => this.#isAtEnd && this.scrollToEnd()).observe(this.#scroller);
  }

  /** @param {import("./room-state.js").RoomState} room */
  show(room) {
    const rows = rowsOf(room);
    const distanceFromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    this.#rows.show(rows);
    const messages = rows.filter(({ kind }) => kind === "message");
    const [firstKey, lastKey] = [messages[0]?.key ?? "", messages.at(-1)?.key ?? ""];
    if (this.#isAtEnd) {
      this.scrollToEnd();
    } else {
      // What is read stays where it is: above it, earlier messages may have come.
      const grewAbove = firstKey !== this.#firstKey;
      if (grewAbove) this.#scroller.scrollTop = this.#scroller.scrollHeight - distanceFromEnd;
      else if (lastKey !== this.#lastKey) this.#toEnd.hidden = false;
    }
    this.#firstKey = firstKey;
    this.#lastKey = lastKey;
  }

  scrollToEnd() {
    this.#isAtEnd = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#toEnd.hidden = true;
  }

  #noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < endMargin;
    if (this.#isAtEnd) this.#toEnd.hidden = true;
  }
}
