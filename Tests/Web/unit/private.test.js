import assert from "node:assert/strict";
import { test } from "node:test";
import { entryOf, namesIn, seenText, titleOf } from "../../../Web/js/private/conversations.js";

const nameOf = (user) => ({ ben: "Ben" })[user] ?? user;

test("a conversation is called after the others in it", () => {
  assert.equal(titleOf({ people: ["ada", "ben"] }, "ada", nameOf), "Ben");
  assert.equal(titleOf({ people: ["ada", "ben", "cleo"] }, "ada", nameOf), "Ben, cleo");
  assert.equal(titleOf({ people: ["ada"] }, "ada", nameOf), "Just you");
  assert.equal(titleOf({ people: ["ada", "ben"], title: "Owls" }, "ada", nameOf), "Owls");
});

test("who has seen our latest message is said, and of nobody else's", () => {
  const messages = [{ seq: 3, author: "ada" }];
  const seen = new Map([["ben", 3], ["cleo", 2]]);
  assert.equal(seenText(messages, "ada", seen, ["ada", "ben"], nameOf), "Seen");
  assert.equal(seenText(messages, "ada", seen, ["ada", "ben", "cleo"], nameOf), "Seen by Ben");
  assert.equal(seenText(messages, "ben", seen, ["ada", "ben"], nameOf), "");
  assert.equal(seenText([], "ada", seen, ["ada", "ben"], nameOf), "");
});

test("names are read as people write them", () => {
  assert.deepEqual(namesIn(" @ben, cleo;dan  ben "), ["ben", "cleo", "dan"]);
  assert.deepEqual(namesIn(""), []);
});

test("what the list tells of a conversation is what entering would tell", () => {
  const conversation = { room: "pm~~x", people: ["ada", "ben"], activeAt: "", sequence: 4, read: 2, unread: 1 };
  const entry = entryOf(conversation, "Ben");
  assert.deepEqual([entry.room.title, entry.sequence, entry.members, entry.unread], ["Ben", 4, ["ada", "ben"], 1]);
});
