import { ask } from "../account/api.js";
import { Refusal, localCodes } from "../refusal.js";
import { parseFigures } from "./figures-text.js";

/**
 * @typedef {{name: string, role: string, disabled: boolean}} User
 * @typedef {{id: string, title: string, private: boolean, archived: boolean, createdAt: string}} Room
 * @typedef {{name: string, version?: string, state: "on" | "off" | "failed", reason?: string, calls?: number, failures?: number,
 *   late?: number, lastError?: string, settings?: readonly Setting[]}} Module
 * @typedef {{key: string, value: string, allowed: string, summary: string}} Setting
 * @typedef {{id: string, room?: string, uses: number, used: number, expiresAt: string, by?: string}} Invitation
 * @typedef {{number: number, at: string, actor?: string, session?: string, address?: string, action: string, target: string,
 *   details: string}} AuditEntry
 */

/** What administrators can ask of the server. Everything throws a `Refusal`. */
export class AdminAPI {
  #token;

  /** @param {string} token Of the session. */
  constructor(token) {
    this.#token = token;
  }

  /** @type {(query: {containing?: string, after?: string, limit?: number}) => Promise<{users: User[], more: boolean}>} */
  users(query) {
    return this.#ask("GET", `users${queryOf(query)}`);
  }

  /** @type {(name: string, change: {role?: string, disabled?: boolean}) => Promise<void>} */
  changeUser(name, change) {
    return this.#ask("PATCH", `users/${encodeURIComponent(name)}`, change);
  }

  /** @type {(name: string, messages: "keep" | "remove") => Promise<void>} Messages that are kept are a deleted user's then. */
  deleteUser(name, messages) {
    return this.#ask("DELETE", `users/${encodeURIComponent(name)}${queryOf({ messages })}`);
  }

  /** @type {(name: string) => Promise<void>} */
  endSessions(name) {
    return this.#ask("DELETE", `users/${encodeURIComponent(name)}/sessions`);
  }

  /** @type {(name: string) => Promise<void>} */
  removeSecondFactor(name) {
    return this.#ask("DELETE", `users/${encodeURIComponent(name)}/second-factor`);
  }

  /** @type {(name: string) => Promise<{token: string}>} */
  passwordLink(name) {
    return this.#ask("POST", `users/${encodeURIComponent(name)}/password-link`);
  }

  /** @returns {Promise<{guests: {name: string, address?: string, since: string}[]}>} */
  guests() {
    return this.#ask("GET", "guests");
  }

  /** @type {(query: {containing?: string, after?: string, limit?: number}) => Promise<{rooms: Room[], more: boolean}>} */
  rooms(query) {
    return this.#ask("GET", `rooms${queryOf(query)}`);
  }

  /** @type {(room: {name: string, title?: string, private: boolean}) => Promise<{id: string}>} */
  addRoom(room) {
    return this.#ask("POST", "rooms", room);
  }

  /** @type {(room: string) => Promise<void>} */
  deleteRoom(room) {
    return this.#ask("DELETE", `rooms/${encodeURIComponent(room)}`);
  }

  /** @type {(room: string, user: string, role: string) => Promise<void>} */
  setRoomRole(room, user, role) {
    return this.#ask("PUT", `rooms/${encodeURIComponent(room)}/members/${encodeURIComponent(user)}`, { role });
  }

  /** @returns {Promise<{modules: Module[]}>} */
  modules() {
    return this.#ask("GET", "modules");
  }

  /** @type {(name: string, enabled: boolean) => Promise<Module>} */
  switchModule(name, enabled) {
    return this.#ask("PATCH", `modules/${encodeURIComponent(name)}`, { enabled });
  }

  /** @type {(name: string) => Promise<Module>} */
  reloadModule(name) {
    return this.#ask("POST", `modules/${encodeURIComponent(name)}/reload`);
  }

  /** @returns {Promise<{invitations: Invitation[]}>} */
  invitations() {
    return this.#ask("GET", "invitations/all");
  }

  /** @type {(id: string) => Promise<void>} */
  endInvitation(id) {
    return this.#ask("DELETE", `invitations/all/${encodeURIComponent(id)}`);
  }

  /** @type {(query: {actor?: string, target?: string, action?: string, before?: number, limit?: number}) => Promise<{entries: AuditEntry[], more: boolean}>} */
  audit(query) {
    return this.#ask("GET", `audit${queryOf(query)}`);
  }

  /** The figures that the server has for monitoring. */
  async figures() {
    let answer;
    try {
      answer = await fetch("/metrics", { headers: { Authorization: `Bearer ${this.#token}` } });
    } catch {
      throw new Refusal(localCodes.unreachable, "The server cannot be reached. Try again in a moment.", true);
    }
    if (!answer.ok) throw Refusal.of(await answer.json().catch(() => undefined));
    return parseFigures(await answer.text());
  }

  /** @type {(method: string, path: string, body?: object) => Promise<any>} */
  #ask(method, path, body) {
    return ask(method, path, { token: this.#token, ...(body && { body }) });
  }
}

/**
 * A query, without what is empty.
 * @param {Record<string, string | number | undefined>} fields
 */
export function queryOf(fields) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  return query.size > 0 ? `?${query}` : "";
}
