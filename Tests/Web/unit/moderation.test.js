import assert from "node:assert/strict";
import { test } from "node:test";
import { queryOf } from "../../../Web/js/administration/admin-api.js";
import { parseFigures, wordsOf } from "../../../Web/js/administration/figures-text.js";
import { closingOf, noticesOf, secondsToWait, slownessOf } from "../../../Web/js/moderation/holding.js";
import { secondsOf } from "../../../Web/js/moderation/span.js";
import { hear } from "../../../Web/js/moderation/reports.js";
import { noteOf, span, titleOf } from "../../../Web/js/moderation/words.js";

const at = "2026-11-21T12:00:00.000Z";
const action = (kind, more = {}) => ({ id: 1, kind, at, ...more });

test("who is muted cannot write, and members cannot where a room is read-only", () => {
  assert.match(closingOf([action("mute", { reason: "loud" })], false), /muted here: loud$/u);
  assert.match(closingOf([action("read-only")], false), /Only moderators write/u);
  assert.equal(closingOf([action("read-only")], true), undefined);
  assert.equal(closingOf([action("slow", { amount: 5 })], false), undefined);
});

test("what holds is said in a line each", () => {
  const all = [action("slow", { amount: 60 }), action("lock"), action("lockdown", { amount: 1 }), action("mute")];
  assert.deepEqual(noticesOf(all, false).map((line) => line.split(":")[0]), ["Slow mode", "Locked", "Lockdown of the server"]);
  assert.match(noticesOf([all[0]], true)[0], /but for you/u);
});

test("a room's own slow mode comes before the server's", () => {
  assert.equal(slownessOf([action("slow", { amount: 5 }), action("slow", { amount: 30, room: "den" })]), 30);
  assert.equal(slownessOf([]), 0);
});

test("one waits from the last message on", () => {
  assert.equal(secondsToWait(30, 1000, 11_000), 20);
  assert.equal(secondsToWait(30, 1000, 31_001), 0);
  assert.equal(secondsToWait(30, undefined, 0), 0);
});

test("a span is in the largest whole unit", () => {
  assert.deepEqual([1, 60, 90, 3600, 172_800].map(span), ["1 second", "1 minute", "90 seconds", "1 hour", "2 days"]);
});

test("a time of one's own is seconds from now, a day at most a year away", () => {
  const now = new Date("2026-11-21T12:00:00").getTime();
  assert.equal(secondsOf("until", "2026-11-21T12:01", now), 60);
  assert.equal(secondsOf("until", "", now), 0);
  assert.equal(secondsOf("until", "2099-01-01T00:00", now), 366 * 86_400);
  assert.equal(secondsOf("", "", now), undefined);
  assert.equal(secondsOf("600", "", now), 600);
});

test("actions are told in words, unknown ones by their kind", () => {
  assert.equal(titleOf(action("ban", { user: "ben" })), "ben is banned");
  assert.equal(titleOf(action("ban", { address: "10.0.0.1" })), "Guests from 10.0.0.1 are banned");
  assert.equal(titleOf(action("purge", { user: "ben", amount: 1 })), "The latest message of ben was deleted");
  assert.equal(titleOf(action("purge", { user: "ben", amount: 2 })), "The latest 2 messages of ben were deleted");
  assert.equal(titleOf(action("tickle")), "tickle");
  assert.match(noteOf(action("warn", { by: "mia", reason: "<b>", evidence: [3, 4] })), /^No\. 1 · .* · by mia · messages 3, 4 · <b>$/u);
});

test("figures are read from their text, with labels, and told with units", () => {
  const text = '# HELP x y\nroost_connections 3\nroost_module_calls_total{module="a\\"b",kind="c"} 2.5\nroost_memory_bytes 1048576\nbad\nnan_x NaN';
  const figures = parseFigures(text);
  assert.deepEqual(figures.map(({ name }) => name), ["roost_connections", "roost_module_calls_total", "roost_memory_bytes"]);
  assert.deepEqual(figures[1].labels, { module: 'a"b', kind: "c" });
  assert.deepEqual(wordsOf(figures[0]), { label: "Connections", value: "3" });
  assert.deepEqual(wordsOf(figures[2]), { label: "Memory", value: "1 MiB" });
  assert.equal(wordsOf({ name: "roost_event_loop_delay_seconds", labels: {}, value: 0.002 }).value, "2 ms");
});

test("a query has what is given, and nothing that is empty", () => {
  assert.equal(queryOf({ containing: "a b", after: "", before: undefined, limit: 5 }), "?containing=a+b&limit=5");
  assert.equal(queryOf({}), "");
});

test("who is not on the page any more hears nothing, and is forgotten", () => {
  const hearers = new Set();
  const root = { isConnected: true };
  let heard = 0;
  hear({ hearers }, "moderation:reported", "lobby", root, () => heard++);
  const tell = (event, room) => hearers.forEach((hearer) => hearer(event, { room }));
  tell("moderation:reported", "lobby");
  tell("moderation:reported", "den");
  tell("moderation:held", "lobby");
  assert.equal(heard, 1);
  root.isConnected = false;
  tell("moderation:reported", "lobby");
  assert.deepEqual([heard, hearers.size], [1, 0]);
});
