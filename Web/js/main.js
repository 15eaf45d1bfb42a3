import { forgetSession, storeSession, storedSession, watchSession } from "./account/session-storage.js";
import { forgetSetupToken, setupToken } from "./account/setup-link.js";
import { SignInView } from "./account/sign-in-view.js";
import { ChatView } from "./chat/chat-view.js";
import { Chat } from "./chat/chat.js";
import { find } from "./view/dom.js";

/** @typedef {import("./account/session-storage.js").Session} Session */

const chatView = new ChatView();
const signInView = new SignInView((session) => {
  forgetSetupToken();
  storeSession(session);
  openChat(session);
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

/** Opens what the address asks for: a setup link comes before the session that this browser may have. */
function open() {
  const session = storedSession();
  const setup = setupToken(location.hash);
  if (session && !setup) openChat(session);
  else signInView.show({ setup });
}

addEventListener("hashchange", () => {
  const setup = setupToken(location.hash);
  if (!setup) return;
  // The session stays stored until the new account replaces it.
  if (chat) location.reload();
  else signInView.show({ setup });
});

watchSession((session) => {
  if (chat && !session) chat.close("You signed out in another tab.");
  else if (!chat && session) location.reload();
});

find("opening", HTMLElement).hidden = true;
open();
