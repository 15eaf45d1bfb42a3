import { when } from "../settings/parts.js";
import { levels, span } from "./words.js";

/** @typedef {import("./words.js").Action} Action */

/**
 * Why one cannot write, if so.
 * @param {readonly Action[]} actions What holds for us.
 * @param {boolean} mayModerate
 */
export function closingOf(actions, mayModerate) {
  const mute = actions.find(({ kind }) => kind === "mute");
  if (mute) return `You are muted here${detail(mute)}`;
  const readOnly = actions.find(({ kind }) => kind === "read-only");
  return readOnly && !mayModerate ? `Only moderators write here just now${detail(readOnly)}` : undefined;
}

/**
 * What else is to be known, one line each.
 * @param {readonly Action[]} actions
 * @param {boolean} mayModerate
 */
export function noticesOf(actions, mayModerate) {
  return actions.flatMap((action) => {
    switch (action.kind) {
      case "slow":
        return [`Slow mode: one message every ${span(action.amount ?? 0)}${mayModerate ? ", but for you" : ""}`];
      case "lock":
        return [`Locked: nobody new comes in${detail(action)}`];
      case "read-only":
        return mayModerate ? [`Only moderators write here just now${detail(action)}`] : [];
      case "lockdown":
        return [`Lockdown of the server: ${levels[action.amount ?? 0]?.[1]}${detail(action)}`];
      default:
        return [];
    }
  });
}

/**
 * Seconds between two messages of ours.
 * @param {readonly Action[]} actions
 */
export function slownessOf(actions) {
  // A room's own rule comes before the server's.
  const slow = actions.filter(({ kind }) => kind === "slow").sort((one, other) => Number(!one.room) - Number(!other.room))[0];
  return slow?.amount ?? 0;
}

/**
 * How many seconds one has to wait.
 * @param {number} slowness Seconds between two messages.
 * @param {number | undefined} last When we wrote last, in milliseconds.
 * @param {number} now
 */
export function secondsToWait(slowness, last, now) {
  return last === undefined ? 0 : Math.max(0, Math.ceil(slowness - (now - last) / 1000));
}

/** @param {Action} action */
function detail({ until, reason }) {
  return `${until ? ` until ${when(until)}` : ""}${reason ? `: ${reason}` : ""}`;
}
