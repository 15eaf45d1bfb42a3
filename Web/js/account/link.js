/**
 * What the fragment of the page's address asks for. Servers and their logs never get it.
 *
 * @typedef {object} Link
 * @property {"setup" | "invite" | "reset"} kind The first administrator's link, an invitation, or a new password.
 * @property {string} token
 */

/** @type {readonly Link["kind"][]} */
const kinds = Object.freeze(["setup", "invite", "reset"]);

/** The link in a fragment, if it is one. @type {(fragment: string) => Link | undefined} */
export function parseLink(fragment) {
  const parts = new URLSearchParams(fragment.replace(/^#/u, ""));
  const kind = kinds.find((name) => parts.get(name));
  return kind && { kind, token: parts.get(kind) ?? "" };
}

/** Takes the link out of the address bar, so that it is neither kept nor shared by mistake. */
export function forgetLink() {
  if (parseLink(location.hash)) history.replaceState(null, "", location.pathname + location.search);
}
