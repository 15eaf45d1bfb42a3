import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Link } from "../../../Web/js/socketio/link.js";
import { FakeWebSocket, openPacket } from "./fake-web-socket.js";

let webSocket;
let heard;
let link;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  webSocket = new FakeWebSocket();
  heard = [];
  const listener = {
    opened: () => heard.push("opened"),
    received: (text) => heard.push(text),
    closed: () => heard.push("closed"),
  };
  link = new Link("ws://test", listener, () => webSocket);
});

test("a ping is answered with a pong", () => {
  webSocket.hear(openPacket);
  webSocket.hear("2");
  assert.deepEqual(webSocket.sent, ["3"]);
  assert.deepEqual(heard, ["opened"]);
});

test("messages are passed on in both directions", () => {
  webSocket.hear(openPacket);
  webSocket.hear('42["a"]');
  link.send('2["b"]');
  assert.deepEqual(heard, ["opened", '2["a"]']);
  assert.deepEqual(webSocket.sent, ['42["b"]']);
});

test("a server that stays silent for longer than a ping takes counts as gone", () => {
  webSocket.hear(openPacket);
  mock.timers.tick(2900);
  webSocket.hear("2");
  mock.timers.tick(2900);
  assert.deepEqual(heard, ["opened"]);
  mock.timers.tick(200);
  assert.deepEqual(heard, ["opened", "closed"]);
  assert.equal(webSocket.readyState, 3);
});

test("a server that never greets counts as gone", () => {
  mock.timers.tick(10_000);
  assert.deepEqual(heard, ["closed"]);
});

test("the end is told once, and nothing after it", () => {
  webSocket.hear(openPacket);
  webSocket.break();
  webSocket.hear('42["late"]');
  mock.timers.tick(60_000);
  assert.deepEqual(heard, ["opened", "closed"]);
});

test("closing is not told to the one who closes", () => {
  webSocket.hear(openPacket);
  link.close();
  webSocket.break();
  assert.deepEqual(heard, ["opened"]);
});

for (const greeting of ["0{", "0null", "0[]"]) {
  test(`a greeting without sense does no harm: ${greeting}`, () => {
    webSocket.hear(greeting);
    mock.timers.tick(60_000);
    assert.equal(heard.at(-1), "closed");
  });
}
