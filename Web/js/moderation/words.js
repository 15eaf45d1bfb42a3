import { when } from "../settings/parts.js";
import { countOf } from "../view/count.js";

/**
 * What moderators did, in words. An action is as docs/protocol.md has it.
 *
 * @typedef {{id: number, kind: string, room?: string, user?: string, address?: string, by?: string, at: string, until?: string,
 *   reason?: string, amount?: number, ends?: number, evidence?: number[]}} Action
 */

/** What each level of the lockdown closes. */
export const levels = Object.freeze([
  ["0", "Open"],
  ["1", "No new accounts"],
  ["2", "No new accounts, no guests"],
  ["3", "The same, and new accounts cannot write"],
]);

/** @type {Readonly<Record<string, (action: Action) => string>>} */
const words = Object.freeze({
  kick: ({ user }) => `${user} was put out`,
  ban: (action) => `${target(action)} banned`,
  mute: (action) => `${target(action)} muted`,
  warn: ({ user }) => `${user} was warned`,
  note: ({ user }) => `Note about ${user}`,
  purge: ({ user, amount }) => `${amount === 1 ? "The latest message" : `The latest ${amount} messages`} of ${user} ${amount === 1 ? "was" : "were"} deleted`,
  slow: ({ amount }) => `Slow mode: one message every ${span(amount ?? 0)}`,
  "read-only": () => "Only moderators write",
  lock: () => "Nobody new comes in",
  lockdown: ({ amount }) => `Lockdown: ${levels[amount ?? 0]?.[1]}`,
  lift: (action) => `Taken back: ${action.ends}${action.user ? `, of ${action.user}` : ""}`,
  expire: (action) => `Over: ${action.ends}${action.user ? `, of ${action.user}` : ""}`,
});

/**
 * What was done.
 * @param {Action} action
 */
export function titleOf(action) {
  return words[action.kind]?.(action) ?? action.kind;
}

/**
 * The rest of what there is to say of it.
 * @param {Action} action
 */
export function noteOf({ id, at, by, until, reason, evidence = [] }) {
  const parts = [`No. ${id}`, when(at), `by ${by ?? "the server"}`];
  if (until) parts.push(`until ${when(until)}`);
  if (evidence.length > 0) parts.push(`${evidence.length === 1 ? "message" : "messages"} ${evidence.join(", ")}`);
  if (reason) parts.push(reason);
  return parts.join(" · ");
}

/**
 * A span of time.
 * @param {number} seconds
 */
export function span(seconds) {
  const units = /** @type {const} */ ([[86_400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]]);
  const [length, name] = units.find(([length]) => seconds >= length && seconds % length === 0) ?? [1, "second"];
  return countOf(seconds / length, name);
}

/** @param {Action} action */
function target({ user, address }) {
  return user === undefined ? `Guests from ${address} are` : `${user} is`;
}
