/** A connection to the server that comes back by itself: Socket.IO 5 over one WebSocket, as far as this page needs it. */
export class Connection {
  #pending = new Map();
  #lastId = 0;
  #delay = 500;
  #webSocket;

  /**
   * @param {string} token
   * @param {{opened: () => void, heard: (event: string, payload: any) => void, closed: (reason?: string) => void}} listener
   */
  constructor(token, listener) {
    this.token = token;
    this.listener = listener;
    this.#open();
  }

  /** @returns {Promise<any>} What the server answers; rejected with its error. */
  request(event, payload) {
    if (this.#webSocket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error("There is no connection."));
    const id = ++this.#lastId;
    this.#webSocket.send(`42${id}${JSON.stringify([event, payload])}`);
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  #open() {
    const url = new URL("/socket.io/?EIO=4&transport=websocket", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.#webSocket = new WebSocket(url);
    this.#webSocket.addEventListener("message", ({ data }) => this.#receive(data));
    this.#webSocket.addEventListener("close", () => this.#lost());
  }

  #lost() {
    for (const { reject } of this.#pending.values()) reject(new Error("The connection was lost."));
    this.#pending.clear();
    if (this.refused) return;
    this.listener.closed();
    setTimeout(() => this.#open(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, 10_000);
  }

  #receive(text) {
    const [, kind, id, body] = /^(0|2|40|42|43|44|41)(\d*)(.*)$/su.exec(text) ?? [];
    if (kind === "0") this.#webSocket.send(`40${JSON.stringify({ token: this.token })}`);
    else if (kind === "2") this.#webSocket.send("3");
    else if (kind === "40") {
      this.#delay = 500;
      this.listener.opened();
    } else if (kind === "42") this.listener.heard(...JSON.parse(body));
    else if (kind === "43") this.#settle(Number(id), JSON.parse(body)[0]);
    else if (kind === "44") {
      this.refused = true;
      this.listener.closed(JSON.parse(body).message);
    }
  }

  #settle(id, answer) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (answer.ok) pending?.resolve(answer);
    else pending?.reject(new Error(answer.error.message));
  }
}
