import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Socket } from "../../../Web/js/socketio/socket.js";
import { FakeWebSocket, openPacket } from "./fake-web-socket.js";

const webSocketOfNode = globalThis.WebSocket;
const fetchOfNode = globalThis.fetch;
/** @type {FakeWebSocket[]} */
let webSockets;
let phases;
let events;
let refusals;
let polls;
let socket;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  webSockets = [];
  phases = [];
  events = [];
  refusals = [];
  polls = [];
  globalThis.fetch = (url, { method }) => {
    polls.push(`${method} ${url}`);
    return Promise.reject(new Error("no way through"));
  };
  globalThis.WebSocket = class extends FakeWebSocket {
    constructor() {
      super();
      webSockets.push(this);
    }
  };
  socket = new Socket({ webSocket: "ws://test", polling: "http://test" }, () => ({ token: "t" }), {
    changed: ({ phase }) => phases.push(phase),
    received: (event, payload) => events.push([event, payload]),
    refused: ({ code }) => refusals.push(code) && code !== "unauthorized",
  });
  socket.start();
});

afterEach(() => {
  socket.stop();
  globalThis.WebSocket = webSocketOfNode;
  globalThis.fetch = fetchOfNode;
});

/** Promises that are under way are done. */
const turns = () => new Promise((resolve) => setImmediate(resolve));

const latest = () => webSockets[webSockets.length - 1];

function welcome() {
  latest().hear(openPacket);
  latest().hear('40{"sid":"s"}');
}

test("it connects with the token", () => {
  welcome();
  assert.deepEqual(latest().sent, ['40{"token":"t"}']);
  assert.deepEqual(phases, ["connecting", "connected"]);
});

test("an ack answers its own request", async () => {
  welcome();
  const [one, other] = [socket.request("a", {}), socket.request("b", { c: 1 })];
  assert.deepEqual(latest().sent.slice(1), ['420["a",{}]', '421["b",{"c":1}]']);
  latest().hear('431[{"ok":true,"n":2}]');
  latest().hear('430[{"ok":true,"n":1}]');
  assert.deepEqual([await one, await other], [{ ok: true, n: 1 }, { ok: true, n: 2 }]);
});

test("facts are told", () => {
  welcome();
  latest().hear('42["room:joined",{"user":"ada"}]');
  assert.deepEqual(events, [["room:joined", { user: "ada" }]]);
});

test("a request without an answer ends", async () => {
  welcome();
  const refused = assert.rejects(socket.request("a", {}), { code: "no_answer" });
  for (let second = 0; second < 15; second++) {
    mock.timers.tick(1000);
    latest().hear("2");
  }
  await refused;
});

test("a lost connection ends what waits, and comes back by itself", async () => {
  welcome();
  const refused = assert.rejects(socket.request("a", {}), { code: "disconnected" });
  latest().break();
  await refused;
  await assert.rejects(socket.request("a", {}), { code: "disconnected" });
  mock.timers.tick(1000);
  welcome();
  assert.equal(webSockets.length, 2);
  assert.deepEqual(phases, ["connecting", "connected", "waiting", "connecting", "connected"]);
});

test("where no WebSocket gets through, every second try is by HTTP", async () => {
  latest().break();
  mock.timers.tick(1000);
  await import("../../../Web/js/socketio/polling.js");
  await turns();
  assert.deepEqual([webSockets.length, polls], [1, ["GET http://test"]]);
  mock.timers.tick(2000);
  assert.deepEqual([webSockets.length, polls.length], [2, 1]);
});

test("long-polling that got through once is not all that is tried, and is tried again", async () => {
  globalThis.fetch = (url) => {
    polls.push(url);
    return url === "http://test" ? Promise.resolve({ ok: true, text: async () => openPacket }) : Promise.reject(new Error("cut off"));
  };
  latest().break();
  for (const [wait, tries] of [[1000, 1], [2000, 1], [4000, 2]]) {
    mock.timers.tick(wait);
    await turns();
    assert.equal(polls.filter((url) => url === "http://test").length, tries);
    if (wait === 2000) latest().break();
  }
  assert.equal(webSockets.length, 2);
});

test("who stops while long-polling is loaded is not connected after it, and who starts again only once", async () => {
  latest().break();
  mock.timers.tick(1000);
  socket.stop();
  await turns();
  assert.deepEqual(polls, []);
  socket.start();
  socket.start();
  await turns();
  assert.deepEqual(polls, ["GET http://test"]);
});

test("the waits grow while the server is away, and are short again after a good connection", () => {
  welcome();
  for (let failures = 1; failures <= 5; failures++) {
    latest().break();
    mock.timers.tick(500 * 2 ** failures);
  }
  assert.equal(webSockets.length, 6);
  welcome();
  for (let second = 0; second < 11; second++) {
    mock.timers.tick(1000);
    latest().hear("2");
  }
  latest().break();
  mock.timers.tick(500);
  assert.equal(webSockets.length, 7);
});

test("a wait can be cut short", () => {
  welcome();
  latest().break();
  socket.start();
  assert.equal(webSockets.length, 2);
  mock.timers.tick(9000);
  assert.equal(webSockets.length, 2, "the wait that was cut short does not connect again");
});

test("a refused token is not tried again", () => {
  latest().hear(openPacket);
  latest().hear('44{"message":"no","data":{"code":"unauthorized"}}');
  mock.timers.tick(600_000);
  assert.deepEqual(refusals, ["unauthorized"]);
  assert.equal(webSockets.length, 1);
  assert.equal(phases.at(-1), "stopped");
});

test("another refusal is tried again later", () => {
  latest().hear(openPacket);
  latest().hear('44{"message":"busy","data":{"code":"busy"}}');
  mock.timers.tick(30_000);
  assert.equal(webSockets.length, 2);
});

test("a server that disconnects us is asked again", () => {
  welcome();
  latest().hear("41");
  assert.equal(phases.at(-1), "waiting");
});

test("stopping is for good", () => {
  welcome();
  socket.stop();
  mock.timers.tick(600_000);
  assert.equal(latest().sent.at(-1), "41");
  assert.equal(webSockets.length, 1);
});
