import { avatar } from "../view/avatar.js";
import { countOf } from "../view/count.js";
import { element, find } from "../view/dom.js";
import { Drawer } from "../view/drawer.js";
import { KeyedChildren } from "../view/keyed-children.js";
import { isPrivate, placeFragment } from "./place.js";

/** @import {RoomItem} from "../types.js" */

/** The column with the rooms. */
export class Sidebar {
  #toggle = find("sidebar-toggle", HTMLButtonElement);
  #drawer = new Drawer(find("sidebar"), this.#toggle);
  /** @type {KeyedChildren<RoomItem>} */ #rooms;

  constructor() {
    this.#rooms = new KeyedChildren(find("rooms"), roomElement);
  }

  /**
   * @param {readonly RoomItem[]} items
   * @param {boolean} hasNews Whether another room than the current one has something unread.
   */
  show(items, hasNews) {
    this.#rooms.show(items.filter(({ key }) => !isPrivate(key)));
    this.#toggle.classList.toggle("news", hasNews);
  }

  /** @type {(user: string, name: string, status: string) => void} */
  showMe(user, name, status) {
    const face = find("me-face");
    find("me").textContent = name;
    face.className = `face ${status}`;
    if (!face.hasChildNodes() || face.title !== user) face.replaceChildren(avatar(user));
    face.title = user;
  }

  close() {
    this.#drawer.close();
  }
}

/** @param {RoomItem} item */
export function roomElement({ key, title, sign, isCurrent, unread, mentions, isMuted }) {
  const classes = ["room-link", unread > 0 && !isMuted ? "unread" : "", isMuted ? "muted" : ""].filter(Boolean).join(" ");
  const name = element("span", { class: "room-name", text: title, dir: "auto" });
  const link = element(
    "a",
    { class: classes, href: placeFragment({ room: key }), title, ...(isCurrent && { "aria-current": "page" }) },
    element("span", { class: "room-sign", text: sign ?? (key.includes("~") ? "◆" : "#"), "aria-hidden": "true" }),
    name,
  );
  if (isPrivate(key) && unread > 0 && !isMuted) link.append(badge(unread, `${unread} unread`, "badge mention-badge"));
  else if (mentions > 0) link.append(badge(mentions, countOf(mentions, "mention"), "badge mention-badge"));
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

