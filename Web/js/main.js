import { forgetLink, parseLink } from "./account/link.js";
import { forgetSession, storeSession, storedSession, watchSession } from "./account/session-storage.js";
import { find } from "./view/dom.js";

/**
 * @typedef {import("./account/session-storage.js").Session} Session
 *
 * @typedef {import("./account/link.js").Link} Link
 */

/** @type {import("./chat/chat.js").Chat | undefined} */
let chat;
/** @type {Promise<import("./account/sign-in-view.js").SignInView> | undefined} */
let signInView;
/** @type {Promise<import("./chat/chat-view.js").ChatView> | undefined} */
let chatView;

/** @param {{link?: Link, notice?: string}} [occasion] */
async function askToSignIn(occasion) {
  signInView ??= import("./account/sign-in-view.js").then(async ({ SignInView, loadStyles }) => {
    await loadStyles("sign-in", "fields");
    return new SignInView((session, link) => void signedIn(session, link));
  });
  const view = await signInView;
  find("opening").hidden = true;
  view.show(occasion);
}

/**
 * @param {Session} session
 * @param {Link} [link] Where signing up did not use it.
 */
async function signedIn(session, link) {
  forgetLink();
  if (session.guest === undefined) storeSession(session);
  if (link?.kind === "invite") await (await import("./account/invited.js")).enterInvited(session, link.token);
  await openChat(session);
}

/** @param {Session} session */
async function openChat(session) {
  const [{ Chat }, { ChatView }] = await Promise.all([import("./chat/chat.js"), import("./chat/chat-view.js")]);
  chatView ??= Promise.resolve(new ChatView());
  chat = new Chat(session, await chatView, (notice) => {
    chat = undefined;
    // Another tab may have signed in as somebody else in the meantime.
    if (storedSession()?.token === session.token) forgetSession();
    void askToSignIn({ notice });
  });
  find("opening").hidden = true;
  (await signInView)?.hide();
  chat.open();
}

/** Opens what the address asks for: a link comes before the session that this browser may have. */
async function open() {
  const session = storedSession();
  const link = parseLink(location.hash);
  if (session && link?.kind === "invite") await signedIn(session, link);
  else if (session && !link) await openChat(session);
  else await askToSignIn({ link });
}

addEventListener("hashchange", () => {
  const link = parseLink(location.hash);
  if (!link) return;
  // The session stays stored until the new account replaces it.
  if (chat) location.reload();
  else void askToSignIn({ link });
});

watchSession((session) => {
  if (chat && !session) chat.close("You signed out in another tab.");
  else if (!chat && session) location.reload();
});

void open();
