import { additions } from "../chat/additions.js";
import { ask } from "../chat/room-requests.js";
import { readElsewhere } from "../chat/unread.js";
import { facts as coreFacts } from "../protocol.js";
import { isPrivate, placeFragment } from "../rooms/place.js";
import { roomElement } from "../rooms/sidebar.js";
import { element, find } from "../view/dom.js";
import { iconButton } from "../view/icon-button.js";
import { KeyedChildren } from "../view/keyed-children.js";
import { attempt } from "../view/notices.js";
import { loadStyles } from "../view/styles.js";
import { entryOf, isGroup, seenText, titleOf } from "./conversations.js";
import { tellOfMore, tellOfReport } from "./told.js";
import { facts, requests } from "./wire.js";

/** @import {MessageRow, PrivateConversation, RoomState, Tool} from "../types.js" */

/** Conversations that are asked for at once, and how often: as many as the server lets devices hear. */
const pageLength = 100;
const mostPages = 4;

/** The conversations of two and of small groups: their list, and what belongs to them on the page. */
export class PrivateMessages {
  #chat;
  /** @type {Map<string, PrivateConversation>} */ #known = new Map();
  /** Up to where others have read, by room. @type {Map<string, Map<string, number>>} */ #seen = new Map();
  #links = element("ul", { class: "room-links", "aria-labelledby": "private-title" });
  #list = new KeyedChildren(this.#links, roomElement);
  #part;
  #note = element("p", { class: "seen" });
  /** @type {Promise<void>} */ #learning = Promise.resolve();

  /** @param {import("../chat/chat.js").Chat} chat */
  constructor(chat) {
    this.#chat = chat;
    const begin = iconButton("edit", "New private message", () => chat.act("open", "private"));
    begin.dataset.open = "private";
    const head = element("div", { class: "list-head" }, element("h2", { id: "private-title", text: "Private messages" }), begin);
    this.#part = element("div", {}, head, this.#links);
    find("rooms").after(this.#part);
    find("messages").after(this.#note);
    chat.hearers.add(this.#hear);
    additions.drawn.add(this.#draw);
    additions.messageTools.add(this.#toolsFor);
    additions.memberTools.add(this.#writeButton);
    void loadStyles("private");
  }

  /** Learns of all conversations; to be called after each connecting. */
  learn() {
    this.#learning = this.#learning.then(() => this.#learn());
    return this.#learning;
  }

  close() {
    this.#part.remove();
    this.#note.remove();
    this.#chat.hearers.delete(this.#hear);
    additions.drawn.delete(this.#draw);
    additions.messageTools.delete(this.#toolsFor);
    additions.memberTools.delete(this.#writeButton);
  }

  /** @param {string} room */
  find(room) {
    return this.#known.get(room);
  }

  /**
   * Goes to the conversation with these people, which begins with it if there is none.
   * @param {readonly string[]} people
   * @throws {Refusal}
   */
  async open(people) {
    await this.#goTo(await ask(this.#chat.socket, requests.open, { with: people }));
  }

  /**
   * Goes to the conversation in which that of `room` goes on with more people.
   * @type {(room: string, people: readonly string[]) => Promise<void>}
   * @throws {Refusal}
   */
  async add(room, people) {
    const known = this.#known.get(room);
    if (!known) return;
    // Two stay two: with more of them a group begins.
    if (isGroup(known)) await this.#goTo(await ask(this.#chat.socket, requests.add, { room, people }));
    else await this.open([...known.people.filter((user) => user !== this.#chat.session.name), ...people]);
  }

  /** @param {string} room Which we are to leave. */
  async leave(room) {
    await ask(this.#chat.socket, requests.leave, { room });
    this.#forget(room);
  }

  async #learn() {
    const { socket, rooms } = this.#chat;
    const before = [...this.#known.keys()];
    const found = new Set();
    let cursor;
    for (let page = 0; page < mostPages; page++) {
      // Who lost the connection asks after the next one; guests have no conversations.
      const answer = await ask(socket, requests.list, { limit: pageLength, cursor }).catch(() => undefined);
      this.#part.hidden = answer === undefined && this.#known.size === 0;
      for (const conversation of answer?.conversations ?? []) {
        found.add(conversation.room);
        await this.#take(conversation);
      }
      cursor = answer?.cursor;
      // Those that we left on another device meanwhile are ours no more.
      if (answer && cursor === undefined) for (const room of before) if (!found.has(room)) this.#forget(room);
      if (cursor === undefined) break;
    }
    const { id } = rooms.current.room;
    // The server says why there is none.
    if (isPrivate(id) && !this.#known.has(id)) await rooms.current.enter();
    this.#chat.view.update();
  }

  /** @param {PrivateConversation} conversation */
  async #take(conversation) {
    this.#known.set(conversation.room, conversation);
    await this.#chat.rooms.hold(conversation.room).enter(entryOf(conversation, this.#titleOf(conversation)));
  }

  /** @param {string} room */
  #forget(room) {
    this.#known.delete(room);
    this.#chat.rooms.drop(room);
  }

  /** @param {PrivateConversation} conversation */
  async #goTo(conversation) {
    await this.#take(conversation);
    location.hash = placeFragment({ room: conversation.room });
  }

  /** @param {PrivateConversation} conversation */
  #titleOf(conversation) {
    return titleOf(conversation, this.#chat.session.name, (user) => this.#chat.people.nameOf(user));
  }

  /** @type {(event: string, payload: any) => void} */
  #hear = (event, payload) => {
    if (event === facts.reported) tellOfReport(this.#chat);
    // Some facts have all of a room there.
    if (typeof payload?.room !== "string" || !isPrivate(payload.room)) return;
    const { room, user, seq } = payload;
    const known = this.#known.get(room);
    if (!known) {
      if (event === coreFacts.messagePosted || event === facts.opened) void this.learn();
      return;
    }
    const isMe = user === this.#chat.session.name;
    if (event === coreFacts.messagePosted) known.activeAt = payload.at;
    else if (event === facts.read && isMe) this.#chat.rooms.get(room)?.change((state) => readElsewhere(state, seq));
    else if (event === facts.read) this.#noteSeen(room, user, seq);
    else if (event === facts.left && isMe) this.#forget(room);
    else if (event === facts.left) known.people = known.people.filter((one) => one !== user);
    else if (event === facts.renamed) known.title = payload.title;
    else if (event === facts.continued) tellOfMore(this.#chat, payload);
    this.#chat.view.update();
  };

  /** @type {(room: string, user: string, seq: number) => void} */
  #noteSeen(room, user, seq) {
    const seen = this.#seen.get(room) ?? new Map();
    this.#seen.set(room, seen.set(user, seq));
  }

  /** @param {RoomState} room The one on the screen. */
  #draw = (room) => {
    const { rooms, notifications, session, people } = this.#chat;
    const all = [...this.#known.values()].sort((one, other) => other.activeAt.localeCompare(one.activeAt));
    const items = all.map((conversation) => {
      const { room: key } = conversation;
      const title = this.#titleOf(conversation);
      const state = rooms.get(key)?.room;
      const members = conversation.people;
      if (state && (state.title !== title || state.count !== members.length)) {
        rooms.get(key)?.change((before) => ({ ...before, title, members, count: members.length }));
      }
      const unread = state?.unread ?? 0;
      // How many are in a group, since names may be cut.
      const sign = isGroup(conversation) ? String(members.length) : "@";
      return { key, title, sign, unread, mentions: 0, isCurrent: key === room.id, isMuted: notifications.isMuted(key) };
    });
    this.#list.show(items);
    const nameOf = (/** @type {string} */ user) => people.nameOf(user);
    this.#note.hidden = !this.#known.has(room.id);
    this.#note.textContent = seenText(room.messages, session.name, this.#seen.get(room.id) ?? new Map(), this.find(room.id)?.people ?? [], nameOf);
  };

  /** @type {(row: MessageRow) => Tool[]} */
  #toolsFor = (row) => {
    const { id } = this.#chat.rooms.current.room;
    if (!isPrivate(id) || row.author === row.me) return [];
    return [{ name: "flag", label: "Report", act: () => this.#chat.act("open", "privateReport", { room: id, row }) }];
  };

  /** @param {string} name Of somebody who is here. */
  #writeButton = (name) => {
    const words = `Write to ${this.#chat.people.nameOf(name)} alone`;
    return iconButton("edit", words, () => void attempt(() => this.open([name])), "icon-button member-tool");
  };
}
