import { dayKey, dayName } from "./time.js";
import { isNews } from "./unread.js";
import { placeOf } from "./window.js";

/** @import {Content, Message, Row, Said} from "../types.js" */

/** After a pause of this length, in milliseconds, an author's name is shown again. */
const groupPause = 5 * 60 * 1000;

/**
 * The rows of the message list, top to bottom: a row for each new day and for each message, grouped by author.
 * @param {Content} room
 * @param {{start?: number, end?: number, newAfter?: number, nameOf?: (user: string) => string}} [part] The places that are
 *   shown, the `seq` after which messages are new to the reader, and what people are called.
 */
export function rowsOf(room, { start = 0, end = room.messages.length, newAfter, nameOf = (user) => user } = {}) {
  const { messages, outgoing, me } = room;
  const news = newAfter === undefined ? undefined : messages.find((message) => isNews(message, newAfter, me));
  const rows = new Rows(me, messages[start - 1], news?.seq);
  for (const message of messages.slice(start, end)) {
    rows.add({ ...sent(message), name: nameOf(message.author), ...replied(message, messages, nameOf) });
  }
  if (end === messages.length) {
    for (const message of outgoing) {
      const status = message.problem === undefined ? "sending" : "failed";
      rows.add({ ...message, author: me, name: nameOf(me), status, ...replied(message, messages, nameOf) });
    }
  }
  return rows.all;
}

class Rows {
  /** @type {Row[]} */ all = [];
  #me;
  #firstNew;
  #now = new Date();
  /** @type {{author: string, at: number, day: string} | undefined} */ #last;

  /**
   * @param {string} me
   * @param {Message | undefined} before The message before the first row.
   * @param {number} [firstNew] The `seq` of the first message that is new to the reader.
   */
  constructor(me, before, firstNew) {
    this.#me = me;
    this.#firstNew = firstNew;
    if (before) this.#last = place(before);
  }

  /** @param {Said} entry */
  add(entry) {
    const here = place(entry);
    const key = `${entry.author}/${entry.id}`;
    const last = this.#last;
    const isNewDay = here.day !== last?.day;
    const isNew = entry.seq !== undefined && entry.seq === this.#firstNew;
    if (isNewDay) this.all.push({ kind: "day", key: `day ${here.day} ${key}`, text: dayName(new Date(entry.at), this.#now) });
    if (isNew) this.all.push({ kind: "new", key: `new ${entry.seq}`, text: "New" });
    const isFirst = isNewDay || isNew || here.author !== last?.author || here.at - last.at > groupPause;
    this.all.push({ kind: "message", key, isFirst: isFirst || entry.replyTo !== undefined, me: this.#me, ...entry });
    this.#last = here;
  }
}

/** @param {{author: string, at: string}} message */
function place({ author, at }) {
  const date = new Date(at);
  return { author, at: date.getTime(), day: dayKey(date) };
}

/** @type {(message: Message) => Said} */
function sent({ id, seq, author, text, at, edited, deleted, reactions }) {
  return { id, seq, author, text, at, edited, reactions, status: deleted ? "deleted" : "sent" };
}

/** @type {(message: {replyTo?: number}, messages: readonly Message[], nameOf: (user: string) => string) => void} */
function replied({ replyTo }, messages, nameOf) {
  if (replyTo === undefined) return {};
  const original = messages[placeOf(messages, replyTo)];
  if (original?.seq !== replyTo) return { replyTo };
  return { replyTo, replyAuthor: nameOf(original.author), replyText: original.deleted ? "" : original.text };
}
