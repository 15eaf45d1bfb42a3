import { parseInline } from "./inline.js";

/** @import {Block} from "../types.js" */

/** A message's text as blocks. Line ends count: a chat is no document. */

const fence = /^\s{0,3}```\s*(?<language>[\w+#.-]{0,32})\s*$/u;
const quote = /^\s{0,3}>\s?(?<rest>.*)$/u;
const bullet = /^\s{0,3}[-*+]\s+(?<rest>\S.*)$/u;
const numbered = /^\s{0,3}(?<number>\d{1,9})[.)]\s+(?<rest>\S.*)$/u;

/** Quotes in quotes deeper than this are text. */
const deepest = 3;

/**
 * @param {string} text
 * @param {number} [depth] Of quotes around it.
 * @returns {Block[]}
 */
export function parseBlocks(text, depth = 0) {
  const lines = text.split("\n");
  /** @type {Block[]} */
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at].trim() === "") {
      at += 1;
      continue;
    }
    const end = endOfBlock(lines, at, depth);
    blocks.push(blockOf(lines.slice(at, end), depth));
    at = end;
  }
  return blocks;
}

/** @type {(line: string, depth: number) => "code" | "quote" | "bullet" | "numbered" | "empty" | "text"} */
function kindOf(line, depth) {
  if (fence.test(line)) return "code";
  if (depth < deepest && quote.test(line)) return "quote";
  if (bullet.test(line)) return "bullet";
  if (numbered.test(line)) return "numbered";
  return line.trim() === "" ? "empty" : "text";
}

/** @type {(lines: readonly string[], from: number, depth: number) => void} */
function endOfBlock(lines, from, depth) {
  const kind = kindOf(lines[from], depth);
  let end = from + 1;
  if (kind === "code") {
    while (end < lines.length && !/^\s{0,3}```\s*$/u.test(lines[end])) end += 1;
    return Math.min(end + 1, lines.length);
  }
  while (end < lines.length && kindOf(lines[end], depth) === kind) end += 1;
  return end;
}

/** @type {(lines: string[], depth: number) => Block} */
function blockOf(lines, depth) {
  /** @param {RegExp} pattern */
  const rests = (pattern) => lines.map((line) => pattern.exec(line)?.groups?.rest ?? "");
  switch (kindOf(lines[0], depth)) {
    case "code": {
      const isClosed = lines.length > 1 && /^\s{0,3}```\s*$/u.test(lines[lines.length - 1]);
      const language = fence.exec(lines[0])?.groups?.language ?? "";
      return { type: "code", language, text: lines.slice(1, isClosed ? -1 : undefined).join("\n") };
    }
    case "quote":
      return { type: "quote", children: parseBlocks(rests(quote).join("\n"), depth + 1) };
    case "bullet":
      return { type: "list", items: rests(bullet).map((rest) => parseInline(rest)) };
    case "numbered": {
      const start = Number(numbered.exec(lines[0])?.groups?.number);
      return { type: "list", start, items: rests(numbered).map((rest) => parseInline(rest)) };
    }
    default:
      return { type: "paragraph", children: parseInline(lines.join("\n")) };
  }
}
