import assert from "node:assert/strict";
import { test } from "node:test";
import { Conversation } from "../../../Web/js/chat/conversation.js";
import { deleted } from "../../../Web/js/chat/changes.js";
import { extended, loadBeside, withExcerpt } from "../../../Web/js/chat/excerpt.js";
import { onScreen, unknownRoom } from "../../../Web/js/chat/room-state.js";

const message = (seq) => ({ id: `m${seq}`, seq, author: "ben", text: `text ${seq}`, at: "2026-11-20T14:03:00.000Z" });
const messages = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const numbers = (room) => room.messages.map(({ seq }) => seq);
const room = (change) => ({ ...unknownRoom("lobby", "ada"), messages: messages(91, 100), past: "more", synced: 100, isCatchingUp: false, ...change });

/** A conversation that answers pages when the test says so. */
function asking(start) {
  const asked = [];
  const request = (event, fields) => new Promise((resolve) => asked.push({ ...fields, answer: (page) => resolve({ ok: true, ...page }) }));
  return { asked, conversation: new Conversation({ request }, start, () => {}) };
}

/** All that is under way is done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a part of the past is apart from the newest messages until they meet", () => {
  const apart = withExcerpt(room(), { messages: messages(41, 60), more: true, newer: true });
  assert.deepEqual([numbers(apart).length, numbers(onScreen(apart)).at(-1), apart.excerpt.past], [10, 60, "more"]);
  const met = extended(apart, { messages: messages(61, 90), more: true, newer: true }, "after");
  assert.deepEqual([met.excerpt, numbers(met).length, met.past], [undefined, 60, "more"]);
  const joined = withExcerpt(room(), { messages: messages(71, 90), more: false, newer: true });
  assert.deepEqual([joined.excerpt, numbers(joined).length, joined.past], [undefined, 30, "complete"]);
  const end = withExcerpt(room(), { messages: messages(50, 95), more: true });
  assert.deepEqual([end.excerpt, numbers(end)[0], numbers(end).at(-1)], [undefined, 50, 100]);
});

test("what joins on says nothing of what was missed meanwhile", () => {
  const joined = withExcerpt(room({ isCatchingUp: true, synced: undefined }), { messages: messages(71, 90), more: true });
  assert.deepEqual([joined.isCatchingUp, joined.synced], [true, undefined]);
});

test("what is deleted is gone from a part of the past, too, and what waits to be sent is not seen there", () => {
  const apart = withExcerpt(room({ outgoing: [{ id: "x" }] }), { messages: messages(41, 60), more: true, newer: true });
  const next = onScreen(deleted(apart, { seq: 101, id: "m50", author: "ben" }));
  assert.deepEqual([next.messages.find(({ seq }) => seq === 50).deleted, next.outgoing], [true, []]);
});

test("pages are loaded before and after it, one at a time, until there are no more", async () => {
  const { asked, conversation } = asking(withExcerpt(room(), { messages: messages(41, 60), more: true, newer: true }));
  const first = loadBeside(conversation, "before");
  void loadBeside(conversation, "after");
  assert.deepEqual(asked.map(({ before, after }) => [before, after]), [[41, undefined]]);
  asked[0].answer({ messages: messages(31, 40), more: false });
  await first;
  assert.deepEqual([numbers(conversation.room.excerpt)[0], conversation.room.excerpt.past], [31, "complete"]);
  void loadBeside(conversation, "before");
  void loadBeside(conversation, "after");
  assert.equal(asked[1].after, 60);
  asked[1].answer({ messages: messages(61, 80), more: true, newer: true });
  await settled();
  assert.deepEqual([asked.length, numbers(conversation.room.excerpt).length, conversation.room.excerpt.past], [2, 50, "complete"]);
});

test("a page that comes when another part is on the screen does not belong to it", async () => {
  const { asked, conversation } = asking(withExcerpt(room(), { messages: messages(41, 60), more: true, newer: true }));
  const loading = loadBeside(conversation, "before");
  conversation.change((now) => withExcerpt(now, { messages: messages(11, 20), more: true, newer: true }));
  asked[0].answer({ messages: messages(31, 40), more: true });
  await loading;
  assert.deepEqual(numbers(conversation.room.excerpt), numbers({ messages: messages(11, 20) }));
});
