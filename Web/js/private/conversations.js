/** @import {Entry, PrivateConversation} from "../types.js" */

/** Conversations as values, apart from the page. */

/**
 * What a conversation is called: what its people call it, or those who take part beside us.
 * @param {Pick<PrivateConversation, "people" | "title">} conversation
 * @param {string} me
 * @param {(user: string) => string} nameOf
 */
export function titleOf({ people, title }, me, nameOf) {
  if (title !== undefined) return title;
  const others = people.filter((user) => user !== me).map(nameOf);
  return others.length > 0 ? others.join(", ") : "Just you";
}

/** Whether it can have others take part, and a title; the server knows of those that shrank to two. @param {Pick<PrivateConversation, "people" | "title">} conversation */
export function isGroup({ people, title }) {
  return people.length > 2 || title !== undefined;
}

/**
 * What entering the conversation's room would tell.
 * @param {PrivateConversation} conversation
 * @param {string} title
 * @returns {Entry}
 */
export function entryOf({ room, people, sequence, read, unread }, title) {
  const rights = ["join", "read", "send"];
  return { room: { id: room, title }, sequence, members: [...people], rights, read, unread, mentions: 0 };
}

/**
 * Who has seen our latest message, in words.
 * @param {readonly {seq: number, author: string}[]} messages
 * @param {string} me
 * @param {ReadonlyMap<string, number>} seen Up to where others have read.
 * @param {readonly string[]} people
 * @param {(user: string) => string} nameOf
 */
export function seenText(messages, me, seen, people, nameOf) {
  const last = messages.at(-1);
  if (last?.author !== me) return "";
  const readers = people.filter((user) => user !== me && (seen.get(user) ?? 0) >= last.seq);
  if (readers.length === 0) return "";
  return people.length === 2 ? "Seen" : `Seen by ${readers.map(nameOf).join(", ")}`;
}

/**
 * The names in a text: between commas and spaces, as they are written, without the sign before them.
 * @param {string} text
 */
export function namesIn(text) {
  return [...new Set(text.split(/[\s,;]+/u).map((name) => name.replace(/^@/u, "")).filter((name) => name !== ""))];
}
