// What the official client, in a page, does with the conformance server. Each check throws where something is wrong.
/* global io */

/** The next event `name`: its arguments. */
function next(emitter, name) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`no ${name}`)), 15_000);
    emitter.once(name, (...values) => {
      clearTimeout(limit);
      resolve(values);
    });
  });
}

function equal(actual, expected) {
  const plain = (value) => JSON.stringify(value, (_, part) => (isBytes(part) ? ["bytes", ...asBytes(part)] : part));
  if (plain(actual) !== plain(expected)) throw new Error(`${plain(actual)} is not ${plain(expected)}`);
}

const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);
const asBytes = (value) => new Uint8Array(value.buffer ?? value);

/** A client of its own that came in, by its last transport where it changes over. */
async function arrive(address, transports, options = {}) {
  const socket = io(address, { transports, forceNew: true, reconnectionDelay: 50, ...options });
  const greeted = next(socket, "auth");
  await next(socket, "connect");
  const last = transports.at(-1);
  if (socket.io.engine.transport.name !== last) await next(socket.io.engine, "upgrade");
  equal(socket.io.engine.transport.name, last);
  return { socket, greeting: await greeted };
}

const values = [1, "zwölf 😀 \u001e", null, { deep: [true, { more: -0.5 }] }];
const bytes = [Uint8Array.of(0, 255, 30), { nested: [Uint8Array.of(1, 2, 3).buffer] }, "text beside"];

export const checks = {
  async echo(address, transports) {
    const { socket } = await arrive(address, transports);
    for (const sent of [values, bytes, ["ä".repeat(50_000)], [new Uint8Array(100_000)], []]) {
      const answer = next(socket, "message-back");
      socket.emit("message", ...sent);
      equal((await answer).slice(0, sent.length), sent);
    }
    socket.disconnect();
  },

  async order(address, transports) {
    const socket = io(address, { transports, forceNew: true });
    const heard = [];
    const all = new Promise((resolve) => {
      socket.on("message-back", (number) => heard.push(number) === 200 && resolve());
    });
    // Some before it is in, some while it changes over.
    for (let number = 0; number < 100; number += 1) socket.emit("message", number);
    await next(socket, "connect");
    for (let number = 100; number < 200; number += 1) socket.emit("message", number);
    await all;
    equal(heard, [...Array(200).keys()]);
    socket.disconnect();
  },

  async acks(address, transports) {
    const { socket } = await arrive(address, transports);
    for (const sent of [values, bytes]) {
      const answer = await new Promise((resolve) => {
        socket.emit("message-with-ack", ...sent, (...answered) => resolve(answered));
      });
      equal(answer, sent);
      socket.once("question", (asked, answerer) => answerer(...asked));
      const heard = next(socket, "answered");
      socket.emit("ask-back", ...sent);
      equal((await heard).slice(0, sent.length), sent);
    }
    socket.disconnect();
  },

  async auth(address, transports) {
    const auth = { token: "ein Geheimnis", scope: ["a", { b: 1 }] };
    const { socket, greeting } = await arrive(address, transports, { auth });
    // A client that may come back adds what it would come back to.
    equal({ token: greeting[0].token, scope: greeting[0].scope }, auth);
    socket.disconnect();
  },

  async namespaces(address, transports) {
    const { socket } = await arrive(address, transports);
    const custom = socket.io.socket("/custom");
    await next(custom, "connect");
    const unknown = socket.io.socket("/unknown");
    const [refusal] = await next(unknown, "connect_error");
    equal(refusal.message, "Invalid namespace");
    custom.disconnect();
    const answer = next(socket, "message-back");
    socket.emit("message", "still here");
    equal((await answer)[0], "still here");
    const left = next(socket, "disconnect");
    socket.emit("put-out");
    equal((await left)[0], "io server disconnect");
    equal(socket.active, false);
    socket.io.engine.close();
  },

  async reconnection(address, transports) {
    const { socket } = await arrive(address, transports);
    const id = socket.id;
    const left = next(socket, "disconnect");
    const back = next(socket, "connect");
    socket.emit("hang-up");
    // By long-polling the client may learn of it by a request that nobody knows any more.
    equal(["transport close", "transport error"].includes((await left)[0]), true);
    await back;
    equal([Boolean(socket.recovered), socket.id === id], [false, false]);
    socket.disconnect();
  },

  async recovery(address, transports) {
    const { socket } = await arrive(address, transports);
    const id = socket.id;
    const missed = next(socket, "missed");
    const back = next(socket, "disconnect").then(() => next(socket, "connect"));
    socket.emit("hang-up");
    await back;
    equal([socket.recovered, socket.id], [true, id]);
    equal((await missed)[0], "while away");
    socket.disconnect();
  },

  async refusal(address, transports) {
    const socket = io(address, { transports, forceNew: true, reconnection: false });
    const outcome = await Promise.race([
      next(socket, "connect_error").then(() => "refused"),
      next(socket, "connect").then(() => "connected"),
    ]);
    equal(outcome, "refused");
    socket.disconnect();
  },
};
