/** @import {Choice, Wanted} from "../types.js" */

/** What may be completed where somebody writes. */

/** How many choices are shown. */
const most = 8;

/**
 * The word that ends at the caret, if it is one to complete.
 * @param {string} text
 * @param {number} caret
 * @returns {Wanted | undefined}
 */
export function wantedAt(text, caret) {
  const before = text.slice(Math.max(0, caret - 64), caret);
  const command = caret < 64 ? /^\/(?<query>[a-z0-9-]*)$/u.exec(before) : undefined;
  if (command) return { kind: "command", query: command.groups?.query ?? "", from: 0 };
  const word = /(?:^|[\s(])(?<sign>[@:])(?<query>[\p{L}\p{N}._+-]*)$/u.exec(before)?.groups;
  if (!word) return argumentAt(before, caret);
  const from = caret - word.query.length - 1;
  if (word.sign === "@") return { kind: "mention", query: word.query, from };
  return word.query.length >= 2 ? { kind: "emoji", query: word.query, from } : undefined;
}

/**
 * The last word that follows a command.
 * @type {(before: string, caret: number) => Wanted | undefined}
 */
function argumentAt(before, caret) {
  const parts = caret < 64 ? /^\/(?<command>[a-z][a-z0-9-]*)\s(?<words>.*\s)?(?<query>\S*)$/su.exec(before)?.groups : undefined;
  // Behind a whole word nothing is asked for until another one begins.
  if (parts?.words && parts.query === "") return undefined;
  return parts && { kind: "argument", command: parts.command, query: parts.query, from: caret - parts.query.length };
}

/**
 * What may follow a command: what begins like the query.
 * @type {(all: readonly string[], query: string) => Choice[]}
 */
export function argumentChoices(all, query) {
  const wanted = query.toLowerCase();
  return all.filter((text) => text.toLowerCase().startsWith(wanted)).slice(0, most).map((text) => ({ insert: `${text} `, label: text }));
}

/**
 * Names to mention: those that begin like the query, then those that hold it.
 * @param {readonly string[]} names
 * @param {string} query
 * @returns {Choice[]}
 */
export function mentionChoices(names, query) {
  const wanted = query.toLowerCase();
  const begins = names.filter((name) => name.startsWith(wanted));
  const holds = names.filter((name) => !name.startsWith(wanted) && name.includes(wanted));
  return [...begins, ...holds].slice(0, most).map((name) => ({ insert: `@${name} `, label: name }));
}

/** @type {(commands: readonly {name: string, usage?: string, help: string}[], query: string) => Choice[]} */
export function commandChoices(commands, query) {
  return commands
    .filter(({ name }) => name.startsWith(query))
    .slice(0, most)
    .map(({ name, usage = "", help }) => ({ insert: `/${name} `, label: `/${name} ${usage}`.trim(), note: help }));
}

/**
 * The text after a choice was made, and where the caret is then.
 * @param {string} text
 * @param {number} caret
 * @param {Wanted} wanted
 * @param {Choice} choice
 */
export function completed(text, caret, { from }, { insert }) {
  const rest = text.slice(caret);
  const added = rest.startsWith(" ") ? insert.trimEnd() : insert;
  return { text: text.slice(0, from) + added + rest, caret: from + added.length };
}
