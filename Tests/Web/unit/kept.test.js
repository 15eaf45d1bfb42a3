import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, Outbox } from "../../../Web/js/chat/kept.js";
import { rank } from "../../../Web/js/rooms/switcher.js";
import { parsePlace, placeFragment } from "../../../Web/js/rooms/place.js";
import { programName } from "../../../Web/js/settings/devices.js";
import { FakeStorage } from "./fake-storage.js";

test("drafts are kept by person and room, and gone when they are empty", () => {
  const storage = new FakeStorage();
  const drafts = new Drafts("ada", storage);
  drafts.set("lobby", "half a");
  drafts.set("attic", "other");
  assert.equal(new Drafts("ada", storage).get("lobby"), "half a");
  assert.equal(new Drafts("ben", storage).get("lobby"), "");
  drafts.set("lobby", "  ");
  drafts.set("attic", "");
  assert.equal(storage.size, 0);
});

test("drafts are bounded, and a storage that is full or broken harms nothing", () => {
  const storage = new FakeStorage();
  const drafts = new Drafts("ada", storage);
  for (let room = 0; room < 200; room++) drafts.set(`room${room}`, "x".repeat(30_000));
  assert.equal(Object.keys(JSON.parse(storage.getItem("roost.drafts.ada"))).length, 100);
  assert.equal(drafts.get("room199").length, 20_000);
  storage.setItem("roost.drafts.ada", "{nonsense");
  assert.equal(drafts.get("room1"), "");
  storage.setItem = () => {
    throw new Error("full");
  };
  drafts.set("lobby", "x");
});

test("what waits to be sent is kept, and nonsense is not", () => {
  const storage = new FakeStorage();
  const outbox = new Outbox("ada", storage);
  const message = { id: "1", text: "hi", at: "2026-11-20T14:03:00.000Z" };
  outbox.set("lobby", [message]);
  assert.deepEqual(new Outbox("ada", storage).get("lobby"), [message]);
  storage.setItem("roost.outbox.ada", '{"lobby":[{"id":1},null,"x"],"attic":3}');
  assert.deepEqual([outbox.get("lobby"), outbox.get("attic")], [[], []]);
});

test("a place is read from the address, and written there", () => {
  for (const place of [{ room: "lobby" }, { room: "den~abcdefgh", message: 12 }]) {
    assert.deepEqual(parsePlace(placeFragment(place)), place);
  }
  for (const text of ["", "#invite=x", "#room="]) assert.equal(parsePlace(text), undefined);
  assert.deepEqual(parsePlace("#room=a&message=-1"), { room: "a" });
});

test("rooms are found by the beginning of a name first", () => {
  const rooms = [{ id: "a-lobby", title: "A lobby" }, { id: "lobby", title: "Lobby" }, { id: "den", title: "Den" }];
  assert.deepEqual(rank(rooms, "#lob").map(({ id }) => id), ["lobby", "a-lobby"]);
  assert.equal(rank(rooms, "").length, 3);
});

test("a device is called what people call it", () => {
  const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
  assert.equal(programName(chrome), "Chrome on Linux");
  assert.equal(programName(`${chrome} Edg/131.0`), "Edge on Linux");
  assert.equal(programName("curl/8.0"), "curl/8.0");
  assert.equal(programName(undefined), "Unknown program");
});
