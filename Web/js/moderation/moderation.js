import { additions } from "../chat/additions.js";
import { ask } from "../chat/room-requests.js";
import { isPrivate } from "../rooms/place.js";
import { find } from "../view/dom.js";
import { iconButton } from "../view/icon-button.js";
import { notify } from "../view/notices.js";
import { closingOf, noticesOf, slownessOf } from "./holding.js";
import { SlowMode } from "./slow-mode.js";
import { StandingBar } from "./standing-bar.js";
import { facts, requests } from "./wire.js";

/**
 * @import {MessageRow, RoomState, Tool} from "../types.js"
 * @typedef {import("./words.js").Action} Action
 */

/** What the module Moderation adds to the page of the chat: what holds, the menus, and the way to the moderators' desk. */
export class Moderation {
  #chat;
  #bar = new StandingBar();
  #slow;
  /** What holds in each room for us. @type {Map<string, readonly Action[]>} */ #holding = new Map();
  /** The room that was on the screen last. @type {string | undefined} */ #room;
  #deskButton = iconButton("shield", "Moderation", () => this.#chat.act("open", "moderation", { room: this.#room }));
  /** @type {(name: string) => Node} */ #memberTool = (name) => {
    /** @type {HTMLElement} */
    const made = iconButton("more", `What to do about ${name}`, () => this.#openMenu(made, name), "icon-button member-tool");
    return made;
  };

  /** @param {import("../chat/chat.js").Chat} chat */
  constructor(chat) {
    this.#chat = chat;
    this.#slow = new SlowMode(chat);
    chat.hearers.add((event, payload) => this.#hear(event, payload));
    additions.messageTools.add((row) => this.#toolsFor(row));
    additions.closings.add(({ id, rights }) => closingOf(this.#holding.get(id) ?? [], rights.includes("moderate")));
    additions.drawn.add((room) => this.#draw(room));
  }

  /** To be called after each connecting: what held before may hold no more. */
  learn() {
    this.#room = undefined;
    this.#chat.view.update();
  }

  close() {
    this.#deskButton.remove();
    this.#bar.close();
    this.#slow.close();
  }

  /** @param {RoomState} room */
  #draw(room) {
    const mayModerate = room.rights.includes("moderate");
    if (room.id !== this.#room && room.rights.length > 0) {
      this.#room = room.id;
      void this.#learnHolding(room.id);
    }
    if (mayModerate !== additions.memberTools.has(this.#memberTool)) {
      if (mayModerate) additions.memberTools.add(this.#memberTool);
      else additions.memberTools.delete(this.#memberTool);
      this.#chat.view.update();
    }
    if (!mayModerate) this.#deskButton.remove();
    else if (!this.#deskButton.isConnected) find("room-tools", HTMLElement).prepend(this.#deskButton);
    const actions = this.#holding.get(room.id) ?? [];
    this.#bar.show(noticesOf(actions, mayModerate));
    this.#slow.show(room, mayModerate ? 0 : slownessOf(actions));
  }

  /** @param {string} room */
  async #learnHolding(room) {
    const found = await ask(this.#chat.socket, requests.holds, { room }).catch(() => undefined);
    // Without an answer what was known stays; who connects again asks again.
    if (!found) return;
    this.#holding.set(room, found.actions);
    this.#chat.view.update();
  }

  /** @type {(event: string, payload: any) => void} */
  #hear(event, payload) {
    switch (event) {
      case facts.changed: {
        const { id } = this.#chat.rooms.current.room;
        if (payload.room !== undefined && payload.room !== id) this.#holding.delete(payload.room);
        else void this.#learnHolding(id);
        break;
      }
      case facts.warned:
        notify(`A moderator warns you: ${payload.reason ?? ""}`);
        break;
      case facts.decided:
        notify(payload.posted ? "Your message was looked at, and is posted." : "Your message was looked at, and is not posted.");
        break;
      case facts.reported:
      case facts.held:
        if (payload.state === undefined || payload.state === "open") this.#noteWaiting(event, payload);
        break;
    }
  }

  /** @type {(event: string, payload: any) => void} */
  #noteWaiting(event, { room, reporter, author }) {
    const words = event === facts.reported ? `${reporter} reports a message of ${author}.` : `A message of ${author} waits for you.`;
    if (reporter !== this.#chat.session.name) {
      notify(words, { label: "Look at it", act: () => this.#chat.act("open", "moderation", { room, page: event === facts.held ? "Held" : "Reports" }) });
    }
  }

  /**
   * @param {MessageRow} row
   * @returns {Tool[]}
   */
  #toolsFor(row) {
    // In conversations nobody moderates, and reports have a queue of their own.
    if (row.author === row.me || isPrivate(this.#chat.rooms.current.room.id)) return [];
    return [{ name: /** @type {any} */ ("more"), label: "More", act: (at) => this.#openMenu(at, row.author, row) }];
  }

  /** @type {(at: HTMLElement, user: string, row?: MessageRow) => Promise<void>} */
  async #openMenu(at, user, row) {
    // Without a connection it may not be there; nothing could be done then either.
    const part = await import("./menus.js").catch(() => undefined);
    await part?.openUserMenu(this.#chat, at, user, row);
  }
}
