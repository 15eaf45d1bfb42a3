import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { PollingSocket } from "../../../Web/js/socketio/polling.js";
import { openPacket } from "./fake-web-socket.js";

/** The requests of the page, each answered when the test says so. */
let requests;
let heard;
let socket;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  requests = [];
  heard = [];
  socket = new PollingSocket("http://test?x", (url, { method, body, signal }) => {
    return new Promise((resolve, reject) => {
      const answer = (text, ok = true) => resolve({ ok, text: async () => text });
      requests.push({ method, url, body, signal, answer });
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  });
  socket.onmessage = ({ data }) => heard.push(data);
  socket.onclose = () => heard.push("closed");
});

afterEach(() => mock.timers.reset());

/** Promises that are under way are done. */
const turns = () => new Promise((resolve) => setImmediate(resolve));

async function open() {
  requests[0].answer(openPacket);
  await turns();
}

const posts = () => requests.filter(({ method }) => method === "POST");

test("the first answer opens it, and each later one may have several packets", async () => {
  await open();
  assert.deepEqual([socket.readyState, heard, requests[1].url], [1, [openPacket], "http://test?x&sid=s"]);
  requests[1].answer("4a\u001e4b");
  await turns();
  assert.deepEqual([heard.slice(1), requests.length], [["4a", "4b"], 3]);
});

test("one body is under way at a time, so that packets keep their order", async () => {
  await open();
  socket.send("4a");
  socket.send("4b");
  socket.send("4c");
  await turns();
  assert.deepEqual(posts().map(({ body }) => body), ["4a"]);
  posts()[0].answer("ok");
  await turns();
  assert.deepEqual(posts().map(({ body }) => body), ["4a", "4b\u001e4c"]);
});

test("who closes it says so to the server after what waits, and hears nothing more", async () => {
  await open();
  socket.send("4a");
  socket.onmessage = ({ data }) => {
    heard.push(data);
    socket.close();
  };
  requests[1].answer("4last\u001e4late");
  await turns();
  posts()[0].answer("ok");
  await turns();
  assert.deepEqual([posts()[1].body, heard.slice(1)], ["1", ["4last"]]);
  posts()[1].answer("ok");
  await turns();
  assert.ok(requests.every(({ signal }) => signal.aborted));
  assert.deepEqual(heard.slice(1), ["4last"]);
});

test("a farewell that does not get through is given up", async () => {
  await open();
  socket.close();
  await turns();
  assert.ok(requests.every(({ signal }) => !signal.aborted));
  mock.timers.tick(5000);
  assert.ok(requests.every(({ signal }) => signal.aborted));
});

test("one that is closed before it is open asks for nothing more", async () => {
  socket.close();
  await turns();
  assert.ok(requests[0].signal.aborted);
  assert.deepEqual([requests.length, heard], [1, []]);
});

test("a refusal is its end, told once", async () => {
  await open();
  socket.send("4a");
  posts()[0].answer("no", false);
  await turns();
  assert.deepEqual([socket.readyState, heard.slice(1), requests.length], [3, ["closed"], 3]);
});
