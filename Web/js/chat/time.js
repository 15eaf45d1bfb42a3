const clockFormat = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const exactFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

/** The local time of day, for example "14:03". @type {(date: Date) => void} */
export function clock(date) {
  return clockFormat.format(date);
}

/** Local date and time to the second. @type {(date: Date) => void} */
export function exactTime(date) {
  return exactFormat.format(date);
}

/** The local day, for example "Today" or "Friday, 20 November 2026". @type {(date: Date, now: Date) => void} */
export function dayName(date, now) {
  const day = dayKey(date);
  if (day === dayKey(now)) return "Today";
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return day === dayKey(yesterday) ? "Yesterday" : dayFormat.format(date);
}

/** A text that two times share when they are of the same local day. @type {(date: Date) => void} */
export function dayKey(date) {
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/**
 * How long to wait, in full seconds.
 * @param {number} until Milliseconds since 1970.
 * @param {number} now Milliseconds since 1970.
 */
export function secondsLeft(until, now) {
  return Math.max(0, Math.ceil((until - now) / 1000));
}
