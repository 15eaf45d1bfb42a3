import { Commands } from "../commands/commands.js";
import { argumentChoices, commandChoices, mentionChoices } from "../composer/completion.js";
import { findEmoji } from "../emoji/table.js";
import { placeFragment } from "../rooms/place.js";
import { firstRoom } from "../rooms/room-set.js";
import { requests } from "../rooms/wire.js";
import { confirmed } from "../view/dialog.js";
import { attempt, notify } from "../view/notices.js";
import { loadStyles } from "../view/styles.js";
import * as earlier from "./earlier.js";
import * as excerpts from "./excerpt.js";
import { Idleness } from "./idleness.js";
import { onNewDay } from "./new-day.js";
import { withoutOutgoing } from "./outgoing.js";
import { ask } from "./room-requests.js";
import { onScreen } from "./room-state.js";
import { isNews } from "./unread.js";
import { openView } from "./views.js";

/**
 * @import {Choice, Message, MessageRow, Wanted} from "../types.js"
 * @import {Chat} from "./chat.js"
 * @import {Conversation} from "./conversation.js"
 */

/**
 * Runs what begins with a slash.
 * @param {Chat} chat
 * @param {string} text
 * @returns {Promise<string | undefined | void>} What is to be said in the room, if anything.
 */
export async function run(chat, text) {
  const parsed = new Commands().parse(text);
  if (!parsed) return text;
  const { command, name, rest } = parsed;
  if (!command) return notify(`There is no command /${name}. Begin with // to say it all the same.`);
  return attempt(async () =>
    command.run(rest, {
      room: chat.rooms.current.room.id,
      notify,
      open: (view, ...values) => void openView(chat, view, ...values),
      leave: (room) => leaveRoom(chat, room),
    }),
  );
}

/** @type {(chat: Chat) => Promise<void>} Tells the server how we are there; who lost the connection does it after the next one. */
export async function tellPresence({ socket, presence, view }) {
  view.update();
  await ask(socket, requests.presence, { status: presence }).catch(() => undefined);
}

/** @type {(chat: Chat) => void} From now on who does nothing here counts as away. */
export function watchTime(chat) {
  if (chat.signal.aborted || chat.idleness) return;
  chat.idleness = new Idleness(() => void tellPresence(chat), chat.signal);
  // Today is Yesterday then.
  onNewDay(() => chat.view.update(), chat.signal);
}

/** @type {(chat: Chat, row: MessageRow) => void} */
export function retry({ rooms }, { id, text, at, replyTo }) {
  const isThere = rooms.current.room.outgoing.some((message) => message.id === id && message.problem !== undefined);
  if (isThere) rooms.current.post({ id, text, at, replyTo });
}

/** @type {(chat: Chat, row: MessageRow) => void} */
export function discard({ rooms }, { id }) {
  rooms.current.change((room) => withoutOutgoing(room, id));
}

/** @type {(chat: Chat) => void} Begins to edit our last message. */
export function editLast({ rooms, view }) {
  const { messages, me, outgoing } = rooms.current.room;
  const last = messages.findLast(({ author, deleted }) => author === me && !deleted);
  if (!last || outgoing.length > 0) return;
  view.composer.setMode({ kind: "edit", row: { ...last, kind: "message", key: "", isFirst: true, me, status: "sent" } });
}

/** @type {(chat: Chat, conversation: Conversation, row: MessageRow, text: string) => Promise<void>} */
export async function edit({ rooms, drafts, view }, conversation, row, text) {
  if (text === row.text) return;
  const done = await attempt(() => change(conversation, requests.edit, row, { text }));
  if (done) return;
  // What was written is not lost: it is there to be tried again, or a draft where somebody has gone elsewhere.
  const { id } = conversation.room;
  if (rooms.current === conversation) view.composer.giveBack(text, { kind: "edit", row });
  else if (drafts.get(id) === "") drafts.set(id, text);
}

/** @type {(chat: Chat, row: MessageRow, reaction: string, on: boolean) => Promise<void>} */
export async function react(chat, row, reaction, on) {
  await attempt(() => change(chat.rooms.current, requests.react, row, { reaction, on }));
}

/** @type {(chat: Chat, row: MessageRow) => Promise<void>} */
export async function remove(chat, row) {
  await loadStyles("over");
  const conversation = chat.rooms.current;
  const words = row.author === row.me ? "your message" : `the message of ${row.name ?? row.author}`;
  if (!(await confirmed("Delete message", `Delete ${words} for everybody?`, "Delete"))) return;
  await attempt(() => change(conversation, requests.delete, row));
}

/** @type {(conversation: Conversation, event: string, row: MessageRow, fields?: object) => Promise<unknown>} */
function change(conversation, event, { id, author }, fields) {
  return conversation.ask(event, { id, author, ...fields });
}

/** @type {(chat: Chat, room: string) => Promise<void>} */
export async function leaveRoom({ rooms }, room) {
  const conversation = rooms.get(room);
  if (!conversation || room === firstRoom) return;
  if (conversation.room.refusal === undefined) await conversation.ask(requests.leave);
  rooms.drop(room);
}

/** @type {(chat: Chat, by: number) => void} Shows the room above or below the one on the screen. */
export function step({ rooms }, by) {
  const next = rooms.all[rooms.all.findIndex(({ id }) => id === rooms.current.room.id) + by];
  if (next) location.hash = placeFragment({ room: next.id });
}

/** @type {(chat: Chat, row: MessageRow) => Promise<void>} */
export async function copyLink(chat, { seq }) {
  const { id } = chat.rooms.current.room;
  const link = `${location.origin}${location.pathname}${placeFragment({ room: id, message: seq })}`;
  try {
    await navigator.clipboard.writeText(link);
    notify("The link is copied.");
  } catch {
    // Without TLS, or without the person's leave, pages may not write to the clipboard.
    notify(link);
  }
}

/**
 * Brings a message of the room on the screen into sight, with those around it.
 * @param {Chat} chat
 * @param {number} seq
 */
export async function jump(chat, seq) {
  if (!(await bringIn(chat, seq, (message) => message.seq === seq))) notify("This message is not there any more.");
}

/** @type {(chat: Chat) => Promise<unknown>} Brings the first message that is new into sight. */
export async function jumpToNew(chat) {
  const { newAfter = 0, me } = chat.rooms.current.room;
  return bringIn(chat, newAfter, (message) => isNews(message, newAfter, me));
}

/** @param {Chat} chat */
export function loadEarlier({ rooms: { current } }) {
  return current.room.excerpt ? excerpts.loadBeside(current, "before") : earlier.loadEarlier(current);
}

/** @param {Chat} chat */
export function loadLater({ rooms: { current } }) {
  return excerpts.loadBeside(current, "after");
}

/** @type {(chat: Chat, seq: number, isMeant: (message: Message) => boolean) => Promise<boolean | undefined>} */
async function bringIn(chat, seq, isMeant) {
  const conversation = chat.rooms.current;
  await conversation.settled;
  const { messages, past } = onScreen(conversation.room);
  const isLoaded = past === "complete" || (messages[0]?.seq ?? Infinity) <= seq;
  if (!isLoaded || !messages.some(isMeant)) await attempt(() => excerpts.openAround(conversation, seq));
  if (conversation !== chat.rooms.current) return undefined;
  const room = onScreen(conversation.room);
  const found = room.messages.find(isMeant);
  return found !== undefined && reveal(chat, room, found.seq);
}

export { openView as open } from "./views.js";

/**
 * Shows a message that is loaded, in the middle of the screen.
 * @type {(chat: Chat, room: import("../types.js").RoomState, seq: number) => boolean}
 */
function reveal(chat, room, seq) {
  chat.view.messages.showPart(room, excerpts.around(room.messages, seq));
  const item = document.querySelector(`#messages > [data-seq="${seq}"]`);
  if (!(item instanceof HTMLElement)) return false;
  item.scrollIntoView({ block: "center" });
  item.focus({ preventScroll: true });
  item.classList.add("found");
  setTimeout(() => item.classList.remove("found"), 2500);
  // Where all of it fits on the screen nothing scrolls, and the reader is at the end all the same.
  chat.view.messages.noteScroll();
  return true;
}

/**
 * What may be meant by what somebody begins to write.
 * @param {Chat} chat
 * @param {Wanted} wanted
 * @returns {Promise<Choice[]>}
 */
export async function choicesFor(chat, { kind, query, command = "" }) {
  switch (kind) {
    case "mention": {
      const { members, me, messages } = chat.rooms.current.room;
      const recent = messages.slice(-200).map(({ author }) => author);
      const names = [...new Set([...members, ...recent])].filter((name) => name !== me).sort();
      return mentionChoices(names, query);
    }
    case "command":
      return commandChoices(new Commands().all, query);
    case "argument":
      return argumentChoices((await new Commands().named(command)?.complete?.(query)) ?? [], query);
    case "emoji":
      return findEmoji(query).map(({ emoji, name }) => ({ insert: `${emoji} `, label: `${emoji} :${name}:` }));
  }
}
