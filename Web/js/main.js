import { forgetSession, storedSession, watchSession } from "./account/session-storage.js";
import { find } from "./view/dom.js";

/** @import {Session} from "./types.js" */

/** @type {import("./chat/chat.js").Chat | undefined} */
let chat;
/** @type {import("./chat/chat-view.js").ChatView | undefined} */
let chatView;
/** @type {import("./account/arrival.js").Arrival | undefined} */
let arrival;

/** @type {(session?: Session, notice?: string) => Promise<void>} Lets somebody in who is not signed in, or brings a link. */
async function arrive(session, notice) {
  const { Arrival } = await import("./account/arrival.js");
  arrival ??= new Arrival(openChat);
  await arrival.begin(session, notice);
}

/** @param {Session} session */
async function openChat(session) {
  const guest = session.guest === undefined ? undefined : import("./account/guest.js");
  const [{ Chat }, { ChatView }, way] = await Promise.all([import("./chat/chat.js"), import("./chat/chat-view.js"), guest]);
  // Who pressed twice is in already.
  if (chat) return;
  chatView ??= new ChatView();
  const ended = (/** @type {string | undefined} */ notice) => {
    chat = undefined;
    // Another tab may have signed in as somebody else in the meantime.
    if (storedSession()?.token === session.token) forgetSession();
    arrive(undefined, notice).catch(stop);
  };
  chat = new Chat(session, chatView, ended, way?.comeIn);
  find("opening").hidden = true;
  chat.open();
}

/** The parts of the page could not be loaded. */
function stop() {
  const words = find("opening");
  words.textContent = "The server cannot be reached. Load this page again in a moment.";
  words.hidden = false;
}

/** Whether the address is a link that account/link.js reads. */
function isLink() {
  return /[#&](?:setup|invite|reset)=./u.test(location.hash);
}

addEventListener("hashchange", () => {
  if (!isLink()) return;
  // The session stays stored until the new account replaces it.
  if (chat) location.reload();
  else arrive().catch(stop);
});

watchSession((session) => {
  if (chat && !session) chat.close("You signed out in another tab.");
  else if (!chat && session) location.reload();
});

const ownColours = matchMedia("(forced-colors: active)");

/** The person's own colours take the place of ours: what is chosen has to be seen in another way. */
function showEdges() {
  if (ownColours.matches) import("./view/styles.js").then(({ loadStyles }) => loadStyles("own-colours")).catch(() => undefined);
}

ownColours.addEventListener("change", showEdges);
showEdges();

const session = storedSession();
(session && !isLink() ? openChat(session) : arrive(session)).catch(stop);
