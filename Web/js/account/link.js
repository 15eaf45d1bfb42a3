/**
 * The one-time token in the fragment of the link that the server prints on its first start.
 * @param {string} fragment
 * @returns {string | undefined}
 */
export function setupToken(fragment) {
  return new URLSearchParams(fragment.replace(/^#/u, "")).get("setup") || undefined;
}

/** Takes the token out of the address bar, so that it is neither kept nor shared by mistake. */
export function forgetSetupToken() {
  if (setupToken(location.hash)) history.replaceState(null, "", location.pathname + location.search);
}
