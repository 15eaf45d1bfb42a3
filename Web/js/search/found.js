/** What of a text was looked for, apart from the page. */

/** This much of a message is shown, in characters. */
const longest = 400;

/**
 * The words that a query looks for, in lower case: without its conditions.
 * @param {string} query
 * @returns {string[]}
 */
export function wordsIn(query) {
  const plain = query.toLowerCase().replace(/\b(?:from|in|before|after|has):\S*/gu, " ");
  return [...plain.matchAll(/"([^"]+)"|[^\s"]+/gu)].map(([all, phrase]) => phrase ?? all.replace(/\*$/u, "")).filter((word) => word !== "");
}

/**
 * A text in pieces, of which those that were looked for are marked. It begins near the first of them.
 * @param {string} text
 * @param {readonly string[]} words In lower case.
 * @returns {{text: string, isFound: boolean}[]}
 */
export function piecesOf(text, words) {
  const lower = text.toLowerCase();
  // Where lower case has another length, places in it would be others.
  const found = lower.length === text.length ? placesOf(lower, words) : [];
  const start = Math.max(0, (found[0]?.from ?? 0) - 80);
  const end = Math.min(text.length, start + longest);
  const pieces = [];
  let at = start;
  if (start > 0) pieces.push({ text: "…", isFound: false });
  for (const { from, to } of found) {
    if (from < at || to > end) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), isFound: false });
    pieces.push({ text: text.slice(from, to), isFound: true });
    at = to;
  }
  if (at < end) pieces.push({ text: text.slice(at, end), isFound: false });
  if (end < text.length) pieces.push({ text: "…", isFound: false });
  return pieces;
}

/** @type {(lower: string, words: readonly string[]) => {from: number, to: number}[]} */
function placesOf(lower, words) {
  const all = [];
  for (const word of words) {
    for (let from = lower.indexOf(word); from >= 0 && all.length < 200; from = lower.indexOf(word, from + word.length)) {
      all.push({ from, to: from + word.length });
    }
  }
  return all.sort((one, other) => one.from - other.from || other.to - one.to);
}
