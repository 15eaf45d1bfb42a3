import { avatar } from "../view/avatar.js";
import { element, find } from "../view/dom.js";
import { KeyedChildren } from "../view/keyed-children.js";
import { placeFragment } from "./place.js";

/** @import {RoomItem} from "../types.js" */

/** The column with the rooms, on narrow screens a drawer over the page. */
export class Sidebar {
  #root = find("sidebar", HTMLElement);
  #toggle = find("sidebar-toggle", HTMLButtonElement);
  #shade = find("shade", HTMLElement);
  /** @type {KeyedChildren<RoomItem>} */ #rooms;

  constructor() {
    this.#rooms = new KeyedChildren(find("rooms", HTMLElement), roomElement, isSameItem);
    this.#toggle.addEventListener("click", () => this.#setOpen(true));
    this.#shade.addEventListener("click", () => this.close());
    this.#root.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("a, [data-open]")) this.close();
    });
    this.#root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#isOpen) return;
      event.preventDefault();
      this.close();
      this.#toggle.focus();
    });
  }

  /**
   * @param {readonly RoomItem[]} items
   * @param {boolean} hasNews Whether another room than the current one has something unread.
   */
  show(items, hasNews) {
    this.#rooms.show(items);
    this.#toggle.classList.toggle("news", hasNews);
  }

  /** @param {string} name */
  showMe(name) {
    find("me", HTMLElement).textContent = name;
    find("me-face", HTMLElement).replaceChildren(avatar(name));
  }

  close() {
    this.#setOpen(false);
  }

  get #isOpen() {
    return this.#root.classList.contains("open");
  }

  /** @param {boolean} isOpen */
  #setOpen(isOpen) {
    this.#root.classList.toggle("open", isOpen);
    this.#shade.hidden = !isOpen;
    this.#toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.#root.querySelector("a")?.focus();
  }
}

/** @param {RoomItem} item */
function roomElement({ key, title, isCurrent, unread, mentions, isMuted }) {
  const classes = ["room-link", unread > 0 && !isMuted ? "unread" : "", isMuted ? "muted" : ""].filter(Boolean).join(" ");
  const name = element("span", { class: "room-name", text: title, dir: "auto" });
  const link = element(
    "a",
    { class: classes, href: placeFragment({ room: key }), title, ...(isCurrent && { "aria-current": "page" }) },
    element("span", { class: "room-sign", text: key.includes("~") ? "◆" : "#", "aria-hidden": "true" }),
    name,
  );
  if (mentions > 0) link.append(badge(mentions, `${mentions} mentions`, "badge mention-badge"));
  else if (unread > 0 && !isMuted) link.append(badge(unread, `${unread} unread`, "badge"));
  return element("li", {}, link);
}

/** @type {(count: number, words: string, className: string) => HTMLElement} */
function badge(count, words, className) {
  return element(
    "span",
    { class: className },
    element("span", { text: count > 99 ? "99+" : String(count), "aria-hidden": "true" }),
    element("span", { class: "visually-hidden", text: words }),
  );
}

/** @type {(one: RoomItem, other: RoomItem) => void} */
function isSameItem(one, other) {
  const keys = /** @type {(keyof RoomItem)[]} */ (Object.keys(one));
  return keys.every((key) => one[key] === other[key]);
}
