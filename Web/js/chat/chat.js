import { Notifications } from "../notify/notifications.js";
import { codes, facts } from "../protocol.js";
import { parsePlace, placeFragment } from "../rooms/place.js";
import { RoomSet } from "../rooms/room-set.js";
import { Socket } from "../socketio/socket.js";
import { actionsOf } from "./actions.js";
import { Drafts } from "./kept.js";
import { press } from "./shortcuts.js";
import { mentionsName } from "./unread.js";
import { socketURLs } from "../socketio/socket-urls.js";

/** @import {Message, Place, Status} from "../types.js" */

/** The chat of one session: connects, enters its rooms, and stays until the session ends. */
export class Chat {
  session;
  view;
  /** What a person can do, by its name. */
  act;
  /** @type {Promise<import("../commands/commands.js").Commands> | undefined} */ #commands;
  drafts;
  notifications;
  /** @type {RoomSet} */ rooms;
  /** @type {Socket} */ socket;
  /** What parts that are loaded later hear of the server. @type {Set<(event: string, payload: any) => void>} */ hearers = new Set();
  #ended;
  /** In the room on the screen, messages after this one are new to the reader. @type {number | undefined} */ #newAfter;
  #listeners = new AbortController();
  #isOpen = false;

  /**
   * @param {import("../account/session-storage.js").Session} session
   * @param {import("./chat-view.js").ChatView} view
   * @param {(notice?: string) => void} ended Called once, with the reason if nobody here asked for it.
   */
  constructor(session, view, ended) {
    this.session = session;
    this.view = view;
    this.#ended = ended;
    this.act = actionsOf(this);
    this.drafts = new Drafts(session.name);
    this.notifications = new Notifications(session.name, (room) => this.show({ room }));
    this.socket = new Socket(socketURLs(location), () => (session.guest === undefined ? { token: session.token } : { guest: session.guest }), {
      changed: (status) => this.#follow(status),
      received: (event, payload) => this.#receive(event, payload),
      refused: (refusal) => this.#retriesAfter(refusal),
    });
    this.rooms = new RoomSet(this.socket, session.name, () => view.update());
  }

  open() {
    this.view.open(this.session.name, this.act, () => this.#shown());
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

  /** What one can write after a slash. */
  commands() {
    this.#commands ??= import("../commands/commands.js").then(({ Commands }) => new Commands());
    return this.#commands;
  }

  /** The newest message is on the screen, and somebody is looking. */
  noteRead() {
    this.rooms.readCurrent();
  }

  /**
   * Shows a room, and a message in it.
   * @param {Place} place
   */
  show({ room, message }) {
    if (room !== this.rooms.current.room.id || !this.#isOpen) {
      this.#isOpen = true;
      const { room: opened } = this.rooms.open(room);
      this.#newAfter = opened.unread > 0 ? opened.read : undefined;
      this.view.openRoom(this.drafts.get(room));
    }
    this.view.update();
    if (message !== undefined) this.act("jump", message);
  }

  /**
   * Shows the room above or below the one on the screen.
   * @param {number} by
   */
  step(by) {
    const { all, current } = this.rooms;
    const next = all[all.findIndex(({ id }) => id === current.room.id) + by];
    if (next) location.hash = placeFragment({ room: next.id });
  }

  #shown() {
    const current = this.rooms.current.room;
    const items = this.rooms.all.map(({ id, title, unread, mentions }) => {
      return { key: id, title, unread, mentions, isCurrent: id === current.id, isMuted: this.notifications.isMuted(id) };
    });
    return { room: current, items, newAfter: this.#newAfter };
  }

  #followAddress() {
    this.show(parsePlace(location.hash) ?? { room: this.rooms.current.room.id });
  }

  #noteVisibility() {
    if (document.hidden) {
      this.#newAfter = undefined;
      return;
    }
    this.reconnect();
    const { unread, read } = this.rooms.current.room;
    if (unread > 0) this.#newAfter = read;
    this.view.update();
  }

  /** @param {Status} status */
  #follow(status) {
    this.view.showConnection(status);
    // A guest comes in when the server has told the name.
    if (status.phase === "connected" && this.session.guest !== undefined) return;
    if (status.phase === "connected") void this.rooms.enter();
    else this.rooms.disconnected();
  }

  /**
   * After each connecting a guest is another one.
   * @param {string} name
   */
  #beGuest(name) {
    const { id } = this.rooms.current.room;
    this.session = { ...this.session, name };
    this.rooms.forget();
    this.rooms = new RoomSet(this.socket, name, () => this.view.update());
    this.view.showMe(name);
    this.rooms.open(id);
    void this.rooms.enter();
  }

  /** @type {(event: string, payload: any) => void} */
  #receive(event, payload) {
    if (event === facts.sessionEnded) return this.#end(payload);
    if (event === facts.sessionStarted) return this.#beGuest(payload.user.name);
    this.rooms.receive(event, payload);
    for (const hear of this.hearers) hear(event, payload);
    if (event === facts.messagePosted) this.#note(payload);
    if (payload?.room !== this.rooms.current.room.id) return;
    const verb = { [facts.roomJoined]: "came in", [facts.roomLeft]: "left" }[event];
    const others = (payload.users ?? []).filter((/** @type {string} */ user) => user !== this.session.name);
    if (verb && others.length > 0) this.view.announce(`${others.join(", ")} ${verb}.`);
  }

  /** @param {Message} message */
  #note(message) {
    const room = this.rooms.all.find(({ id }) => id === message.room);
    const speaksToUs = message.author !== this.session.name && mentionsName(message.text, this.session.name);
    if (room && speaksToUs) void this.notifications.show(message, room.title);
    const isHere = message.room === this.rooms.current.room.id;
    if (isHere && document.hidden) this.#newAfter ??= room?.read;
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
