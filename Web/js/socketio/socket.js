import { Refusal, localCodes } from "../refusal.js";
import { retryDelay } from "./backoff.js";
import { Link } from "./link.js";
import { decodePacket, encodePacket } from "./packet.js";
import { PendingAcks } from "./pending-acks.js";

/** @import {LinkListener, Packet, SocketListener, Status} from "../types.js" */

/** A connection that lived this long counts as good: the delays begin anew. Milliseconds. */
const steadyAfter = 10_000;

/** How long an answer may take, in milliseconds. */
const answerLimit = 15_000;

/** A Socket.IO client for one namespace that stays connected until it is stopped. */
export class Socket {
  /** @type {{webSocket: string, polling: string}} */ #urls;
  /** @type {() => object} */ #auth;
  /** @type {SocketListener} */ #listener;
  /** @type {string} */ #namespace;
  /** @type {Link | undefined} */ #link;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #retry;
  /** @type {Status} */ #status = { phase: "stopped" };
  #acks = new PendingAcks(answerLimit);
  #failures = 0;
  #connectedAt = 0;
  /** How often a link did not last, while no WebSocket has ever opened. */
  #withoutWebSocket = 0;
  #webSocketsWork = false;

  /**
   * @param {{webSocket: string, polling: string}} urls
   * @param {() => object} auth What to connect with, asked for each time.
   * @param {SocketListener} listener
   * @param {string} [namespace]
   */
  constructor(urls, auth, listener, namespace = "/") {
    this.#urls = urls;
    this.#auth = auth;
    this.#listener = listener;
    this.#namespace = namespace;
  }

  get status() {
    return this.#status;
  }

  /** Connects, unless that is done or under way. A wait for the next try ends at once. */
  start() {
    if (this.#link) return;
    clearTimeout(this.#retry);
    this.#change({ phase: "connecting" });
    // As long as no WebSocket got through, every second try goes without.
    const isPolling = !this.#webSocketsWork && this.#withoutWebSocket % 2 === 1;
    const listener = {
      opened: () => {
        if (!isPolling) this.#webSocketsWork = true;
        this.#send({ type: "connect", data: this.#auth() });
      },
      received: (/** @type {string} */ text) => this.#receive(text),
      closed: () => {
        this.#withoutWebSocket += 1;
        this.#lost();
      },
    };
    if (isPolling) void this.#poll(listener);
    else this.#link = new Link(this.#urls.webSocket, listener);
  }

  /** Disconnects for good; open requests are refused. */
  stop() {
    clearTimeout(this.#retry);
    this.#send({ type: "disconnect" });
    this.#drop();
    this.#change({ phase: "stopped" });
  }

  /**
   * Asks the server, and waits for its ack.
   * @param {string} event
   * @param {object} payload
   * @returns {Promise<any>} The ack's first argument.
   * @throws {Refusal} `disconnected` or `no_answer`: the server may have done it all the same.
   */
  request(event, payload) {
    if (this.#status.phase !== "connected") {
      return Promise.reject(new Refusal(localCodes.disconnected, "There is no connection.", true));
    }
    const { id, answer } = this.#acks.open();
    this.#send({ type: "event", id, data: [event, payload] });
    return answer;
  }

  /** @param {LinkListener} listener */
  async #poll(listener) {
    const part = await import("./polling.js").catch(() => undefined);
    if (this.#link || this.#status.phase !== "connecting") return;
    if (part) this.#link = new Link(this.#urls.polling, listener, (url) => new part.PollingSocket(url));
    else listener.closed();
  }

  /** @param {string} text */
  #receive(text) {
    const packet = decodePacket(text, this.#namespace);
    switch (packet?.type) {
      case "connect":
        this.#connectedAt = Date.now();
        this.#change({ phase: "connected" });
        break;
      case "event":
        this.#listener.received(packet.data[0], packet.data[1]);
        break;
      case "ack":
        if (packet.id !== undefined) this.#acks.close(packet.id, packet.data[0]);
        break;
      case "disconnect":
        this.#lost();
        break;
      case "connect_error":
        this.#refuse(packet.data);
        break;
    }
  }

  /** @param {any} data */
  #refuse(data) {
    const code = data?.data?.code ?? "connect_error";
    const refusal = new Refusal(code, data?.message ?? "The server refused the connection.");
    if (this.#listener.refused(refusal)) this.#lost();
    else this.stop();
  }

  #lost() {
    const wasSteady = this.#status.phase === "connected" && Date.now() - this.#connectedAt > steadyAfter;
    this.#failures = wasSteady ? 0 : this.#failures + 1;
    this.#drop();
    const delay = retryDelay(this.#failures);
    this.#retry = setTimeout(() => this.start(), delay);
    this.#change({ phase: "waiting", until: Date.now() + delay });
  }

  #drop() {
    this.#link?.close();
    this.#link = undefined;
    this.#acks.refuseAll(new Refusal(localCodes.disconnected, "The connection was lost.", true));
  }

  /** @param {Packet} packet */
  #send(packet) {
    this.#link?.send(encodePacket(packet, this.#namespace));
  }

  /** @param {Status} status */
  #change(status) {
    this.#status = status;
    this.#listener.changed(status);
  }
}
