import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { rowsOf } from "../../../Web/js/chat/rows.js";
import { isSame } from "../../../Web/js/view/keyed-children.js";
import { onNewDay } from "../../../Web/js/chat/new-day.js";
import { dayName, secondsLeft } from "../../../Web/js/chat/time.js";

const start = new Date(2026, 10, 20, 23, 50);

function message(seq, author, minutes) {
  const at = new Date(start.getTime() + minutes * 60_000).toISOString();
  return { id: `m${seq}`, seq, room: "lobby", author, text: `text ${seq}`, at };
}

const room = (messages, outgoing = []) => ({ messages, outgoing, me: "ada" });
const shape = (rows) => rows.map((row) => (row.kind === "day" ? "day" : `${row.author}${row.isFirst ? "!" : ""}`));

test("messages of one author in a row make a group", () => {
  const rows = rowsOf(room([message(1, "ada", 0), message(2, "ada", 1), message(3, "ben", 2), message(4, "ada", 3)]));
  assert.deepEqual(shape(rows), ["day", "ada!", "ada", "ben!", "ada!"]);
});

test("a pause begins a new group", () => {
  assert.deepEqual(shape(rowsOf(room([message(1, "ada", 0), message(2, "ada", 6)]))), ["day", "ada!", "ada!"]);
});

test("what is new begins with the first message of somebody else", () => {
  const messages = [message(1, "ada", 0), message(2, "ben", 1), message(3, "ben", 2)];
  const kinds = (part) => rowsOf(room(messages, [{ id: "m4", text: "on its way", at: start.toISOString() }]), part).map((row) => row.seq ?? row.kind);
  assert.deepEqual(kinds({ newAfter: 0 }), ["day", 1, "new", 2, 3, "message"]);
  // Above what is shown, and where all is ours, there is no line.
  assert.deepEqual(kinds({ newAfter: 0, start: 2 }), [3, "message"]);
  assert.deepEqual(kinds({ newAfter: 3 }), ["day", 1, 2, 3, "message"]);
});

test("a new day begins with its name", () => {
  const rows = rowsOf(room([message(1, "ada", 9), message(2, "ada", 11)]));
  assert.deepEqual(shape(rows), ["day", "ada!", "day", "ada!"]);
});

test("messages on their way come last and keep their key when they are confirmed", () => {
  const confirmed = message(1, "ada", 0);
  const { id, text, at } = confirmed;
  const pending = rowsOf(room([], [{ id, text, at }])).at(-1);
  const sent = rowsOf(room([confirmed])).at(-1);
  assert.deepEqual([pending.status, sent.status], ["sending", "sent"]);
  assert.equal(pending.key, sent.key);
  assert.equal(isSame(pending, sent), false);
  assert.equal(rowsOf(room([], [{ id, text, at, problem: "No." }])).at(-1).status, "failed");
});

test("rows are the same only if nothing that shows differs", () => {
  const [one, other] = [rowsOf(room([message(1, "ada", 0)])), rowsOf(room([message(1, "ada", 0)]))];
  assert.ok(one.every((row, index) => isSame(row, other[index])));
  assert.equal(isSame(one[1], { ...other[1], isFirst: false }), false);
  assert.equal(isSame(one[1], { ...other[1], problem: "No." }), false);
});

test("all keys differ, also with one id from two authors", () => {
  const rows = rowsOf(room([message(1, "ada", 0), { ...message(1, "ben", 0), seq: 2 }]));
  assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length);
});

test("days have names that people use", () => {
  const now = new Date(2026, 10, 20, 12);
  assert.equal(dayName(new Date(2026, 10, 20, 0, 1), now), "Today");
  assert.equal(dayName(new Date(2026, 10, 19, 23, 59), now), "Yesterday");
  assert.match(dayName(new Date(2026, 10, 18), now), /2026/u);
  assert.equal(dayName(new Date(2026, 2, 31), new Date(2026, 3, 1)), "Yesterday");
});

test("a day that is over has another name", () => {
  mock.timers.enable({ apis: ["Date"], now: new Date(2026, 10, 20, 23, 59) });
  const names = () => rowsOf(room([{ ...message(1, "ada", 0), at: new Date(2026, 10, 20, 12).toISOString() }]))[0].text;
  assert.equal(names(), "Today");
  mock.timers.tick(60_000);
  assert.equal(names(), "Yesterday");
  mock.timers.reset();
});

test("a new day is told at midnight, and after a night of sleep", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: new Date(2026, 10, 20, 23, 58, 40) });
  let days = 0;
  const { signal } = new AbortController();
  onNewDay(() => (days += 1), signal);
  mock.timers.tick(79_000);
  assert.equal(days, 1);
  mock.timers.tick(1000);
  assert.equal(days, 2);
  mock.timers.tick(3_600_000);
  assert.equal(days, 2);
  mock.timers.setTime(new Date(2026, 10, 22, 8).getTime());
  mock.timers.tick(60_000);
  assert.equal(days, 3);
  mock.timers.reset();
});

test("seconds are counted down to zero", () => {
  assert.deepEqual([secondsLeft(2500, 1000), secondsLeft(1001, 1000), secondsLeft(0, 1000)], [2, 1, 0]);
});
