import { element } from "../view/dom.js";
import { iconButton } from "../view/icon-button.js";
import { toolsFor } from "./message-tools.js";

export { loadStyles } from "../view/styles.js";

/** @import {Act, MessageRow} from "../types.js" */

/** Lists in messages have items, too. */
const itemSelector = "#messages > li";

/** The buttons on the message under the pointer or the keyboard's focus. There is one bar for the whole list. */
export class MessageToolbar {
  #list;
  #rowOf;
  #rights;
  #act;
  #bar = element("div", { class: "toolbar", role: "toolbar", "aria-label": "Message" });
  /** @type {HTMLElement | undefined} */ #item;

  /**
   * @param {HTMLElement} list
   * @param {(item: HTMLElement) => MessageRow | undefined} rowOf
   * @param {() => readonly string[]} rights Ours in the room.
   * @param {Act} act
   */
  constructor(list, rowOf, rights, act) {
    this.#list = list;
    this.#rowOf = rowOf;
    this.#rights = rights;
    this.#act = act;
    for (const type of ["pointerover", "focusin", "click"]) {
      list.addEventListener(type, ({ target }) => this.moveTo(/** @type {HTMLElement} */ (target)));
    }
    list.addEventListener("pointerleave", () => {
      // What asks over the page gives the keyboard back to its button.
      if (!this.#bar.contains(document.activeElement) && !document.querySelector("dialog[open]")) this.hide();
    });
    list.parentElement?.addEventListener("keydown", (event) => this.#steer(event));
  }

  /** After the list changed under the pointer. */
  refresh() {
    if (this.#item?.isConnected && this.#item.contains(this.#bar)) return;
    const item = this.#list.querySelector("li.message:hover") ?? document.activeElement;
    if (item instanceof HTMLElement && this.#list.contains(item)) this.moveTo(item);
  }

  hide() {
    this.#item = undefined;
    this.#bar.remove();
  }

  /**
   * Shows the buttons on the message that this is in.
   * @param {HTMLElement} target
   */
  moveTo(target) {
    /** @type {HTMLElement | null} */ const item = target.closest(itemSelector);
    if (!item || (item === this.#item && item.contains(this.#bar))) return;
    const row = this.#rowOf(item);
    const tools = row ? toolsFor(row, this.#rights(), this.#act) : [];
    if (tools.length === 0) return this.hide();
    this.#item = item;
    this.#bar.replaceChildren(
      ...tools.map(({ name, label, act }) => {
        const made = iconButton(name, label, () => act(made), "tool");
        return made;
      }),
    );
    item.append(this.#bar);
  }

  /**
   * Arrow keys go from the list to the lowest message on the screen, from message to message, and along the buttons.
   * @param {KeyboardEvent} event
   */
  #steer(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || event.altKey || target.closest("pre")) return;
    const isAlong = event.key === "ArrowLeft" || event.key === "ArrowRight";
    const from = isAlong ? target.closest(".tool") : target.closest(itemSelector);
    const isOnList = !isAlong && target.contains(this.#list);
    if (!from && !isOnList) return;
    event.preventDefault();
    let next = from ? sibling(from, step) : this.#lowest(target.getBoundingClientRect().bottom);
    while (next && !isAlong && !next.classList.contains("message")) next = sibling(next, step);
    if (next instanceof HTMLElement) next.focus();
  }

  /** @param {number} bottom Of the screen. */
  #lowest(bottom) {
    return [...this.#list.children].findLast((item) => item.classList.contains("message") && item.getBoundingClientRect().top < bottom - 20) ?? null;
  }
}

/** @type {(from: Element, step: number) => void} */
function sibling(from, step) {
  return step < 0 ? from.previousElementSibling : from.nextElementSibling;
}
