import { additions } from "../chat/additions.js";
import { ask } from "../chat/room-requests.js";
import { openDialog } from "../view/dialog.js";
import { button, element } from "../view/dom.js";
import { attempt, notify } from "../view/notices.js";
import { loadStyles } from "../view/styles.js";

/** @import {Command, MessageRow} from "../types.js" */

/**
 * @typedef {object} Panel What a module shows over the page.
 * @property {string} title
 * @property {(root: HTMLElement, value?: any) => void | (() => void)} open Fills `root`; answers what is to be done when it closes, if
 *   anything.
 *
 * @typedef {object} Renderer What a module shows a message as.
 * @property {(message: MessageRow) => boolean} matches
 * @property {(message: MessageRow) => HTMLElement} render
 */

/** The page as one module sees it: docs/web-modules.md. */
export class ModulePage {
  /** The module's name, which its requests and facts begin with. */
  name;
  /** @type {{title: string, open: () => void}[]} */ panels = [];
  #chat;
  /** @type {Map<string, Set<(payload: any) => void>>} */ #hearers = new Map();
  /** @type {Map<string, Panel>} */ #known = new Map();

  /** @type {(name: string, chat: import("../chat/chat.js").Chat) => void} */
  constructor(name, chat) {
    this.name = name;
    this.#chat = chat;
    chat.hearers.add((event, payload) => this.#hear(event, payload));
  }

  /** Who is signed in. */
  get me() {
    return this.#chat.session.name;
  }

  /** The room on the screen: its id, title, members who are here, and the rights that one has in it. */
  get room() {
    const { id, title, members, rights } = this.#chat.rooms.current.room;
    return { id, title, members, rights };
  }

  /**
   * Asks the server; throws an error with `code` and `message` where it refuses.
   * @type {(event: string, payload?: object) => Promise<any>}
   */
  request(event, payload = {}) {
    return ask(this.#chat.socket, event, payload);
  }

  /**
   * Hears a fact of the server.
   * @param {string} event
   * @param {(payload: any) => void} heard
   * @returns {() => void} Ends it.
   */
  on(event, heard) {
    const all = this.#hearers.get(event) ?? new Set();
    this.#hearers.set(event, all.add(heard));
    return () => all.delete(heard);
  }

  /**
   * Adds something that opens from the list beside the rooms. Its name is for `openPanel`.
   * @type {(name: string, panel: Panel) => void}
   */
  addPanel(name, panel) {
    this.#known.set(name, panel);
    this.panels.push({ title: panel.title, open: () => void this.openPanel(name) });
  }

  /**
   * Opens a panel, unless something is open over the page.
   * @type {(name: string, value?: any) => Promise<void>}
   */
  async openPanel(name, value) {
    const panel = this.#known.get(name);
    await loadStyles("fields", "over", "settings");
    if (!panel || document.querySelector("dialog[open]")) return;
    const root = element("div", { class: "module-panel" });
    /** @type {void | (() => void)} */ let ended;
    openDialog(panel.title, { class: "wide", closed: () => ended?.() }, root);
    ended = panel.open(root, value);
  }

  /**
   * Adds what one writes after a slash, and finds in `/help`. `complete`, where there is one, answers what may follow the name.
   * @param {Command} command
   */
  addCommand(command) {
    additions.commands.add(command);
  }

  /**
   * Shows some messages in another way: the first renderer that matches does it.
   * @param {Renderer} renderer
   */
  addRenderer({ matches, render }) {
    additions.renderers.add((row) => {
      try {
        return matches(row) ? render(row) : undefined;
      } catch (error) {
        // The message is shown as text then.
        console.info(`A renderer of the module ${this.name} failed: ${error}`);
        return undefined;
      }
    });
  }

  /** A new element: its name, its attributes (`class` and `text` among them) and its children, texts or nodes. */
  element = element;
  /** A new button: its label, its class and what it does. */
  button = button;
  /** Says something for a moment. @type {(text: string) => void} */
  notify = notify;
  /** Does something for the person, and says so if the server refused it. */
  attempt = attempt;

  /**
   * Loads a style sheet of the module's, once.
   * @param {string} path Below `/modules/<name>/`.
   */
  async loadStyle(path) {
    const href = `/modules/${this.name}/${path}`;
    if (document.querySelector(`link[href="${href}"]`)) return;
    const link = element("link", { rel: "stylesheet", href });
    document.head.append(link);
    await new Promise((resolve) => (link.onload = link.onerror = resolve));
  }

  /** @type {(event: string, payload: any) => void} */
  #hear(event, payload) {
    for (const heard of this.#hearers.get(event) ?? []) {
      try {
        heard(payload);
      } catch (error) {
        // Others hear it all the same.
        console.info(`The module ${this.name} did not take in ${event}: ${error}`);
      }
    }
  }
}
