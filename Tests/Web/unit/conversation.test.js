import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Conversation } from "../../../Web/js/chat/conversation.js";
import { loadEarlier } from "../../../Web/js/chat/earlier.js";
import { discard, retry } from "../../../Web/js/chat/rare-actions.js";
import { unknownRoom } from "../../../Web/js/chat/room-state.js";
import { Refusal } from "../../../Web/js/refusal.js";
import { FakeRoom } from "./fake-room.js";

/** @type {FakeRoom} */
let server;
/** @type {Conversation} */
let conversation;

beforeEach(() => {
  server = new FakeRoom();
  conversation = new Conversation(server, unknownRoom("lobby", "ada"), () => {});
  conversation.want();
});

/** All that is under way is done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const numbers = () => conversation.room.messages.map(({ seq }) => seq);

function fill(count) {
  for (let number = 1; number <= count; number++) server.add("ben", `b${server.messages.length}`, `text ${number}`);
}

function lose() {
  server.isConnected = false;
  conversation.leave();
}

async function comeBack() {
  server.isConnected = true;
  await conversation.enter();
}

test("entering loads the latest page, and more on request", async () => {
  fill(220);
  await conversation.enter();
  assert.equal(numbers().length, 100);
  assert.equal(conversation.room.past, "more");
  await loadEarlier(conversation);
  await loadEarlier(conversation);
  assert.deepEqual([numbers().length, numbers()[0], conversation.room.past], [220, 1, "complete"]);
});

test("an empty room has no past", async () => {
  await conversation.enter();
  assert.equal(conversation.room.past, "complete");
});

test("without the History module there is simply no past", async () => {
  server.keepsPast = false;
  fill(3);
  await conversation.enter();
  assert.deepEqual([numbers().length, conversation.room.past], [0, "absent"]);
  conversation.send("hello");
  await settled();
  assert.equal(conversation.room.messages[0].text, "hello");
});

test("where there is no past what was said while one was away is missing, and that is said", async () => {
  server.keepsPast = false;
  const request = server.request.bind(server);
  server.request = (event, payload) => (event === "room:since" ? Promise.resolve({ ok: true, recovered: false }) : request(event, payload));
  await conversation.enter();
  assert.equal(conversation.room.isBroken, false);
  lose();
  fill(3);
  await comeBack();
  assert.equal(conversation.room.isBroken, true);
});

test("a message is pending at once and confirmed under its id", async () => {
  await conversation.enter();
  conversation.send("hello");
  const [{ id }] = conversation.room.outgoing;
  await settled();
  assert.deepEqual(conversation.room.outgoing, []);
  assert.deepEqual(conversation.room.messages.map((message) => message.id), [id]);
});

test("what was written without a connection is sent after it, in order", async () => {
  await conversation.enter();
  lose();
  conversation.send("one");
  conversation.send("two");
  await comeBack();
  await settled();
  assert.deepEqual(server.messages.map(({ text }) => text), ["one", "two"]);
  assert.deepEqual(conversation.room.outgoing, []);
});

test("a message whose ack was lost is sent again under the same id", async () => {
  await conversation.enter();
  const request = server.request.bind(server);
  server.request = async (event, payload) => {
    await request(event, payload);
    server.isConnected = false;
    return request(event, payload);
  };
  conversation.send("once");
  await settled();
  assert.equal(conversation.room.outgoing.length, 1);
  server.request = request;
  lose();
  await comeBack();
  await settled();
  assert.equal(server.messages.length, 1);
  assert.deepEqual([numbers(), conversation.room.outgoing], [[1], []]);
});

test("a refused message says why, and can be sent again or given up", async () => {
  await conversation.enter();
  server.refusal = "storage_unavailable";
  conversation.send("one");
  conversation.send("two");
  await settled();
  assert.deepEqual(conversation.room.outgoing.map(({ problem }) => problem), ["No.", "No."]);
  server.refusal = undefined;
  const [one, two] = conversation.room.outgoing;
  const chat = { rooms: { current: conversation } };
  retry(chat, one);
  discard(chat, two);
  await settled();
  assert.deepEqual(server.messages.map(({ id, text }) => [id, text]), [[one.id, "one"]]);
  assert.deepEqual(conversation.room.outgoing, []);
});

for (const missed of [1, 40, 200]) {
  test(`coming back brings the ${missed} messages that were missed`, async () => {
    fill(300);
    await conversation.enter();
    lose();
    fill(missed);
    await comeBack();
    assert.deepEqual(numbers(), Array.from({ length: 100 + missed }, (_, index) => 201 + index));
    assert.deepEqual([conversation.room.past, conversation.room.isBroken], ["more", false]);
    assert.equal(server.count("history:page"), 1);
  });
}

test("coming back after very long leaves no hole, says so, and loads on request", async () => {
  fill(60);
  await conversation.enter();
  lose();
  fill(5000);
  await comeBack();
  assert.deepEqual([numbers()[0], numbers().at(-1), numbers().length], [4961, 5060, 100]);
  assert.equal(conversation.room.isBroken, true);
  await loadEarlier(conversation);
  assert.deepEqual([numbers()[0], conversation.room.isBroken], [4861, false]);
});

test("a number that was left out is asked for", async () => {
  fill(3);
  await conversation.enter();
  const [lost, heard] = [server.add("ben", "lost", "lost"), server.add("ben", "heard", "heard")];
  conversation.receive("message:posted", heard);
  await settled();
  assert.deepEqual(numbers(), [1, 2, 3, lost.seq, heard.seq]);
  assert.deepEqual([conversation.room.synced, server.count("room:since")], [5, 1]);
});

test("edits, deletions and reactions are taken in once", async () => {
  fill(2);
  await conversation.enter();
  const change = { room: "lobby", id: "b0", author: "ben", by: "ben", at: "2026-11-20T14:04:00.000Z" };
  const reaction = { ...change, by: "cleo", reaction: "👍", on: true };
  conversation.receive("message:edited", { ...change, seq: 3, text: "better" });
  conversation.receive("message:reacted", { ...reaction, seq: 4 });
  conversation.receive("message:reacted", { ...reaction, seq: 4 });
  conversation.receive("message:reacted", { ...reaction, seq: 5, by: "ada" });
  conversation.receive("message:deleted", { ...change, seq: 6, id: "b1" });
  const [first, second] = conversation.room.messages;
  assert.deepEqual([first.text, first.edited], ["better", change.at]);
  assert.deepEqual(first.reactions, [{ reaction: "👍", count: 2, users: ["cleo", "ada"], mine: true }]);
  assert.deepEqual([second.deleted, second.text, conversation.room.synced], [true, "", 6]);
  conversation.receive("message:reacted", { ...reaction, seq: 7, on: false });
  conversation.receive("message:reacted", { ...reaction, seq: 8, on: false, by: "ada" });
  assert.deepEqual(conversation.room.messages[0].reactions, []);
});

test("who else writes is known until they send or the connection is lost", async () => {
  await conversation.enter();
  const typing = (users) => conversation.receive("typing:changed", { room: "lobby", users });
  typing(["ada", "ben", "cleo"]);
  assert.deepEqual(conversation.room.typing, ["ben", "cleo"]);
  conversation.receive("message:posted", server.add("ben", "b", "hello"));
  assert.deepEqual(conversation.room.typing, ["cleo"]);
  lose();
  assert.deepEqual(conversation.room.typing, []);
});

test("coming back without having missed anything asks for nothing", async () => {
  fill(3);
  await conversation.enter();
  lose();
  await comeBack();
  assert.equal(server.count("history:page"), 1);
});

test("a connection lost while catching up leaves no hole", async () => {
  fill(10);
  await conversation.enter();
  lose();
  fill(5);
  server.isConnected = true;
  const request = server.request.bind(server);
  server.request = (event, payload) => {
    if (event === "room:since") server.isConnected = false;
    return request(event, payload);
  };
  await conversation.enter();
  conversation.receive("message:posted", server.add("ben", "late", "late"));
  server.request = request;
  lose();
  await comeBack();
  assert.deepEqual(numbers(), Array.from({ length: 16 }, (_, index) => index + 1));
});

test("a page that fails can be asked for again", async () => {
  fill(120);
  await conversation.enter();
  server.refusal = "busy";
  await loadEarlier(conversation);
  assert.equal(conversation.room.past, "failed");
  server.refusal = undefined;
  await loadEarlier(conversation);
  assert.deepEqual([numbers()[0], conversation.room.past], [1, "complete"]);
});

test("a first page that fails is asked for again, whole", async () => {
  fill(3);
  const request = server.request.bind(server);
  server.request = (event, payload) => {
    if (event !== "history:page") return request(event, payload);
    return Promise.resolve({ ok: false, error: { code: "busy", message: "No." } });
  };
  await conversation.enter();
  assert.deepEqual([numbers(), conversation.room.past], [[], "failed"]);
  server.request = request;
  await loadEarlier(conversation);
  assert.deepEqual([numbers(), conversation.room.past, conversation.room.synced], [[1, 2, 3], "complete", 3]);
});

test("without a connection no page is asked for, and one that does not come is offered again", async () => {
  fill(120);
  await conversation.enter();
  const loading = loadEarlier(conversation);
  assert.equal(conversation.room.past, "loading");
  await loading;
  conversation.change((room) => ({ ...room, past: "more" }));
  server.isConnected = false;
  await loadEarlier(conversation);
  assert.equal(conversation.room.past, "more");
  conversation.leave();
  const before = conversation.room;
  await loadEarlier(conversation);
  assert.equal(conversation.room, before);
});

for (const missed of [0, 1]) {
  test(`a page that failed is offered again after coming back, with ${missed} missed`, async () => {
    fill(120);
    await conversation.enter();
    server.refusal = "busy";
    await loadEarlier(conversation);
    server.refusal = undefined;
    lose();
    fill(missed);
    await comeBack();
    assert.deepEqual([conversation.room.past, numbers().length], ["more", 100 + missed]);
  });
}

test("a message without an answer is sent again under the same id", async () => {
  await conversation.enter();
  const request = server.request.bind(server);
  const ids = [];
  server.request = (event, payload) => {
    if (event === "message:post" && ids.push(payload.id) === 1) return Promise.reject(new Refusal("no_answer", "Too late.", true));
    return request(event, payload);
  };
  conversation.send("once");
  await settled();
  assert.deepEqual([ids.length, new Set(ids).size, server.messages.length, conversation.room.outgoing], [2, 1, 1, []]);
  assert.equal(conversation.tried.size, 0);
});

test("a message that was refused is not sent by itself after coming back", async () => {
  await conversation.enter();
  server.refusal = "forbidden";
  conversation.send("no");
  await settled();
  server.refusal = undefined;
  lose();
  await comeBack();
  await settled();
  assert.deepEqual([server.messages, conversation.room.outgoing.length, conversation.tried.size], [[], 1, 0]);
});

test("a room that is not on the screen loads no messages until it is", async () => {
  fill(3);
  conversation = new Conversation(server, unknownRoom("lobby", "ada"), () => {});
  await conversation.enter();
  assert.equal(server.count("history:page"), 0);
  conversation.want();
  await conversation.settled;
  assert.deepEqual(numbers(), [1, 2, 3]);
});

test("where many come at once the server is asked who is there", async () => {
  await conversation.enter();
  const request = server.request.bind(server);
  server.request = (event, payload) => {
    return event === "room:members" ? Promise.resolve({ ok: true, members: ["ada", "ben"], statuses: { ben: "away" } }) : request(event, payload);
  };
  conversation.receive("room:joined", { room: "lobby", count: 900 });
  await settled();
  const { members, count, statuses } = conversation.room;
  assert.deepEqual([members, count, statuses], [["ada", "ben"], 900, { ben: "away" }]);
});

test("a connection that is lost on the way in is no refusal", async () => {
  server.isConnected = false;
  await conversation.enter();
  assert.equal(conversation.room.refusal, undefined);
});

test("the server is told how far one has read, again where it does not know, and not more often", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const told = () => server.asked.filter(({ event }) => event === "message:read").map(({ payload }) => payload.seq);
  const pass = async () => {
    await settled();
    mock.timers.tick(1000);
    await settled();
  };
  fill(2);
  await conversation.enter();
  conversation.noteRead();
  conversation.receive("message:posted", server.add("ben", "b2", "three"));
  conversation.noteRead();
  await settled();
  assert.deepEqual(told(), [2]);
  await pass();
  await pass();
  conversation.noteRead();
  assert.deepEqual(told(), [2, 3]);
  lose();
  await comeBack();
  conversation.noteRead();
  await pass();
  assert.deepEqual(told(), [2, 3, 3]);
  mock.timers.reset();
});

test("a room that refuses us says why and nobody who is there, and can be entered later", async () => {
  await conversation.enter();
  server.refusal = "forbidden";
  await conversation.enter();
  assert.deepEqual([conversation.room.refusal, conversation.room.members], ["No.", []]);
  await conversation.settled;
  server.refusal = undefined;
  await conversation.enter();
  assert.equal(conversation.room.refusal, undefined);
});

test("facts of other rooms are not for us", async () => {
  await conversation.enter();
  conversation.receive("room:joined", { room: "attic", users: ["ben"] });
  conversation.receive("message:posted", { ...server.add("ben", "x", "x"), room: "attic" });
  assert.deepEqual([conversation.room.members, numbers()], [["ada"], []]);
});

test("an earlier page that comes when other messages are the first ones leaves no hole", async () => {
  fill(150);
  await conversation.enter();
  const request = server.request.bind(server);
  server.request = async (event, payload) => {
    const answer = await request(event, payload);
    // Meanwhile the newest page took the place of what was there.
    if (payload.before) conversation.change((room) => ({ ...room, messages: room.messages.slice(-10) }));
    return answer;
  };
  await loadEarlier(conversation);
  assert.deepEqual([numbers()[0], numbers().length, conversation.room.past], [141, 10, "more"]);
  server.request = request;
  await loadEarlier(conversation);
  assert.equal(numbers().length, 110);
});

test("who reads on for long keeps the newest messages, and can load the others again", async () => {
  await conversation.enter();
  for (let seq = 1; seq <= 4000; seq++) {
    conversation.receive("message:posted", { ...server.add("ben", `b${seq}`, "hi"), seq });
    conversation.noteRead();
  }
  assert.ok(numbers().length <= 3000);
  assert.deepEqual([numbers().at(-1), conversation.room.past, conversation.room.unread], [4000, "more", 0]);
  const first = numbers()[0];
  await loadEarlier(conversation);
  assert.equal(numbers()[0], first - 100);
});
