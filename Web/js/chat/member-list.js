import { avatar } from "../view/avatar.js";
import { element, find } from "../view/dom.js";
import { KeyedChildren } from "../view/keyed-children.js";

/** @import {RoomState} from "../types.js" */

/** Where the list lies over the messages. */
const narrow = matchMedia("(max-width: 720px)");

/** Who is in the room. On a narrow screen it opens over the messages. */
export class MemberList {
  #panel = find("members-panel", HTMLElement);
  #toggle = find("members-toggle", HTMLButtonElement);
  /** @type {KeyedChildren<{key: string, isMe: boolean}>} */ #names;

  constructor() {
    this.#names = new KeyedChildren(
      find("members", HTMLElement),
      memberElement,
      (one, other) => one.isMe === other.isMe,
    );
    this.#setOpen(!narrow.matches);
    narrow.addEventListener("change", ({ matches }) => this.#setOpen(!matches));
    this.#toggle.addEventListener("click", () => {
      this.#setOpen(!this.#isOpen);
      if (this.#isOpen && narrow.matches) find("members-close", HTMLButtonElement).focus();
    });
    find("members-close", HTMLButtonElement).addEventListener("click", () => this.#close());
    document.addEventListener("pointerdown", ({ target }) => {
      const isInside = [this.#panel, this.#toggle].some((part) => part.contains(/** @type {Node} */ (target)));
      if (this.#isOpen && narrow.matches && !isInside) this.#setOpen(false);
    });
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#isOpen || !narrow.matches) return;
      event.preventDefault();
      this.#close();
    });
  }

  /** @param {RoomState} room */
  show({ members, me }) {
    this.#names.show(members.map((name) => ({ key: name, isMe: name === me })));
    find("members-count", HTMLElement).textContent = String(members.length);
    find("members-toggle-count", HTMLElement).textContent = String(members.length);
  }

  get #isOpen() {
    return this.#toggle.getAttribute("aria-expanded") === "true";
  }

  #close() {
    this.#setOpen(false);
    this.#toggle.focus();
  }

  /** @param {boolean} isOpen */
  #setOpen(isOpen) {
    this.#toggle.setAttribute("aria-expanded", String(isOpen));
    this.#panel.classList.toggle("open", isOpen);
  }
}

/** @param {{key: string, isMe: boolean}} member */
function memberElement({ key: name, isMe }) {
  const text = element("span", { class: "member-name", text: name, dir: "auto" });
  const item = element("li", { title: name }, avatar(name), text);
  if (isMe) item.append(element("span", { class: "you", text: "you" }));
  return item;
}
