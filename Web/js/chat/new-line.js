import { button } from "../view/dom.js";

/** Offers the way up to the line above what is new, as long as that was not on the screen. */
export class NewLine {
  #scroller;
  #button;
  /** The line that was seen. @type {string | undefined} */ #seen;

  /**
   * @param {HTMLElement} scroller
   * @param {import("../types.js").Act} act
   */
  constructor(scroller, act) {
    this.#scroller = scroller;
    this.#button = button("Jump to unread ↑", "button float to-new", () => act("jumpToNew"));
    scroller.after(this.#button);
  }

  /**
   * After something was drawn or scrolled.
   * @param {string | undefined} line The one that there is, if any.
   * @param {boolean} isAllShown Whether nothing that is loaded is above what is shown.
   */
  update(line, isAllShown) {
    const mark = this.#scroller.querySelector(".new");
    const top = this.#scroller.getBoundingClientRect().top;
    if (mark ? mark.getBoundingClientRect().bottom > top : isAllShown) this.#seen = line;
    this.#button.hidden = line === undefined || line === this.#seen;
  }
}
