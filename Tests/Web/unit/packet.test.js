import assert from "node:assert/strict";
import { test } from "node:test";
import { decodePacket, encodePacket } from "../../../Web/js/socketio/packet.js";

test("packets become the text of the protocol", () => {
  assert.equal(encodePacket({ type: "connect", data: { token: "t" } }), '0{"token":"t"}');
  assert.equal(encodePacket({ type: "disconnect" }), "1");
  assert.equal(encodePacket({ type: "event", id: 12, data: ["room:join", {}] }), '212["room:join",{}]');
});

test("the server's packets are read", () => {
  assert.deepEqual(decodePacket('0{"sid":"s"}'), { type: "connect", data: { sid: "s" } });
  assert.deepEqual(decodePacket("1"), { type: "disconnect" });
  assert.deepEqual(decodePacket('2["a",{"b":1}]'), { type: "event", data: ["a", { b: 1 }] });
  assert.deepEqual(decodePacket('30[{"ok":true}]'), { type: "ack", id: 0, data: [{ ok: true }] });
  assert.deepEqual(decodePacket('4{"message":"no"}'), { type: "connect_error", data: { message: "no" } });
});

test("packets of another namespace have its name", () => {
  const packets = [
    [{ type: "connect", data: { token: "t" } }, '0/game,{"token":"t"}'],
    [{ type: "disconnect" }, "1/game,"],
    [{ type: "event", id: 3, data: ["move", {}] }, '2/game,3["move",{}]'],
  ];
  for (const [packet, text] of packets) {
    assert.equal(encodePacket(packet, "/game"), text);
    assert.deepEqual(decodePacket(text, "/game"), packet);
    assert.equal(decodePacket(text), undefined);
  }
  assert.equal(decodePacket('2["a"]', "/game"), undefined);
});

test("text with line separators survives", () => {
  const data = ["message:posted", { text: "one\ntwo\u2028three 🦉" }];
  assert.deepEqual(decodePacket(encodePacket({ type: "event", data })), { type: "event", data });
});

const useless = ["", "9", "2", "2{", '2{"a":1}', "3x[]", '2/admin,["a"]', '51-["a",{"_placeholder":true,"num":0}]'];
for (const text of useless) {
  test(`a packet that is of no use is passed over: ${JSON.stringify(text)}`, () => {
    assert.equal(decodePacket(text), undefined);
  });
}
