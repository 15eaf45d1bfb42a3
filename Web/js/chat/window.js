/** @import {Window} from "../types.js" */

/** Which part of a long list of messages is shown. The page never holds more of them than `most`. */

/** How many messages are shown at once, at most. */
export const most = 160;

/** By how many the window moves when the reader nears its edge. */
const step = 60;

/** @type {Window} */
export const atEnd = Object.freeze({ last: undefined });

/**
 * The places from and to (not included) that are shown.
 * @param {readonly {seq: number}[]} messages By `seq`.
 * @param {Window} shown
 */
export function placesIn(messages, { last }) {
  const end = last === undefined ? messages.length : Math.min(placeOf(messages, last) + 1, messages.length);
  return { start: Math.max(0, end - most), end };
}

/** The window after the reader neared its upper edge. @type {(messages: readonly {seq: number}[], shown: Window) => void} */
export function movedUp(messages, shown) {
  const { start, end } = placesIn(messages, shown);
  if (start === 0) return shown;
  return { last: messages[Math.max(end - step, Math.min(most, messages.length)) - 1].seq };
}

/** The window after the reader neared its lower edge. @type {(messages: readonly {seq: number}[], shown: Window) => void} */
export function movedDown(messages, shown) {
  if (shown.last === undefined) return shown;
  const { end } = placesIn(messages, shown);
  return end + step >= messages.length ? atEnd : { last: messages[end + step - 1].seq };
}

/**
 * The window when earlier messages have come before the first: it stays where the reader is.
 * @param {readonly {seq: number}[]} messages
 * @param {Window} shown
 * @param {number} first The `seq` that was the first one shown.
 */
export function keptAt(messages, shown, first) {
  const place = placeOf(messages, first);
  const { start } = placesIn(messages, shown);
  if (start <= place) return shown;
  const end = Math.min(place + most, messages.length);
  return end === messages.length ? atEnd : { last: messages[end - 1].seq };
}

/**
 * The place of the first message whose `seq` is at least this; the length if there is none.
 * @param {readonly {seq: number}[]} messages By `seq`.
 * @param {number} seq
 */
export function placeOf(messages, seq) {
  let [low, high] = [0, messages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
