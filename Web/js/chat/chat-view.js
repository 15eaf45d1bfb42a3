import { find } from "../view/dom.js";
import { Composer } from "./composer.js";
import { ConnectionBanner } from "./connection-banner.js";
import { MemberList } from "./member-list.js";
import { MessageList } from "./message-list.js";
import { PastView } from "./past-view.js";

/**
 * @typedef {object} ChatActions What a person can do on the page of the chat.
 * @property {(text: string) => void} send
 * @property {(id: string) => void} retry
 * @property {(id: string) => void} discard
 * @property {() => void} loadEarlier
 * @property {() => void} enter
 * @property {() => void} reconnect
 * @property {() => void} signOut
 */

/** The page of the chat. There is one, whoever is signed in. */
export class ChatView {
  #root = find("chat", HTMLElement);
  #title = find("room-title", HTMLElement);
  #announcement = find("announcement", HTMLElement);
  /** @type {ChatActions | undefined} */ #actions;
  /** @type {import("./room-state.js").RoomState | undefined} */ #room;
  #frame = 0;
  #members = new MemberList();
  #messages = new MessageList({
    retry: (id) => this.#actions?.retry(id),
    discard: (id) => this.#actions?.discard(id),
  });
  #past = new PastView(
    () => this.#actions?.loadEarlier(),
    () => this.#actions?.enter(),
  );
  #composer = new Composer((text) => {
    this.#actions?.send(text);
    this.#messages.scrollToEnd();
  });
  #connection = new ConnectionBanner(() => this.#actions?.reconnect());

  constructor() {
    find("sign-out", HTMLButtonElement).addEventListener("click", () => this.#actions?.signOut());
  }

  /**
   * @param {import("../account/session-storage.js").Session} session
   * @param {ChatActions} actions
   */
  open({ name }, actions) {
    this.#actions = actions;
    find("me", HTMLElement).textContent = name;
    this.#root.hidden = false;
    this.#messages.scrollToEnd();
    this.#composer.focus();
  }

  /** Hides the page and forgets what was written but not sent. */
  close() {
    this.#actions = undefined;
    this.#root.hidden = true;
    this.#composer.clear();
  }

  /**
   * Shows the room as it is when the screen is drawn next, so that a burst of messages costs one update.
   * @param {import("./room-state.js").RoomState} room
   */
  show(room) {
    this.#room = room;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  /** @param {import("../socketio/socket.js").Status} status */
  showConnection(status) {
    this.#connection.show(status);
  }

  /**
   * Says something to screen readers.
   * @param {string} text
   */
  announce(text) {
    this.#announcement.textContent = text;
  }

  #draw() {
    this.#frame = 0;
    const room = this.#room;
    if (!room || !this.#actions) return;
    document.title = `${room.title} · Roost`;
    this.#title.textContent = room.title;
    this.#composer.setRoom(room.title);
    this.#members.show(room);
    this.#past.show(room);
    this.#messages.show(room);
  }
}
