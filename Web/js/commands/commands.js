import { additions } from "../chat/additions.js";
import { placeFragment } from "../rooms/place.js";

/** @import {Command} from "../types.js" */

/** @type {Command[]} */
const own = [
  { name: "help", help: "What one can write and press here", run: (_, chat) => chat.open("help") },
  { name: "shrug", usage: "[text]", help: "Adds ¯\\_(ツ)_/¯", run: (rest) => `${rest} ¯\\\\\\_(ツ)\\_/¯`.trim() },
  { name: "me", usage: "text", help: "Says what you do", run: (rest) => (rest === "" ? undefined : `_${rest}_`) },
  {
    name: "join",
    usage: "room",
    help: "Opens a room",
    run: (rest, chat) => {
      if (rest === "") return chat.open("browse");
      location.hash = placeFragment({ room: rest.replace(/^#/u, "") });
    },
  },
  { name: "leave", help: "Leaves this room", run: (_, chat) => chat.leave(chat.room) },
  { name: "search", usage: "[words]", help: "Searches messages", run: (rest, chat) => chat.open("search", rest || undefined) },
  { name: "status", help: "Says how you are there: online, away or busy", run: (_, chat) => chat.open("status") },
  { name: "settings", help: "Opens your settings", run: (_, chat) => chat.open("settings") },
];

/** The commands of this page and of modules, as they are now; where two have a name, it is the page's. */
export class Commands {
  /** @type {Map<string, Command>} */ #known;

  /** @param {Iterable<Command>} added */
  constructor(added = additions.commands) {
    this.#known = new Map([...added, ...own].map((command) => [command.name, command]));
  }

  get all() {
    return [...this.#known.values()].sort((one, other) => one.name.localeCompare(other.name));
  }

  /** @param {string} name */
  named(name) {
    return this.#known.get(name);
  }

  /**
   * The command that a text is, if any; `//` begins a message with a slash.
   * @param {string} text
   * @returns {{command?: Command, name: string, rest: string} | undefined} Without `command` where there is none of
   *   this name.
   */
  parse(text) {
    const parts = /^\/(?<name>[a-z][a-z0-9-]*)(?:\s+(?<rest>[\s\S]*))?$/u.exec(text)?.groups;
    if (!parts) return undefined;
    return { command: this.#known.get(parts.name), name: parts.name, rest: (parts.rest ?? "").trim() };
  }
}
