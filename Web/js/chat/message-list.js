import { find } from "../view/dom.js";
import { KeyedChildren } from "../view/keyed-children.js";
import { rowElement } from "./message-row.js";
import { rowsOf } from "./rows.js";
import * as windows from "./window.js";

/** @import {Act, RoomState, Row} from "../types.js" */

/** This close to the end, in pixels, a reader counts as being at the end. */
const endMargin = 60;

/** This close to the edge of what is shown, in pixels, more is shown or loaded. */
const reach = 700;

/** The scrolling list of messages: a window over all that are loaded. It stays at its end unless the reader scrolled away. */
export class MessageList {
  #scroller = find("log");
  #toEnd = find("to-end");
  #list = find("messages");
  #past = find("past");
  #act;
  #rights;
  #nameOf;
  /** @type {KeyedChildren<Row>} */ #rows;
  /** @type {import("./message-toolbar.js").MessageToolbar | undefined} */ #toolbar;
  /** @type {RoomState | undefined} */ #room;
  /** @type {number | undefined} */ #newAfter;
  /** @type {import("./new-line.js").NewLine | undefined} */ #newLine;
  #window = windows.atEnd;
  #isAtEnd = true;
  #lastSeq = 0;
  #isMoving = false;
  #isDrawing = false;

  /**
   * @param {Act} act
   * @param {() => readonly string[]} rights Ours in the room.
   * @param {(user: string) => string} nameOf What people are called.
   */
  constructor(act, rights, nameOf) {
    this.#act = act;
    this.#rights = rights;
    this.#nameOf = nameOf;
    this.#rows = new KeyedChildren(this.#list, (row) => rowElement(row, act));
    for (const type of ["pointerover", "focusin", "click"]) {
      this.#scroller.addEventListener(type, () => void this.#bringTools());
    }
    this.#scroller.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    this.#toEnd.addEventListener("click", () => this.scrollToEnd());
    new ResizeObserver(() => this.#isAtEnd && this.#stayAtEnd()).observe(this.#scroller);
  }

  /**
   * @param {RoomState} room
   * @param {number} [newAfter] Messages after this one are new to the reader.
   * @param {() => void} [alsoAbove] Changes what stands above the list: what is read stays where it is all the same.
   */
  show(room, newAfter, alsoAbove) {
    const isOther = room.id !== this.#room?.id;
    if (isOther) this.#begin(room);
    if (room.excerpt) this.#isAtEnd = false;
    const firstSeq = this.#room?.messages[windows.placesIn(this.#room.messages, this.#window).start]?.seq;
    if (!this.#isAtEnd && firstSeq !== undefined) {
      this.#window = windows.keptAt(room.messages, this.#window, firstSeq);
    }
    this.#room = room;
    this.#newAfter = newAfter;
    this.#draw(alsoAbove);
    const lastSeq = room.messages.at(-1)?.seq ?? 0;
    if (room.excerpt || (!this.#isAtEnd && lastSeq > this.#lastSeq)) this.#toEnd.hidden = false;
    this.#lastSeq = lastSeq;
  }

  /** Shows every message anew, where others are to be shown in another way. */
  renew() {
    this.#rows.renew();
    this.#draw();
  }

  scrollToEnd() {
    this.#window = windows.atEnd;
    this.#isAtEnd = true;
    if (this.#room?.excerpt) this.#act("leaveExcerpt");
    else this.#draw();
  }

  /** Shows a part of the messages that are loaded. @type {(room: RoomState, part: import("../types.js").Window) => void} */
  showPart(room, part) {
    this.show(room, this.#newAfter);
    this.#window = part;
    this.#isAtEnd = false;
    this.#draw();
  }

  /** @param {RoomState} room */
  #begin(room) {
    this.#window = windows.atEnd;
    this.#isAtEnd = true;
    this.#lastSeq = room.messages.at(-1)?.seq ?? 0;
    this.#toolbar?.hide();
  }

  /** Which line there is above what is new. */
  get #line() {
    return this.#newAfter === undefined ? undefined : `${this.#room?.id} ${this.#newAfter}`;
  }

  /** @param {number} start The place of the first message that is shown. */
  async #offerNew(start) {
    if (this.#newAfter === undefined && !this.#newLine) return;
    const part = this.#newLine ? undefined : await import("./new-line.js").catch(() => undefined);
    if (part) this.#newLine ??= new part.NewLine(this.#scroller, this.#act);
    this.#newLine?.update(this.#line, start === 0 && this.#list.hasChildNodes());
  }

  /** @param {() => void} [alsoAbove] */
  #draw(alsoAbove) {
    if (!this.#room) return;
    this.#isDrawing = true;
    const anchor = this.#isAtEnd ? undefined : this.#anchor();
    alsoAbove?.();
    const places = windows.placesIn(this.#room.messages, this.#window);
    this.#rows.show(rowsOf(this.#room, { ...places, newAfter: this.#newAfter, nameOf: this.#nameOf }));
    // What stands above the first message is not above the first one shown.
    this.#past.hidden = places.start > 0;
    if (anchor) this.#keep(anchor);
    else this.#stayAtEnd();
    this.#isDrawing = false;
    void this.#offerNew(places.start);
    this.#toolbar?.refresh();
    this.#loadIfNear();
  }

  async #bringTools() {
    if (this.#toolbar) return;
    // Without a connection it may not be there yet.
    const part = await import("./message-toolbar.js").catch(() => undefined);
    await part?.loadStyles("tools");
    if (!part || this.#toolbar) return;
    this.#toolbar = new part.MessageToolbar(this.#list, (item) => this.#messageOf(item), this.#rights, this.#act);
    this.#toolbar.refresh();
  }

  /** @param {HTMLElement} item */
  #messageOf(item) {
    const row = this.#rows.itemOf(item);
    return row?.kind === "message" ? row : undefined;
  }

  #stayAtEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#toEnd.hidden = true;
    if (!document.hidden) this.#act("reachedEnd");
  }

  /** The first row on the screen, and where it is: what is read stays where it is. */
  #anchor() {
    const top = this.#scroller.getBoundingClientRect().top;
    for (const item of this.#list.children) {
      // The text, because a name above it may come or go.
      const box = item.querySelector(".message-text")?.getBoundingClientRect();
      if (box && box.bottom > top) {
        return { key: this.#rows.itemOf(/** @type {HTMLElement} */ (item))?.key ?? "", top: box.top };
      }
    }
    return undefined;
  }

  /** @param {{key: string, top: number}} anchor */
  #keep({ key, top }) {
    const text = this.#rows.nodeOf(key)?.querySelector(".message-text");
    if (text) this.#scroller.scrollTop += text.getBoundingClientRect().top - top;
  }

  /** Notes where the reader is; a list that all fits on the screen tells it by no scrolling. */
  noteScroll() {
    const room = this.#room;
    if (this.#isDrawing || !room) return;
    this.#newLine?.update(this.#line, false);
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const below = scrollHeight - scrollTop - clientHeight;
    const wasAtEnd = this.#isAtEnd;
    this.#isAtEnd = below < endMargin && this.#window.last === undefined && !room.excerpt;
    if (this.#isAtEnd) {
      this.#toEnd.hidden = true;
      if (!wasAtEnd && !document.hidden) this.#act("reachedEnd");
    }
    const next =
      scrollTop < reach ? windows.movedUp(room.messages, this.#window)
      : below < reach ? windows.movedDown(room.messages, this.#window)
      : this.#window;
    if (next.last !== this.#window.last) {
      this.#isAtEnd = false;
      this.#window = next;
      this.#draw();
    } else this.#loadIfNear();
  }

  /** A reader who is at the upper edge already cannot scroll to ask for more. */
  #loadIfNear() {
    const room = this.#room;
    if (!room || this.#isMoving) return;
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    if (!this.#isAtEnd && scrollHeight - scrollTop - clientHeight < endMargin) {
      const down = windows.movedDown(room.messages, this.#window);
      if (down.last === this.#window.last) return room.excerpt && this.#act("loadLater");
      this.#window = down;
      // Only once: on a high screen both edges may be near.
      this.#isMoving = true;
      this.#draw();
      this.#isMoving = false;
      return;
    }
    if (scrollTop > reach) return;
    const next = this.#isAtEnd ? this.#window : windows.movedUp(room.messages, this.#window);
    if (next.last !== this.#window.last) {
      this.#window = next;
      this.#draw();
    } else if (room.past === "more" && windows.placesIn(room.messages, next).start === 0) {
      this.#act("loadEarlier");
    }
  }
}
