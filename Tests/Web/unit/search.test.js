import assert from "node:assert/strict";
import { test } from "node:test";
import { extended, withExcerpt } from "../../../Web/js/chat/excerpt.js";
import { onScreen, unknownRoom } from "../../../Web/js/chat/room-state.js";
import { piecesOf, wordsIn } from "../../../Web/js/search/found.js";

const messages = (...numbers) => numbers.map((seq) => ({ seq, id: `id${seq}`, author: "ben", text: `t${seq}` }));
const numbersOf = (room) => onScreen(room).messages.map(({ seq }) => seq);
const room = () => ({ ...unknownRoom("lobby", "ada"), messages: messages(90, 91), past: "more", synced: 91, isCatchingUp: false });

test("a part of the past is on the screen until it reaches the newest messages", () => {
  let shown = withExcerpt(room(), { messages: messages(40, 41), more: true, newer: true });
  assert.deepEqual([numbersOf(shown), onScreen(shown).past], [[40, 41], "more"]);
  assert.deepEqual(shown.messages.map(({ seq }) => seq), [90, 91]);
  shown = extended(shown, { messages: messages(1, 2), more: false }, "before");
  shown = extended(shown, { messages: messages(60), more: true, newer: true }, "after");
  assert.deepEqual([numbersOf(shown), onScreen(shown).past], [[1, 2, 40, 41, 60], "complete"]);
  shown = extended(shown, { messages: messages(89, 90), more: true, newer: true }, "after");
  assert.deepEqual([numbersOf(shown), shown.excerpt, shown.past], [[1, 2, 40, 41, 60, 89, 90, 91], undefined, "complete"]);
  assert.equal(shown.synced, 91);
});

test("a page with the newest messages is no part by itself", () => {
  const shown = withExcerpt(room(), { messages: messages(88, 89, 90, 91), more: true, newer: false });
  assert.deepEqual([numbersOf(shown), shown.excerpt], [[88, 89, 90, 91], undefined]);
});

test("the words of a query are those without conditions", () => {
  assert.deepEqual(wordsIn('Tea* "green pot" from:ben before:2026-01-01'), ["tea", "green pot"]);
  assert.deepEqual(wordsIn("from:ben"), []);
});

test("what was found is marked, near the beginning of what is shown", () => {
  assert.deepEqual(piecesOf("Tea and teapot", ["tea"]).map(({ text, isFound }) => (isFound ? `[${text}]` : text)).join(""), "[Tea] and [tea]pot");
  const far = piecesOf(`${"x".repeat(1000)} tea ${"y".repeat(1000)}`, ["tea"]);
  assert.equal(far[0].text, "…");
  assert.ok(far.some(({ text, isFound }) => isFound && text === "tea"));
  assert.ok(far.map(({ text }) => text).join("").length < 410);
  assert.deepEqual(piecesOf("nothing", ["tea"]), [{ text: "nothing", isFound: false }]);
});
