import { signOut } from "../account/accounts.js";
import { codes, facts } from "../protocol.js";
import { Socket } from "../socketio/socket.js";
import { Conversation } from "./conversation.js";
import { socketURL } from "./socket-url.js";

/** The room that everybody enters first. */
const firstRoom = "lobby";

/** The chat of one session: connects, enters the first room, and stays until the session ends. */
export class Chat {
  #session;
  #view;
  #ended;
  /** @type {Socket} */ #socket;
  /** @type {Conversation} */ #conversation;
  #retryNow = () => {
    if (!document.hidden && this.#socket.status.phase === "waiting") this.#socket.start();
  };

  /**
   * @param {import("../account/session-storage.js").Session} session
   * @param {import("./chat-view.js").ChatView} view
   * @param {(notice?: string) => void} ended Called once, with the reason if nobody here asked for it.
   */
  constructor(session, view, ended) {
    this.#session = session;
    this.#view = view;
    this.#ended = ended;
    this.#socket = new Socket(socketURL(location), () => ({ token: session.token }), {
      changed: (status) => this.#follow(status),
      received: (event, payload) => this.#receive(event, payload),
      refused: (refusal) => this.#retriesAfter(refusal),
    });
    this.#conversation = new Conversation(this.#socket, firstRoom, session.name, (room) => view.show(room));
  }

  open() {
    const conversation = this.#conversation;
    this.#view.open(this.#session, {
      send: (text) => conversation.send(text),
      retry: (id) => conversation.retry(id),
      discard: (id) => conversation.discard(id),
      loadEarlier: () => void conversation.loadEarlier(),
      enter: () => void conversation.enter(),
      reconnect: this.#retryNow,
      signOut: () => void this.#signOut(),
    });
    this.#view.show(conversation.room);
    addEventListener("online", this.#retryNow);
    document.addEventListener("visibilitychange", this.#retryNow);
    this.#socket.start();
  }

  /** @param {string} [notice] Why, for the person. */
  close(notice) {
    removeEventListener("online", this.#retryNow);
    document.removeEventListener("visibilitychange", this.#retryNow);
    this.#socket.stop();
    this.#view.close();
    this.#ended(notice);
  }

  async #signOut() {
    this.close();
    // Signed out here in any case: without a connection the server's session runs until it expires.
    await signOut(this.#session.token).catch(() => undefined);
  }

  /** @param {import("../socketio/socket.js").Status} status */
  #follow(status) {
    this.#view.showConnection(status);
    if (status.phase === "connected") void this.#conversation.enter();
    else this.#conversation.leave();
  }

  /**
   * @param {string} event
   * @param {any} payload
   */
  #receive(event, payload) {
    if (event === facts.sessionEnded) return this.#end(payload);
    this.#conversation.receive(event, payload);
    if (payload?.user === this.#session.name) return;
    if (event === facts.roomJoined) this.#view.announce(`${payload.user} came in.`);
    if (event === facts.roomLeft) this.#view.announce(`${payload.user} left.`);
  }

  /**
   * Who signed out in another tab is told so there, and a session with other rights goes on.
   * @param {{code: string, message: string, retryable: boolean}} end
   */
  #end({ code, message, retryable }) {
    if (!retryable && code !== codes.signedOut) this.close(message);
  }

  /** @param {import("../refusal.js").Refusal} refusal */
  #retriesAfter({ code }) {
    if (code !== codes.unauthorized) return true;
    this.close("Your session has ended. Sign in again.");
    return false;
  }
}
