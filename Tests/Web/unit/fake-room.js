import { Refusal } from "../../../Web/js/refusal.js";

/** The server's side of one room, for conversations without a network. */
export class FakeRoom {
  /** @type {import("../../../Web/js/protocol.js").Message[]} */ messages = [];
  /** @type {{event: string, payload: any}[]} */ asked = [];
  isConnected = true;
  keepsPast = true;
  /** @type {string | undefined} */ refusal;

  /**
   * @param {string} author
   * @param {string} id
   * @param {string} text
   */
  add(author, id, text) {
    const known = this.messages.find((message) => message.id === id && message.author === author);
    if (known) return known;
    const seq = this.messages.length + 1;
    const message = { id, seq, room: "lobby", author, text, at: "2026-11-20T14:03:00.000Z" };
    this.messages.push(message);
    return message;
  }

  /**
   * @param {string} event
   * @param {any} payload
   */
  async request(event, payload) {
    if (!this.isConnected) throw new Refusal("disconnected", "There is no connection.", true);
    this.asked.push({ event, payload });
    if (this.refusal) return { ok: false, error: { code: this.refusal, message: "No.", retryable: true } };
    switch (event) {
      case "room:join":
        return { ok: true, room: { id: "lobby", title: "Lobby" }, sequence: this.messages.length, members: ["ada"] };
      case "message:post":
        return { ok: true, message: this.add("ada", payload.id, payload.text) };
      case "history:page":
        return this.keepsPast ? this.#page(payload) : { ok: false, error: { code: "unknown_event", message: "" } };
      case "room:since":
        return this.#since(payload.sequence);
      default:
        return { ok: true };
    }
  }

  /** @param {string} event */
  count(event) {
    return this.asked.filter((asked) => asked.event === event).length;
  }

  /** @param {number} sequence */
  #since(sequence) {
    const missed = this.messages.filter(({ seq }) => seq > sequence);
    const recovered = missed.length <= 200;
    const events = missed.map((message) => ["message:posted", message]);
    return { ok: true, recovered, sequence: this.messages.length, ...(recovered && { events }) };
  }

  /** @param {{limit: number, before?: number}} payload */
  #page({ limit, before = Infinity }) {
    const earlier = this.messages.filter(({ seq }) => seq < before);
    return { ok: true, messages: earlier.slice(-limit), more: earlier.length > limit };
  }
}
