import { dayKey } from "./time.js";

/** After a pause of this length, in milliseconds, an author's name is shown again. */
const groupPause = 5 * 60 * 1000;

/**
 * @typedef {object} DayRow
 * @property {"day"} kind
 * @property {string} key
 * @property {string} at
 *
 * @typedef {object} MessageRow
 * @property {"message"} kind
 * @property {string} key The same before and after the server confirmed the message.
 * @property {string} id
 * @property {string} author
 * @property {string} text
 * @property {string} at
 * @property {boolean} isFirst Whether it begins a group: the author's name and face are shown.
 * @property {boolean} isMine
 * @property {"sent" | "sending" | "failed"} status
 * @property {string} [problem] Why it was not sent.
 *
 * @typedef {DayRow | MessageRow} Row
 */

/**
 * The rows of the message list, top to bottom: a row for each new day and for each message, grouped by author.
 * @param {Pick<import("./room-state.js").RoomState, "messages" | "outgoing" | "me">} room
 * @returns {Row[]}
 */
export function rowsOf({ messages, outgoing, me }) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {{author: string, at: Date, day: string} | undefined} */
  let last;
  /** @param {Omit<MessageRow, "kind" | "key" | "isFirst" | "isMine">} entry */
  const add = (entry) => {
    const at = new Date(entry.at);
    const day = dayKey(at);
    const isNewDay = day !== last?.day;
    if (isNewDay) rows.push({ kind: "day", key: `day ${day} ${entry.author}/${entry.id}`, at: entry.at });
    const isFirst =
      isNewDay || entry.author !== last?.author || at.getTime() - last.at.getTime() > groupPause;
    const key = `${entry.author}/${entry.id}`;
    rows.push({ kind: "message", key, isFirst, isMine: entry.author === me, ...entry });
    last = { author: entry.author, at, day };
  };
  for (const { id, author, text, at } of messages) add({ id, author, text, at, status: "sent" });
  for (const { id, text, at, problem } of outgoing) {
    const status = problem === undefined ? "sending" : "failed";
    add({ id, author: me, text, at, status, ...(problem !== undefined && { problem }) });
  }
  return rows;
}

/**
 * Whether two rows look the same.
 * @param {Row} one
 * @param {Row} other
 */
export function isSameRow(one, other) {
  const keys = /** @type {(keyof Row)[]} */ (Object.keys({ ...one, ...other }));
  return keys.every((key) => one[key] === other[key]);
}
