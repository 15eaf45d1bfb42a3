import { Composer } from "../composer/composer.js";
import { Sidebar } from "../rooms/sidebar.js";
import { find } from "../view/dom.js";
import { icon } from "../view/icons.js";
import { additions } from "./additions.js";
import { ConnectionBanner } from "./connection-banner.js";
import { MemberList } from "./member-list.js";
import { MessageList } from "./message-list.js";
import { PastView } from "./past-view.js";
import { onScreen, unknownRoom } from "./room-state.js";
import { held } from "./shortcuts.js";

/** @import {Act, RoomState, Shown, Status} from "../types.js" */

/** The page of the chat of whoever is signed in. */
export class ChatView {
  #root = find("chat");
  #title = find("room-title");
  #topic = find("room-topic");
  #typing = find("typing");
  /** @type {Act | undefined} */ #actions;
  /** @type {Act} */ #act = (name, ...values) => this.#actions?.(name, ...values);
  /** @type {(() => Shown) | undefined} */ #shown;
  /** @type {(user: string) => string} */ #nameOf = (user) => user;
  /** @type {readonly string[]} */ #writers = [];
  #frame = 0;
  #sidebar = new Sidebar();
  #members = new MemberList();
  messages = new MessageList(this.#act, () => this.#shown?.().room.rights ?? [], (user) => this.#nameOf(user));
  composer = new Composer(this.#act);
  #past = new PastView(this.#act);
  #connection = new ConnectionBanner(() => this.#act("reconnect"));

  constructor() {
    find("sign-out", HTMLButtonElement).addEventListener("click", () => this.#act("signOut"));
    /** @type {NodeListOf<HTMLElement>} */ const marked = this.#root.querySelectorAll("[data-open], [data-icon]");
    for (const part of marked) {
      const { open, icon: name } = part.dataset;
      if (open) part.addEventListener("click", () => this.#act("open", open));
      if (name) part.prepend(icon(name));
      part.title ||= part.ariaLabel ?? "";
    }
    find("jump-keys").textContent = `${held} K`;
  }

  /**
   * @param {Act} actions
   * @param {() => Shown} shown What there is to show, asked when the screen is drawn.
   * @param {(user: string) => string} nameOf What people are called.
   */
  open(actions, shown, nameOf) {
    this.#actions = actions;
    this.#nameOf = nameOf;
    this.#shown = shown;
    this.#root.hidden = false;
  }

  /** Hides the page, and leaves nothing on it. */
  close() {
    this.#actions = undefined;
    this.#shown = undefined;
    this.#root.hidden = true;
    this.#draw({ room: unknownRoom("", ""), items: [], status: "" });
    find("announcement").replaceChildren();
    this.composer.open("");
    this.#sidebar.close();
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  }

  /** Shows everything as it is when the screen is drawn next, so that a burst of messages costs one update. */
  update() {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
    // Nothing is drawn while the page is in the background, but its title is seen there.
    if (document.hidden) this.#showTitle();
  }

  /**
   * A room comes on the screen.
   * @param {string} draft What was written there before.
   */
  openRoom(draft) {
    this.composer.open(draft);
    if (matchMedia("(hover: hover)").matches && !document.querySelector("dialog[open]")) this.composer.focus();
  }

  /** @param {Status} status */
  showConnection(status) {
    this.#connection.show(status);
  }

  #draw(shown = this.#shown?.()) {
    this.#frame = 0;
    if (!shown) return;
    const { room, items, status } = shown;
    const nameOf = this.#nameOf;
    this.#showTitle();
    if (this.#title.textContent !== room.title) this.#title.textContent = room.title;
    this.#title.title = room.title;
    this.composer.setRoom(room.title, closedBecause(room));
    if (this.#topic.textContent !== room.topic) this.#topic.textContent = this.#topic.title = room.topic;
    this.#sidebar.show(items, items.some(({ unread, isCurrent, isMuted }) => unread > 0 && !isCurrent && !isMuted));
    this.#sidebar.showMe(room.me, nameOf(room.me), status);
    this.#members.show(room, nameOf);
    void this.#showTyping(room.typing.map(nameOf));
    const shownRoom = onScreen(room);
    this.messages.show(shownRoom, room.newAfter, () => this.#past.show(shownRoom));
    for (const draw of additions.drawn) draw(room);
  }

  /** @param {readonly string[]} names */
  async #showTyping(names) {
    this.#writers = names;
    const part = names.length > 0 ? await import("../composer/typing.js").catch(() => undefined) : undefined;
    if (names === this.#writers) this.#typing.textContent = part?.typingText(names) ?? "";
  }

  #showTitle() {
    const shown = this.#shown?.();
    if (!shown) return;
    const count = shown.items.reduce((sum, { mentions }) => sum + mentions, 0);
    document.title = `${count > 0 ? `(${count}) ` : ""}${shown.room.title} · Roost`;
  }
}

/** Why one cannot write here. @type {(room: RoomState) => void} */
function closedBecause(room) {
  const { isArchived, rights, past } = room;
  if (past === "deleted") return "This room was deleted";
  if (isArchived) return "This room is archived: it can only be read";
  const words = [...additions.closings].map((closing) => closing(room)).find(Boolean);
  if (words) return words;
  // Before the room was entered nothing is known of rights.
  return past !== "loading" && rights.length > 0 && !rights.includes("send") ? "You may only read here" : undefined;
}
