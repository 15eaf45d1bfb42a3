import assert from "node:assert/strict";
import { test } from "node:test";
import { toolsFor } from "../../../Web/js/chat/message-tools.js";

const names = (row, rights) => toolsFor({ status: "sent", me: "ada", author: "ben", ...row }, rights, () => {}).map(({ label }) => label);

test("what can be done with a message depends on whose it is and on one's rights", () => {
  assert.deepEqual(names({}, ["read"]), ["Copy link"]);
  assert.deepEqual(names({}, ["read", "send"]), ["React", "Reply", "Copy link"]);
  assert.deepEqual(names({ author: "ada" }, ["read", "send"]), ["React", "Reply", "Edit", "Copy link", "Delete"]);
  assert.deepEqual(names({ author: "ada" }, ["read"]), ["Copy link"]);
  assert.deepEqual(names({}, ["read", "moderate"]), ["Copy link", "Delete"]);
});

test("nothing can be done with a message that is not in the room, or not any more", () => {
  for (const status of ["sending", "failed", "deleted"]) assert.deepEqual(names({ status, author: "ada" }, ["send", "moderate"]), []);
});
