import assert from "node:assert/strict";
import { test } from "node:test";
import { around } from "../../../Web/js/chat/excerpt.js";
import * as windows from "../../../Web/js/chat/window.js";

/** Messages whose numbers have holes, as edits make them. */
const messages = Array.from({ length: 1000 }, (_, index) => ({ seq: 3 * (index + 1) }));
const shown = (window, all = messages) => windows.placesIn(all, window);

test("at first the end is shown, and never more than the window holds", () => {
  assert.deepEqual(shown(windows.atEnd), { start: 1000 - windows.most, end: 1000 });
  assert.deepEqual(shown(windows.atEnd, messages.slice(0, 5)), { start: 0, end: 5 });
  assert.deepEqual(shown(windows.atEnd, []), { start: 0, end: 0 });
});

test("all messages can be reached upwards and downwards, and each step overlaps the one before", () => {
  let window = windows.atEnd;
  let before = shown(window);
  while (before.start > 0) {
    window = windows.movedUp(messages, window);
    const places = shown(window);
    assert.ok(places.start < before.start && places.end > before.start);
    assert.ok(places.end - places.start <= windows.most);
    before = places;
  }
  while (window.last !== undefined) {
    window = windows.movedDown(messages, window);
    const places = shown(window);
    assert.ok(places.end > before.end && places.start < before.end);
    before = places;
  }
  assert.equal(before.end, 1000);
});

test("at the edges the window stays", () => {
  assert.equal(windows.movedDown(messages, windows.atEnd), windows.atEnd);
  const few = messages.slice(0, 10);
  assert.equal(windows.movedUp(few, windows.atEnd), windows.atEnd);
});

test("new messages do not move a window that is elsewhere", () => {
  const window = windows.movedUp(messages, windows.atEnd);
  const more = [...messages, { seq: 9000 }, { seq: 9001 }];
  assert.deepEqual(shown(window, more), shown(window));
});

test("what was the first one shown stays in the window when messages come", () => {
  const page = Array.from({ length: 100 }, (_, index) => ({ seq: -100 + index }));
  const few = messages.slice(0, 120);
  const window = windows.keptAt([...page, ...few], windows.atEnd, few[0].seq);
  const { start, end } = shown(window, [...page, ...few]);
  assert.ok(start <= 100 && end > 100);
});

test("a message in the middle has others around it", () => {
  const { start, end } = shown(around(messages, 1500));
  assert.ok(start < 499 && end > 500);
  assert.equal(around(messages, 3000), windows.atEnd);
  assert.ok(shown(around(messages, 3)).start === 0);
});
