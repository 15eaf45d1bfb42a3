import { takeInvitation } from "./account/accounts.js";
import { forgetLink, parseLink } from "./account/link.js";
import { forgetSession, storeSession, storedSession, watchSession } from "./account/session-storage.js";
import { SignInView } from "./account/sign-in-view.js";
import { ChatView } from "./chat/chat-view.js";
import { Chat } from "./chat/chat.js";
import { Refusal } from "./refusal.js";
import { find } from "./view/dom.js";

/** @typedef {import("./account/session-storage.js").Session} Session */

const chatView = new ChatView();
const signInView = new SignInView((session, link) => {
  forgetLink();
  storeSession(session);
  if (link?.kind === "invite") void enter(session, link.token);
  else openChat(session);
});
/** @type {Chat | undefined} */
let chat;

/** @param {Session} session */
function openChat(session) {
  signInView.hide();
  chat = new Chat(session, chatView, (notice) => {
    chat = undefined;
    // Another tab may have signed in as somebody else in the meantime.
    if (storedSession()?.token === session.token) forgetSession();
    signInView.show({ notice });
  });
  chat.open();
}

/**
 * Takes an invitation before the chat opens, so that its room is open by then.
 * @param {Session} session
 * @param {string} invitation
 */
async function enter(session, invitation) {
  try {
    await takeInvitation(invitation, session.token);
  } catch (error) {
    // Whoever has an account and needs no invitation, or brings a stale one, is where they would be without.
    if (!(error instanceof Refusal)) throw error;
  }
  openChat(session);
}

/** Opens what the address asks for: a link comes before the session that this browser may have. */
function open() {
  const session = storedSession();
  const link = parseLink(location.hash);
  if (session && link?.kind === "invite") {
    forgetLink();
    void enter(session, link.token);
  } else if (session && !link) {
    openChat(session);
  } else {
    signInView.show({ link });
  }
}

addEventListener("hashchange", () => {
  const link = parseLink(location.hash);
  if (!link) return;
  // The session stays stored until the new account replaces it.
  if (chat) location.reload();
  else signInView.show({ link });
});

watchSession((session) => {
  if (chat && !session) chat.close("You signed out in another tab.");
  else if (!chat && session) location.reload();
});

find("opening", HTMLElement).hidden = true;
open();
