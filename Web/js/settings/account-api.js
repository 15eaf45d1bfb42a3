import { ask } from "../account/api.js";

/** What one can ask about one's own account. Everything throws a `Refusal`. */
export class AccountAPI {
  #token;

  /** @param {string} token Of the session. */
  constructor(token) {
    this.#token = token;
  }

  /** @returns {Promise<{user: {name: string, role: string}, displayName?: string, secondFactor: boolean}>} */
  me() {
    return this.#ask("GET", "me");
  }

  /** @param {string | null} displayName */
  setDisplayName(displayName) {
    return this.#ask("PATCH", "me", { displayName });
  }

  /**
   * Ends all other sessions, too.
   * @param {string} old
   * @param {string} password
   */
  setPassword(old, password) {
    return this.#ask("POST", "me/password", { old, new: password });
  }

  /** @type {(password: string) => Promise<{secret: string, uri: string}>} */
  beginSecondFactor(password) {
    return this.#ask("POST", "me/second-factor", { password });
  }

  /** @type {(code: string) => Promise<{recoveryCodes: string[]}>} */
  confirmSecondFactor(code) {
    return this.#ask("POST", "me/second-factor/confirm", { code });
  }

  /** @type {(password: string, code: string) => void} */
  removeSecondFactor(password, code) {
    return this.#ask("DELETE", "me/second-factor", { password, code });
  }

  /** @returns {Promise<{id: string, lastUsedAt: string, address?: string, program?: string, current: boolean}[]>} */
  async sessions() {
    return (await this.#ask("GET", "sessions")).sessions;
  }

  /** @param {string} id */
  endSession(id) {
    return this.#ask("DELETE", `sessions/${encodeURIComponent(id)}`);
  }

  endOtherSessions() {
    return this.#ask("DELETE", "sessions");
  }

  /** @returns {Promise<{id: string, name: string, caveats: string[], expiresAt: string, lastUsedAt?: string}[]>} */
  async tokens() {
    return (await this.#ask("GET", "tokens")).tokens;
  }

  /**
   * @param {{name: string, rights?: string[], rooms?: string[], expiresIn: number}} token
   * @returns {Promise<{token: string}>}
   */
  makeToken(token) {
    return this.#ask("POST", "tokens", token);
  }

  /** @param {string} id */
  endToken(id) {
    return this.#ask("DELETE", `tokens/${encodeURIComponent(id)}`);
  }

  /** @returns {Promise<{id: string, room?: string, uses: number, used: number, expiresAt: string}[]>} */
  async invitations() {
    return (await this.#ask("GET", "invitations")).invitations;
  }

  /** @type {(invitation: {room?: string, uses: number, expiresIn: number}) => Promise<{token: string}>} */
  invite(invitation) {
    return this.#ask("POST", "invitations", invitation);
  }

  /** @param {string} id */
  endInvitation(id) {
    return this.#ask("DELETE", `invitations/${encodeURIComponent(id)}`);
  }

  /** @type {(method: string, path: string, body?: object) => void} */
  #ask(method, path, body) {
    return ask(method, path, { token: this.#token, ...(body && { body }) });
  }
}
