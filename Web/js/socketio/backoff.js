const first = 500;
const longest = 30_000;

/**
 * How long to wait before the next try, in milliseconds: twice as long after each failure, up to half
 * a minute, and spread over half of that, so that the clients of a restarted server come back one by one.
 * @param {number} failures How many tries in a row failed before.
 * @param {() => number} [random] From 0 to 1.
 */
export function retryDelay(failures, random = Math.random) {
  const delay = Math.min(longest, first * 2 ** Math.min(failures, 16));
  return Math.round(delay * (0.5 + random() / 2));
}
