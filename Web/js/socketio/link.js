import { enginePacket } from "./packet.js";

/** How long a server may take for its open packet, in milliseconds. */
const openLimit = 10_000;

/**
 * @typedef {object} LinkListener
 * @property {() => void} opened The server greeted; `send` works from now on.
 * @property {(text: string) => void} received One Socket.IO packet came.
 * @property {() => void} closed Called once, however the link ended, except by `close()`.
 */

/**
 * One Engine.IO link over one WebSocket. It answers pings, and counts as closed when the server has been
 * silent for longer than a ping can take.
 */
export class Link {
  /** @type {WebSocket} */ #webSocket;
  /** @type {LinkListener} */ #listener;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #watch;
  #silenceLimit = openLimit;
  #ended = false;

  /**
   * @param {string} url
   * @param {LinkListener} listener
   * @param {(url: string) => WebSocket} [makeWebSocket]
   */
  constructor(url, listener, makeWebSocket = (url) => new WebSocket(url)) {
    this.#listener = listener;
    this.#webSocket = makeWebSocket(url);
    this.#webSocket.onmessage = ({ data }) => this.#receive(data);
    this.#webSocket.onclose = () => this.#end();
    this.#expectSomething();
  }

  /**
   * Sends one Socket.IO packet.
   * @param {string} text
   */
  send(text) {
    this.#write(enginePacket.message + text);
  }

  /** Ends the link; the listener hears nothing more. */
  close() {
    this.#ended = true;
    clearTimeout(this.#watch);
    this.#webSocket.close();
  }

  /** @param {unknown} data */
  #receive(data) {
    if (this.#ended || typeof data !== "string") return;
    this.#expectSomething();
    const body = data.slice(1);
    switch (data[0]) {
      case enginePacket.open:
        this.#open(body);
        break;
      case enginePacket.ping:
        this.#write(enginePacket.pong + body);
        break;
      case enginePacket.message:
        this.#listener.received(body);
        break;
      case enginePacket.close:
        this.#end();
        break;
    }
  }

  /** @param {string} body */
  #open(body) {
    try {
      const { pingInterval, pingTimeout } = JSON.parse(body);
      this.#silenceLimit = pingInterval + pingTimeout || openLimit;
    } catch {
      this.#end();
      return;
    }
    this.#expectSomething();
    this.#listener.opened();
  }

  #expectSomething() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#end(), this.#silenceLimit);
  }

  /** @param {string} text */
  #write(text) {
    if (this.#webSocket.readyState === 1) this.#webSocket.send(text);
  }

  /** A dead network may hold back the event `close` for minutes, so the link does not wait for it. */
  #end() {
    if (this.#ended) return;
    this.close();
    this.#listener.closed();
  }
}
