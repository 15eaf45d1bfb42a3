import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Refusal } from "../../../Web/js/refusal.js";
import { RoomSet } from "../../../Web/js/rooms/room-set.js";
import { FakeStorage } from "./fake-storage.js";

/** The rooms that the server says are ours, and what it was asked. */
let own;
let asked;
let isConnected;
/** @type {RoomSet} */
let rooms;

/** @type {import("../../../Web/js/types.js").Requester} */
const server = {
  async request(event, payload) {
    if (!isConnected) throw new Refusal("disconnected", "There is no connection.", true);
    asked.push([event, payload.room].filter(Boolean).join(" "));
    switch (event) {
      case "room:list":
        return { ok: true, rooms: own.map((id) => ({ id, title: id, unread: 2, read: 1 })) };
      case "room:join":
        return { ok: true, room: { id: payload.room, title: payload.room }, sequence: 0, members: ["ada"], rights: ["send"] };
      case "history:page":
        return { ok: true, messages: [], more: false };
      default:
        return { ok: false, error: { code: "busy", message: "No." } };
    }
  },
};

beforeEach(() => {
  own = ["lobby", "attic"];
  globalThis.sessionStorage = new FakeStorage();
  globalThis.location = { hash: "" };
  begin();
});

function begin() {
  asked = [];
  isConnected = false;
  rooms = new RoomSet(server, "ada", () => {});
}

/** All that is under way is done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const ids = () => rooms.all.map(({ id }) => id);
const message = (room, seq) => ({ room, seq, id: `m${seq}`, author: "ben", text: "hi", at: "2026-11-20T14:03:00.000Z" });

async function connect() {
  isConnected = true;
  asked = [];
  await rooms.enter();
}

function lose() {
  isConnected = false;
  rooms.disconnected();
}

test("the room on the screen is entered first, then those that one belongs to, each once", async () => {
  rooms.open("birds");
  own = ["lobby", "attic", "birds", "pm~~x"];
  await connect();
  assert.deepEqual(asked, ["room:join birds", "history:page birds", "room:list", "room:join lobby", "room:join attic"]);
  assert.deepEqual(ids(), ["attic", "birds", "lobby"]);
});

test("private conversations are entered by nobody who only connects", async () => {
  rooms.open("pm~~x");
  rooms.hold("pm~~y");
  await connect();
  assert.deepEqual(asked, ["room:list", "room:join lobby", "room:join attic"]);
  // One that is not ours: the server says why.
  rooms.open("pm~~z");
  assert.deepEqual(asked.slice(3), ["room:join pm~~z"]);
  await settled();
});

test("a room that is opened meanwhile is entered at once, and without a connection after it", async () => {
  await connect();
  rooms.open("birds");
  assert.deepEqual(asked.slice(3), ["room:join birds"]);
  await settled();
  lose();
  rooms.open("owls");
  await settled();
  own.push("birds", "owls");
  await connect();
  assert.deepEqual(asked.filter((event) => event.startsWith("room:join")), ["room:join owls", "room:join lobby", "room:join attic", "room:join birds"]);
});

test("a room that was left elsewhere is ours no more, unless something waits to be sent there", async () => {
  own.push("birds");
  await connect();
  lose();
  rooms.get("birds").send("wait for me");
  own = ["lobby"];
  await connect();
  assert.deepEqual(ids(), ["birds", "lobby"]);
});

test("what waits to be sent is there again for the same person, until they sign out", () => {
  rooms.open("birds").send("wait for me");
  begin();
  assert.deepEqual(rooms.open("birds").room.outgoing.map(({ text }) => text), ["wait for me"]);
  rooms.forget();
  assert.equal(sessionStorage.size, 0);
});

test("rights are learned anew when ours change, and not when others' do", async () => {
  await connect();
  asked = [];
  rooms.receive("role:changed", { room: "attic", user: "ben", role: "owner" });
  assert.deepEqual(asked, []);
  rooms.receive("role:changed", { room: "attic", user: "ada", role: "owner" });
  assert.deepEqual(asked, ["room:join attic"]);
  await settled();
});

test("who is out of a room on the screen is in the lobby, which nobody leaves", async () => {
  await connect();
  rooms.open("attic");
  rooms.receive("room:left", { room: "lobby", users: ["ada"] });
  assert.deepEqual([ids(), location.hash], [["attic", "lobby"], ""]);
  rooms.receive("room:left", { room: "attic", users: ["ada", "ben"] });
  assert.deepEqual([ids(), location.hash], [["lobby"], "#room=lobby"]);
});

test("a room that put us out says why as long as one does not leave it", async () => {
  await connect();
  rooms.get("attic").change((room) => ({ ...room, refusal: "You are banned here." }));
  rooms.receive("room:left", { room: "attic", users: ["ada"] });
  assert.deepEqual(ids(), ["attic", "lobby"]);
});

test("a deleted room on the screen says so, and nothing is asked about it any more", async () => {
  await connect();
  const attic = rooms.open("attic");
  await settled();
  rooms.receive("room:deleted", { room: "attic" });
  assert.deepEqual([ids(), attic.room.past, attic.isInRoom], [["lobby"], "deleted", false]);
  lose();
  own = ["lobby"];
  await connect();
  assert.deepEqual([asked, rooms.current.room.past], [["room:list", "room:join lobby"], "deleted"]);
});

test("a room that is not on the screen keeps not too many messages, and counts them", async () => {
  await connect();
  rooms.open("attic");
  await settled();
  rooms.open("lobby");
  for (let seq = 1; seq <= 3001; seq++) rooms.receive("message:posted", message("attic", seq));
  const { room } = rooms.get("attic");
  assert.deepEqual([room.messages.length, room.messages.at(-1).seq, room.past, room.unread], [2000, 3001, "more", 3002]);
});

test("a part of the past that was on the screen makes way when the room is opened again", async () => {
  await connect();
  rooms.get("attic").change((room) => ({ ...room, excerpt: { messages: [], past: "more" } }));
  assert.equal(rooms.open("attic").room.excerpt, undefined);
  await settled();
});
