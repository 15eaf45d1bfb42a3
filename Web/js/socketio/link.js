import { enginePacket } from "./packet.js";

/** @import {Carrier, LinkListener} from "../types.js" */

/** How long a server may take for its open packet, in milliseconds. */
const openLimit = 10_000;

/**
 * One Engine.IO link over one WebSocket. It answers pings, and counts as closed when the server has been
 * silent for longer than a ping can take.
 */
export class Link {
  /** @type {Carrier} */ #carrier;
  /** @type {LinkListener} */ #listener;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #watch;
  #silenceLimit = openLimit;
  #ended = false;

  /**
   * @param {string} url
   * @param {LinkListener} listener
   * @param {(url: string) => Carrier} [makeCarrier]
   */
  constructor(url, listener, makeCarrier = (url) => new WebSocket(url)) {
    this.#listener = listener;
    this.#carrier = makeCarrier(url);
    this.#carrier.onmessage = ({ data }) => this.#receive(data);
    this.#carrier.onclose = () => this.#end();
    this.#expectSomething();
  }

  /** Sends one Socket.IO packet. @type {(text: string) => void} */
  send(text) {
    this.#write(enginePacket.message + text);
  }

  /** Ends the link; the listener hears nothing more. */
  close() {
    this.#ended = true;
    clearTimeout(this.#watch);
    this.#carrier.close();
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
    if (this.#carrier.readyState === 1) this.#carrier.send(text);
  }

  /** A dead network may hold back the event `close` for minutes, so the link does not wait for it. */
  #end() {
    if (this.#ended) return;
    this.close();
    this.#listener.closed();
  }
}
