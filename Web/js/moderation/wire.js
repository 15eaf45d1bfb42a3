/** The names of the module Moderation on the wire; docs/protocol.md explains them. */
export const requests = Object.freeze({
  holds: "moderation:holds",
  report: "moderation:report",
  reports: "moderation:reports",
  allReports: "moderation:all-reports",
  claim: "moderation:claim",
  resolve: "moderation:resolve",
  held: "moderation:held",
  allHeld: "moderation:all-held",
  decide: "moderation:decide",
  lockdown: "moderation:lockdown",
});

/** What the module tells. */
export const facts = Object.freeze({
  changed: "moderation:changed",
  acted: "moderation:acted",
  reported: "moderation:reported",
  held: "moderation:held",
  warned: "moderation:warned",
  decided: "moderation:decided",
});

/**
 * The name of a request about a room, or of the same about the whole server.
 * @param {string} what Such as `ban`.
 * @param {string} [room]
 */
export function requestFor(what, room) {
  return room === undefined ? `moderation:server-${what}` : `moderation:${what}`;
}

/** Limits of the module. */
export const limits = Object.freeze({ reasonBytes: 1024, purge: 200, longest: 366 * 86_400 });
