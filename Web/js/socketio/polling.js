/** Between the packets of one HTTP body. */
const separator = "\u001e";

/** How long a farewell may take, in milliseconds: on a dead network it would be minutes. */
const farewellLimit = 5000;

/**
 * What a link needs of a WebSocket, over HTTP requests that wait: for networks where WebSockets do not get through.
 * Engine.IO calls it long-polling.
 */
export class PollingSocket {
  /** As WebSocket says it: 0 while it opens, 1 open, 3 closed. */
  readyState = 0;
  /** @type {((event: {data: string}) => void) | null} */ onmessage = null;
  /** @type {(() => void) | null} */ onclose = null;
  #url;
  #fetch;
  #abort = new AbortController();
  /** @type {string[]} */ #waiting = [];
  /** @type {Promise<void> | undefined} */ #sending;

  /**
   * @param {string} url
   * @param {typeof fetch} [fetcher]
   */
  constructor(url, fetcher = (...request) => fetch(...request)) {
    this.#url = url;
    this.#fetch = fetcher;
    void this.#poll();
  }

  /** @param {string} packet */
  send(packet) {
    this.#waiting.push(packet);
    this.#sending ??= this.#flush();
  }

  close() {
    if (this.readyState === 3) return;
    const wasOpen = this.readyState === 1;
    this.readyState = 3;
    if (!wasOpen) return this.#abort.abort();
    // What was sent and the farewell may still go out; who waits for packets does so no more.
    this.send("1");
    const end = () => this.#abort.abort();
    void this.#sending?.then(end);
    setTimeout(end, farewellLimit);
  }

  async #poll() {
    try {
      while (this.readyState !== 3) {
        const body = await this.#request({ method: "GET" });
        for (const packet of body.split(separator)) this.#take(packet);
      }
    } catch {
      this.#fail();
    }
  }

  /** @param {string} packet */
  #take(packet) {
    if (this.readyState === 3) return;
    if (this.readyState === 0) {
      const { sid } = JSON.parse(packet.slice(1));
      this.#url += `&sid=${encodeURIComponent(sid)}`;
      this.readyState = 1;
    }
    this.onmessage?.({ data: packet });
  }

  /** One body at a time, so that packets keep their order. */
  async #flush() {
    try {
      while (this.#waiting.length > 0) {
        await this.#request({ method: "POST", body: this.#waiting.splice(0).join(separator) });
      }
    } catch {
      this.#fail();
    }
    this.#sending = undefined;
  }

  /** @param {RequestInit} init */
  async #request(init) {
    const response = await this.#fetch(this.#url, { ...init, cache: "no-store", signal: this.#abort.signal });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return response.text();
  }

  #fail() {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#abort.abort();
    this.onclose?.();
  }
}
