import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLink } from "../../../Web/js/account/link.js";
import { parseSession } from "../../../Web/js/account/session-storage.js";
import { fieldOf, formTexts, modeOf, showsCode } from "../../../Web/js/account/sign-in-form.js";
import { checkedDraft } from "../../../Web/js/composer/draft.js";
import { newMessageID } from "../../../Web/js/chat/message-id.js";
import { socketURLs } from "../../../Web/js/socketio/socket-urls.js";
import { Refusal } from "../../../Web/js/refusal.js";
import { tintOf } from "../../../Web/js/view/avatar.js";
import { countOf } from "../../../Web/js/view/count.js";

test("a link is read from the fragment", () => {
  for (const kind of ["setup", "invite", "reset"]) {
    assert.deepEqual(parseLink(`#${kind}=a-B_9`), { kind, token: "a-B_9" });
  }
  for (const fragment of ["", "#", "#setup=", "#invite", "#other=1"]) assert.equal(parseLink(fragment), undefined);
});

test("each link leads to its form, which says what it is for", () => {
  assert.deepEqual(["setup", "invite", "reset"].map(modeOf), ["sign-up", "sign-up", "reset"]);
  assert.match(formTexts("sign-up", "setup").intro, /administrator/u);
  assert.match(formTexts("sign-up", "invite").intro, /invited/u);
  assert.match(formTexts("sign-in", "invite").intro, /invited/u);
  assert.doesNotMatch(formTexts("sign-up").intro, /administrator|invited/u);
  assert.match(formTexts("reset", "reset").title, /password/u);
});

test("a refusal points at its field", () => {
  assert.deepEqual(["name_taken", "bad_password", "busy"].map(fieldOf), ["name", "password", undefined]);
});

test("the code is asked for when the server wants one, and until the name or the password is in doubt", () => {
  assert.deepEqual(["second_factor_required", "wrong_code"].map(fieldOf), ["code", "code"]);
  assert.deepEqual(["second_factor_required", "wrong_code"].map((code) => showsCode(code, false)), [true, true]);
  for (const isShown of [true, false]) {
    assert.equal(showsCode("wrong_credentials", isShown), false);
    assert.equal(showsCode("slow_down", isShown), isShown);
  }
});

test("only a whole session counts as one", () => {
  const session = { token: "t", name: "ada", role: "member" };
  assert.deepEqual(parseSession(JSON.stringify(session)), session);
  for (const text of [null, "", "{", "null", "[]", '{"token":"t"}', '{"token":1,"name":"a","role":"b"}']) {
    assert.equal(parseSession(text), undefined);
  }
});

test("a draft is sent without the space around it", () => {
  assert.deepEqual(checkedDraft("\n  \n  indented\n\n"), { text: "  indented", bytesTooMany: 0 });
  assert.equal(checkedDraft(" \n ").text, "");
});

test("a draft is measured in bytes", () => {
  assert.equal(checkedDraft("ü".repeat(4096)).bytesTooMany, 0);
  assert.equal(checkedDraft("ü".repeat(4097)).bytesTooMany, 2);
  assert.equal(checkedDraft("x".repeat(8192)).bytesTooMany, 0);
});

test("message ids are random UUIDs, also where the browser has none", () => {
  const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u;
  const source = { getRandomValues: (bytes) => crypto.getRandomValues(bytes) };
  assert.match(newMessageID(), uuid);
  assert.match(newMessageID(source), uuid);
  assert.notEqual(newMessageID(source), newMessageID(source));
});

test("the socket's address follows the page's", () => {
  const local = socketURLs({ protocol: "http:", host: "localhost:8080" });
  assert.equal(local.webSocket, "ws://localhost:8080/socket.io/?EIO=4&transport=websocket");
  assert.equal(local.polling, "http://localhost:8080/socket.io/?EIO=4&transport=polling");
  assert.match(socketURLs({ protocol: "https:", host: "chat.example" }).webSocket, /^wss:\/\/chat\.example\//u);
});

test("a name keeps its colour", () => {
  assert.equal(tintOf("ada"), tintOf("ada"));
  assert.ok([..."abcdefghijklmnopqrstuvwxyz"].every((name) => tintOf(name) >= 0 && tintOf(name) < 8));
});

test("an answer without a reason is still a refusal", () => {
  assert.deepEqual([Refusal.of(undefined).code, Refusal.of({}).retryable], ["unknown", false]);
  const refusal = Refusal.of({ ok: false, error: { code: "busy", message: "Later.", retryable: true } });
  assert.deepEqual([refusal.code, refusal.message, refusal.retryable], ["busy", "Later.", true]);
});

test("one is one, and others are many", () => {
  assert.deepEqual([0, 1, 2].map((count) => countOf(count, "mention")), ["0 mentions", "1 mention", "2 mentions"]);
  assert.deepEqual([1, 3].map((count) => countOf(count, "person", "people")), ["1 person", "3 people"]);
});
