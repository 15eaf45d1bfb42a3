import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { tellOf } from "../../../Web/js/notify/desktop.js";
import { Notifications } from "../../../Web/js/notify/notifications.js";
import { FakeStorage } from "./fake-storage.js";

/** What the desktop shows. */
let shown;
let storage;
let notifications;

class FakeNotification extends EventTarget {
  static permission = "granted";

  constructor(title, { body }) {
    super();
    Object.assign(this, { title, body });
    shown.push(this);
  }

  close() {
    shown = shown.filter((one) => one !== this);
  }
}

beforeEach(() => {
  shown = [];
  storage = new FakeStorage();
  notifications = new Notifications("ada", storage);
  FakeNotification.permission = "granted";
  Object.assign(globalThis, { Notification: FakeNotification, window: { focus: () => {} }, location: { hash: "" } });
});

afterEach(() => {
  for (const name of ["Notification", "window", "location"]) delete globalThis[name];
});

function tell(message) {
  const chat = { session: { name: "ada" }, notifications, people: { nameOf: (user) => user }, rooms: new Map([["lobby", { room: { title: "Lobby" } }]]) };
  tellOf(chat, { room: "lobby", seq: 7, author: "ben", text: "**hi** @ada", ...message });
}

test("the desktop is asked only where the person and the browser want it", () => {
  assert.equal(notifications.isOn, false);
  notifications.set(true);
  assert.equal(notifications.isOn, true);
  assert.equal(new Notifications("ben", storage).isOn, false);
  FakeNotification.permission = "denied";
  assert.equal(notifications.isOn, false);
  delete globalThis.Notification;
  assert.equal(notifications.isOn, false);
});

test("what others say to us is told, and a press on it leads there", () => {
  for (const message of [{ text: "hi" }, { author: "ada" }, { room: "pm~~x", author: "ada" }]) tell(message);
  assert.deepEqual(shown, []);
  tell({});
  tell({ room: "pm~~x", text: "psst" });
  assert.deepEqual(shown.map(({ title, body }) => [title, body]), [["ben in Lobby", "hi @ada"], ["ben", "psst"]]);
  shown[0].dispatchEvent(new Event("click"));
  assert.deepEqual([location.hash, shown.length], ["#room=lobby&message=7", 1]);
});

test("a silent room tells nothing, until it is not silent any more", () => {
  notifications.mute("lobby", true);
  tell({});
  assert.deepEqual(shown, []);
  assert.equal(new Notifications("ben", storage).isMuted("lobby"), false);
  notifications.mute("lobby", false);
  tell({});
  assert.equal(shown.length, 1);
});
