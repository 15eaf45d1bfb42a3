import { limits } from "./wire.js";

/** How long something may hold: seconds, none for without end, and a time of one's own. */
export const spanChoices = /** @type {const} */ ([
  ["600", "10 minutes"],
  ["3600", "One hour"],
  ["86400", "One day"],
  ["604800", "One week"],
  ["2592000", "30 days"],
  ["", "Without end"],
  ["until", "Until a time…"],
]);

/**
 * The seconds that were chosen; nothing for without end.
 * @param {string} choice
 * @param {string} until A local date and time, as a field for these has it.
 * @param {number} now In milliseconds since 1970.
 * @returns {number | undefined}
 */
export function secondsOf(choice, until, now) {
  if (choice === "") return undefined;
  if (choice !== "until") return Number(choice);
  const seconds = Math.ceil((new Date(until).getTime() - now) / 1000);
  return Number.isNaN(seconds) ? 0 : Math.min(seconds, limits.longest);
}
