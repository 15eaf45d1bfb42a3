const key = "roost.session";

/** @import {Session} from "../types.js" */

/** The session in a stored text, if it is one. @type {(text: string | null) => Session | undefined} */
export function parseSession(text) {
  try {
    const { token, name, role } = JSON.parse(text ?? "{}");
    const isSession = [token, name, role].every((field) => typeof field === "string" && field !== "");
    return isSession ? { token, name, role } : undefined;
  } catch {
    return undefined;
  }
}

/** The session that this browser keeps. */
export function storedSession() {
  return parseSession(localStorage.getItem(key));
}

/** @param {Session} session */
export function storeSession({ token, name, role }) {
  localStorage.setItem(key, JSON.stringify({ token, name, role }));
}

export function forgetSession() {
  localStorage.removeItem(key);
}

/** Calls back when another tab signs in or out. @type {(changed: (session: Session | undefined) => void) => void} */
export function watchSession(changed) {
  addEventListener("storage", (event) => {
    if (event.key === key || event.key === null) changed(storedSession());
  });
}
