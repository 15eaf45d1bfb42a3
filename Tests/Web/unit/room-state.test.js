import assert from "node:assert/strict";
import { test } from "node:test";
import { underWay, withOutgoing } from "../../../Web/js/chat/outgoing.js";
import * as changes from "../../../Web/js/chat/changes.js";
import { withEarlier } from "../../../Web/js/chat/earlier.js";
import { withPresence } from "../../../Web/js/chat/presence.js";
import * as rooms from "../../../Web/js/chat/room-state.js";

const message = (seq, author = "ben", id = `id-${seq}`) => ({
  id,
  seq,
  room: "lobby",
  author,
  text: `text ${seq}`,
  at: "2026-11-20T14:03:00.000Z",
});

const reply = (sequence, members = ["ada"]) => ({ room: { id: "lobby", title: "Lobby" }, sequence, members });

/** A room that is up to date with the messages of these numbers. */
function roomWith(...numbers) {
  const last = numbers.at(-1) ?? 0;
  const room = rooms.entered(rooms.unknownRoom("lobby", "ada"), reply(last));
  const messages = numbers.map((seq) => message(seq));
  return rooms.caughtUp(room, { messages, past: "complete", isWhole: true, sequence: last });
}

const numbersOf = (room) => room.messages.map(({ seq }) => seq);

test("a message is shown once, however often it comes", () => {
  const room = rooms.posted(rooms.posted(roomWith(1, 2), message(3)), message(3));
  assert.deepEqual(numbersOf(room), [1, 2, 3]);
  assert.equal(room.synced, 3);
});

test("of a deleted account messages go, or are the stand-in's", () => {
  const room = [message(3, "cleo"), message(4)].reduce(rooms.posted, roomWith(1));
  const gone = changes.erased(room, { author: "ben" });
  assert.deepEqual(numbersOf(gone), [3]);
  const kept = changes.erased(room, { author: "ben", standIn: "deleted:x" });
  assert.deepEqual(kept.messages.map(({ author }) => author), ["deleted:x", "cleo", "deleted:x"]);
});

test("messages are in the room's order, whatever the order in which they come", () => {
  const room = [4, 3, 6, 5].reduce((room, seq) => rooms.posted(room, message(seq)), roomWith(1, 2));
  assert.deepEqual([numbersOf(room), room.synced], [[1, 2, 3, 4, 5, 6], 6]);
});

test("a change is of the author's message, and one that is told again does not undo a later one", () => {
  const other = { ...message(2, "cleo"), id: "id-1" };
  const change = (seq, text) => ({ seq, id: "id-1", author: "ben", text, at: "2026-11-20T14:04:00.000Z" });
  let room = rooms.posted(roomWith(1), other);
  for (const told of [change(3, "better"), change(4, "best"), change(3, "better")]) room = changes.edited(room, told);
  assert.deepEqual(room.messages.map(({ text }) => text), ["best", other.text]);
});

test("of a room that was never on the screen only the latest messages are kept, and none over another connection", () => {
  let room = rooms.entered(rooms.unknownRoom("lobby", "ada"), reply(0));
  for (let seq = 1; seq <= 201; seq++) room = rooms.posted(room, message(seq));
  assert.deepEqual([numbersOf(room).length, numbersOf(room).at(-1)], [100, 201]);
  assert.deepEqual(numbersOf(rooms.disconnected(room)), []);
  assert.deepEqual(numbersOf(rooms.disconnected(roomWith(1, 2))), [1, 2]);
});

test("a page with a message twice adds it once", () => {
  const page = { messages: [message(1), message(1), message(2)], more: false };
  assert.deepEqual(numbersOf(withEarlier(roomWith(3), page)), [1, 2, 3]);
});

test("a reaction is taken back by who may have it, known or not", () => {
  const back = (known, by) => changes.withReaction([{ reaction: "👍", ...known }], { reaction: "👍", on: false, by }, "ada")[0]?.count;
  assert.equal(back({ count: 1, users: [], mine: true }, "ben"), 1);
  assert.equal(back({ count: 2, users: [], mine: true }, "ben"), 1);
  assert.equal(back({ count: 2, users: ["cleo"], mine: true }, "ben"), 2);
  assert.equal(back({ count: 1, users: [], mine: true }, "ada"), undefined);
});

test("the room that is given stays as it was", () => {
  const room = Object.freeze(roomWith(1));
  Object.freeze(room.messages);
  Object.freeze(room.members);
  rooms.posted(room, message(2));
  withPresence(room, { came: ["ben"], left: ["ada"] });
  assert.deepEqual(numbersOf(room), [1]);
});

test("our message on its way is replaced by the confirmed one", () => {
  const room = withOutgoing(roomWith(1), { id: "mine", text: "hi", at: "2026-11-20T14:03:00.000Z" });
  const next = rooms.posted(room, message(2, "ada", "mine"));
  assert.deepEqual(next.outgoing, []);
  assert.deepEqual(numbersOf(next), [1, 2]);
});

test("somebody else's message with the same id is not ours", () => {
  const room = withOutgoing(roomWith(1), { id: "mine", text: "hi", at: "2026-11-20T14:03:00.000Z" });
  assert.equal(rooms.posted(room, message(2, "ben", "mine")).outgoing.length, 1);
});

test("a failed message waits until it is retried, in its place", () => {
  const [mine, other] = ["mine", "other"].map((id) => ({ id, text: "hi", at: "2026-11-20T14:03:00.000Z" }));
  let room = withOutgoing(withOutgoing(roomWith(), mine), other);
  room = withOutgoing(room, { ...mine, problem: "No." });
  assert.deepEqual(underWay(room), [other]);
  room = withOutgoing(room, mine);
  assert.deepEqual(underWay(room), [mine, other]);
});

test("while catching up, a new message does not hide that older ones are missing", () => {
  const room = rooms.posted(rooms.entered(roomWith(1, 2), reply(9)), message(10));
  assert.equal(room.synced, 2);
  const messages = [3, 4, 5, 6, 7, 8, 9].map((seq) => message(seq));
  const next = rooms.caughtUp(room, { messages, past: "complete", isWhole: true, sequence: 9 });
  assert.deepEqual(numbersOf(next), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.equal(next.synced, 10);
});

test("what does not join on to the newest messages is dropped, so that there is no hole", () => {
  const room = rooms.posted(rooms.entered(roomWith(1, 2), reply(999)), message(1000));
  const messages = [998, 999].map((seq) => message(seq));
  const next = rooms.caughtUp(room, { messages, past: "more", isWhole: false, sequence: 999 });
  assert.deepEqual(numbersOf(next), [998, 999, 1000]);
  assert.equal(next.past, "more");
});

test("a server that counts anew makes the list begin anew", () => {
  const room = rooms.entered(roomWith(1, 2, 3), reply(0));
  assert.deepEqual(numbersOf(room), []);
  assert.equal(room.synced, undefined);
});

test("members are sorted, and nobody is there twice", () => {
  let room = rooms.entered(rooms.unknownRoom("lobby", "ada"), reply(0, ["cleo", "ada", "cleo"]));
  room = withPresence(withPresence(room, { came: ["ben"] }), { came: ["ben"], count: 3, statuses: { ben: "away" } });
  assert.deepEqual([room.members, room.count, room.statuses], [["ada", "ben", "cleo"], 3, { ben: "away" }]);
  room = withPresence(room, { left: ["ben"], count: 2 });
  assert.deepEqual([room.members, room.count, room.statuses], [["ada", "cleo"], 2, {}]);
});

test("entering clears an earlier refusal", () => {
  const room = rooms.refused(roomWith(1), "No.");
  assert.deepEqual([room.refusal, room.members, room.count], ["No.", [], 0]);
  assert.equal(rooms.entered(room, reply(0)).refusal, undefined);
});
