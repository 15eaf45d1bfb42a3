import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Conversation } from "../../../Web/js/chat/conversation.js";
import { edit, editLast, leaveRoom, react, retry, step } from "../../../Web/js/chat/rare-actions.js";
import { unknownRoom } from "../../../Web/js/chat/room-state.js";
import { FakeRoom } from "./fake-room.js";

/** @type {FakeRoom} */
let server;
/** @type {Conversation} */
let conversation;
/** The chat, with what the composer was set to and the rooms that were dropped. */
let chat;

beforeEach(async () => {
  server = new FakeRoom();
  conversation = new Conversation(server, unknownRoom("lobby", "ada"), () => {});
  const all = ["attic", "birds", "lobby"].map((id) => ({ id }));
  const rooms = { current: conversation, get: () => conversation, drop: (room) => chat.dropped.push(room), all };
  chat = { rooms, dropped: [], view: { composer: { setMode: (mode) => (chat.mode = mode) } } };
  globalThis.location = { hash: "" };
  conversation.want();
  await conversation.enter();
});

const said = (author, id) => conversation.receive("message:posted", server.add(author, id, `by ${author}`));
const asked = (event) => server.asked.filter((one) => one.event === event).map(({ payload }) => payload);
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a change names the author, as ids are theirs; one that changes nothing is not asked for", async () => {
  said("ben", "x");
  const [row] = conversation.room.messages;
  await edit(chat, conversation, row, row.text);
  await edit(chat, conversation, row, "better");
  assert.deepEqual(asked("message:edit"), [{ room: "lobby", id: "x", author: "ben", text: "better" }]);
  await react(chat, row, "👍", true);
  assert.deepEqual(asked("message:react"), [{ room: "lobby", id: "x", author: "ben", reaction: "👍", on: true }]);
});

test("the last message of ours that is there is the one to edit, unless one is on its way", async () => {
  editLast(chat);
  assert.equal(chat.mode, undefined);
  for (const [author, id] of [["ada", "first"], ["ada", "deleted"], ["ben", "other"]]) said(author, id);
  conversation.receive("message:deleted", { room: "lobby", seq: 4, at: "", id: "deleted", author: "ada" });
  editLast(chat);
  assert.deepEqual([chat.mode.kind, chat.mode.row.id], ["edit", "first"]);
  chat.mode = undefined;
  server.isConnected = false;
  conversation.send("on its way");
  await settled();
  editLast(chat);
  assert.equal(chat.mode, undefined);
});

test("only what failed is sent again", async () => {
  const row = { id: "gone", text: "discarded", at: "" };
  retry(chat, row);
  conversation.change((room) => ({ ...room, outgoing: [row] }));
  retry(chat, row);
  assert.deepEqual(asked("message:post"), []);
});

test("a room is left, but the lobby; one that does not let us in is only dropped", async () => {
  await leaveRoom(chat, "lobby");
  assert.deepEqual([asked("room:leave").length, chat.dropped], [0, []]);
  await leaveRoom(chat, "attic");
  conversation.change((room) => ({ ...room, refusal: "No." }));
  await leaveRoom(chat, "birds");
  assert.deepEqual([asked("room:leave").length, chat.dropped], [1, ["attic", "birds"]]);
});

test("the rooms above and below are a step away, and there is an end", () => {
  step(chat, 1);
  assert.equal(location.hash, "");
  step(chat, -1);
  assert.equal(location.hash, "#room=birds");
});
