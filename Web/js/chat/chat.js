import { Notifications } from "../notify/notifications.js";
import { codes, facts, requests } from "../protocol.js";
import { isPrivate, parsePlace, placeFragment } from "../rooms/place.js";
import { RoomSet } from "../rooms/room-set.js";
import { Socket } from "../socketio/socket.js";
import { actionsOf } from "./actions.js";
import { Drafts } from "./kept.js";
import { press } from "./shortcuts.js";
import { People } from "./people.js";
import { ask } from "./room-requests.js";
import { withNewLine } from "./unread.js";
import { socketURLs } from "../socketio/socket-urls.js";

/** @import {Place, Status} from "../types.js" */

/** The chat of one session: connects, enters its rooms, and stays until the session ends. */
export class Chat {
  session;
  view;
  /** What a person can do, by its name. */
  act;
  drafts;
  notifications;
  /** @type {People} */ people;
  /** @type {RoomSet} */ rooms;
  /** @type {import("../private/private-messages.js").PrivateMessages | undefined} */ privateMessages;
  /** @type {Socket} */ socket;
  /** What parts that are loaded later hear of the server. @type {Set<(event: string, payload: any) => void>} */ hearers = new Set();
  /** @type {Promise<any> | undefined} */ #extras;
  #comeIn;
  #ended;
  /** How we say that we are there: `online`, `away` or `busy`. */ status = "online";
  /** @type {import("./idleness.js").Idleness | undefined} */ idleness;
  /** What the server told of us last. @type {import("../types.js").SessionInfo | undefined} */ info;
  #listeners = new AbortController();
  #isOpen = false;

  /**
   * @param {import("../types.js").Session} session
   * @param {import("./chat-view.js").ChatView} view
   * @param {(notice?: string) => void} ended Called once, with the reason if nobody here asked for it.
   * @param {typeof import("../account/guest.js").comeIn} [comeIn] For a guest.
   */
  constructor(session, view, ended, comeIn) {
    this.session = session;
    this.view = view;
    this.#ended = ended;
    this.#comeIn = comeIn;
    this.act = actionsOf(this);
    this.drafts = new Drafts(session.name);
    this.notifications = new Notifications(session.name);
    this.socket = new Socket(socketURLs(location), () => (session.guest === undefined ? { token: session.token } : { guest: session.guest }), {
      changed: (status) => this.#follow(status),
      received: (event, payload) => this.#receive(event, payload),
      refused: (refusal) => this.#retriesAfter(refusal),
    });
    this.people = new People(this.socket, () => view.update());
    this.rooms = new RoomSet(this.socket, session.name, () => view.update());
  }

  open() {
    this.view.open(this.act, () => this.#shown(), (user) => this.people.nameOf(user));
    const { signal } = this.#listeners;
    const retry = () => this.reconnect();
    addEventListener("online", retry, { signal });
    addEventListener("hashchange", () => this.#followAddress(), { signal });
    document.addEventListener("visibilitychange", () => this.#noteVisibility(), { signal });
    document.addEventListener("keydown", (event) => press(event, this), { signal });
    this.#followAddress();
    this.socket.start();
  }

  /** @param {string} [notice] Why, for the person. */
  close(notice) {
    this.#listeners.abort();
    this.socket.stop();
    this.privateMessages?.close();
    void this.#extras?.then((extras) => extras?.close());
    this.view.close();
    this.#ended(notice);
  }

  /** Tries at once instead of later. */
  reconnect() {
    if (!document.hidden && this.socket.status.phase === "waiting") this.socket.start();
  }

  async signOut() {
    this.drafts.clear();
    this.rooms.forget();
    this.close();
    // Signed out here in any case: without a connection the server's session runs until it expires.
    if (this.session.guest !== undefined) return;
    const { signOut } = await import("../account/accounts.js");
    await signOut(this.session.token).catch(() => undefined);
  }

  /** How we are there as others see it. */
  get presence() {
    return this.status === "online" && this.idleness?.isIdle ? "away" : this.status;
  }

  /** Ends what belongs to this chat. */
  get signal() {
    return this.#listeners.signal;
  }

  /** The newest message is on the screen, and somebody is looking. */
  noteRead() {
    this.rooms.current.noteRead();
  }

  /** Shows a room, and a message in it. @type {(place: Place) => void} */
  show({ room, message }) {
    if (room !== this.rooms.current.room.id || !this.#isOpen) {
      this.#isOpen = true;
      this.rooms.open(room);
      this.view.openRoom(this.drafts.get(room));
    }
    this.view.update();
    if (message !== undefined) this.act("jump", message);
  }

  #shown() {
    const current = this.rooms.current.room;
    const items = this.rooms.all.map(({ id: key, title, unread, mentions }) => {
      const isMuted = this.notifications.isMuted(key);
      const calls = isPrivate(key) && !isMuted ? unread : mentions;
      return { key, title, unread, mentions: calls, isCurrent: key === current.id, isMuted };
    });
    return { room: current, items, status: this.presence };
  }

  #followAddress() {
    this.show(parsePlace(location.hash) ?? { room: this.rooms.current.room.id });
  }

  #noteVisibility() {
    this.reconnect();
    this.rooms.current.change(withNewLine);
    this.view.update();
  }

  /** @param {Status} status */
  #follow(status) {
    this.view.showConnection(status);
    // A guest comes in when the server has told the name.
    if (status.phase === "connected" && this.session.guest !== undefined) return;
    if (status.phase === "connected") this.enter();
    else this.rooms.disconnected();
  }

  /** To be called after each connecting. */
  enter() {
    // What a device said holds for its connection.
    if (this.presence !== "online") this.act("tellPresence");
    // Nobody is idle before that, and other things are loaded first.
    setTimeout(() => this.act("watchTime"), 60_000);
    this.people.refresh();
    void this.rooms.enter();
    void this.#learn();
  }

  /** Asks what there is beside rooms, and loads the parts of the page for that. */
  async #learn() {
    const { current } = this.rooms;
    const found = await ask(this.socket, requests.showSession).catch(() => undefined);
    if (found) this.info = found;
    const has = (/** @type {string} */ key) => found?.modules.some((/** @type {any} */ module) => module.name === key || module[key]);
    if (this.privateMessages || (has("private") && this.session.guest === undefined)) {
      const part = await import("../private/private-messages.js").catch(() => undefined);
      if (this.signal.aborted) return;
      if (part) this.privateMessages ??= new part.PrivateMessages(this);
      void this.privateMessages?.learn();
    } else if (isPrivate(current.room.id)) void current.enter();
    const mayMore = ["manage", "private.review"].some((right) => found?.rights.includes(right));
    if (!this.#extras && !has("script") && !has("moderation") && !mayMore) return;
    this.#extras ??= import("../modules/extras.js").then(({ Extras }) => new Extras(this)).catch(() => (this.#extras = undefined));
    if (found) (await this.#extras)?.learn(found);
  }

  /** @type {(event: string, payload: any) => void} */
  #receive(event, payload) {
    if (event === facts.sessionEnded) return this.#end(payload);
    if (event === facts.sessionStarted) return this.#comeIn?.(this, payload.user);
    if (event === facts.userRenamed) this.people.renamed(payload);
    this.rooms.receive(event, payload);
    for (const hear of this.hearers) hear(event, payload);
    const { room } = this.rooms.current;
    const isHere = payload?.room === room.id;
    if (event === facts.messagePosted && document.hidden && this.notifications.isOn) {
      void import("../notify/desktop.js").then(({ tellOf }) => tellOf(this, payload));
    }
    if (isHere) void import("../notify/spoken.js").then(({ say }) => say(this, event, payload)).catch(() => undefined);
  }

  /**
   * Who signed out in another tab is told so there, and a session with other rights goes on.
   * @param {{code: string, message: string, retryable: boolean}} end
   */
  #end({ code, message, retryable }) {
    if (!retryable && code !== codes.signedOut) this.close(message);
  }

  /** @param {import("../refusal.js").Refusal} refusal */
  #retriesAfter({ code, message }) {
    const isOver = code === codes.unauthorized || code === codes.guestsOff || code === codes.badName;
    if (isOver) this.close(code === codes.unauthorized ? "Your session has ended. Sign in again." : message);
    return !isOver;
  }
}
