import assert from "node:assert/strict";
import { test } from "node:test";
import { entered, unknownRoom } from "../../../Web/js/chat/room-state.js";
import { counted, mentionsName, readAll, readElsewhere, toldUnread } from "../../../Web/js/chat/unread.js";

const message = (seq, author, text = "hi") => ({ seq, author, text });
const counts = ({ read, unread, mentions }) => [read, unread, mentions];

test("a name is spoken to only as a whole", () => {
  for (const text of ["@ada", "hi @Ada!", "(@ada)", "@ada.", "a @bob @ada"]) assert.ok(mentionsName(text, "ada"), text);
  for (const text of ["ada", "@adam", "@ada-b", "@ada.b", "x@ada", "@@ada"]) assert.ok(!mentionsName(text, "ada"), text);
});

test("messages of others are counted until they are read", () => {
  let room = { ...unknownRoom("lobby", "ada"), synced: 3, read: 3, isCatchingUp: false };
  room = counted(room, message(4, "ben"));
  room = counted({ ...room, synced: 4 }, message(4, "ben"));
  room = counted(room, message(5, "ada"));
  room = counted({ ...room, synced: 5 }, message(6, "ben", "@ada"));
  assert.deepEqual([room.unread, room.mentions, room.read], [2, 1, 3]);
  room = readAll({ ...room, synced: 6 });
  assert.deepEqual([room.unread, room.mentions, room.read], [0, 0, 6]);
  assert.equal(readAll(room), room);
});

test("what another device has read is not counted when it comes, and reading does not go back", () => {
  const room = { ...unknownRoom("lobby", "ada"), read: 5, synced: 3, isCatchingUp: false };
  assert.equal(counted(room, message(5, "ben")), room);
  assert.equal(readElsewhere(room, 4), room);
  const messages = [message(6, "ben"), { ...message(7, "ben"), deleted: true }, message(8, "ada"), message(9, "cleo", "@ada")];
  assert.deepEqual(counts(readElsewhere({ ...room, messages, unread: 9, read: 2 }, 5)), [5, 2, 1]);
});

test("what the server counts is up to when one entered, and what came since is added", () => {
  const messages = [message(4, "ben", "@ada"), message(7, "ben", "@ada"), message(8, "ben")];
  const room = { ...unknownRoom("lobby", "ada"), messages };
  assert.deepEqual(counts(toldUnread(room, { read: 3, unread: 2, mentions: 1, sequence: 6 })), [3, 4, 2]);
  // It may not know yet that we read on.
  assert.deepEqual(counts(toldUnread({ ...room, read: 7 }, { read: 3, unread: 2, mentions: 1, sequence: 6 })), [7, 1, 0]);
  // One that keeps no past does not count.
  assert.deepEqual(counts(toldUnread({ ...room, read: 7, unread: 1 }, { read: 3, sequence: 6 })), [7, 1, 0]);
});

test("nothing is read before what was missed is there", () => {
  const room = { ...unknownRoom("lobby", "ada"), read: 3, synced: 3, unread: 2 };
  assert.equal(readAll({ ...room, isCatchingUp: true }).unread, 2);
  assert.equal(readAll({ ...room, isCatchingUp: false }).unread, 0);
});

test("the line above what is new stays where it is over another connection", () => {
  const reply = { room: { id: "lobby", title: "Lobby" }, sequence: 6, members: ["ada"], read: 5, unread: 1 };
  const room = entered(unknownRoom("lobby", "ada"), { ...reply, read: 3, unread: 3 });
  assert.deepEqual([room.newAfter, entered(room, reply).newAfter], [3, 3]);
});
