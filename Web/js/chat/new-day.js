import { dayKey } from "./time.js";

/**
 * Calls back now, and whenever another day has begun here. Midnight is the end of a minute, and a machine may sleep over it.
 * @type {(begun: () => void, signal: AbortSignal, day?: string) => void}
 */
export function onNewDay(begun, signal, day) {
  if (signal.aborted) return;
  const today = dayKey(new Date());
  if (day !== today) begun();
  setTimeout(() => onNewDay(begun, signal, today), 60_000 - (Date.now() % 60_000));
}
