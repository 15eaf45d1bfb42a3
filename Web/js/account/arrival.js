import { find } from "../view/dom.js";
import { loadStyles } from "../view/styles.js";
import { enterInvited } from "./invited.js";
import { forgetLink, parseLink } from "./link.js";
import { storeSession } from "./session-storage.js";
import { SignInView } from "./sign-in-view.js";

/** @import {Session} from "../types.js" */

/** How somebody comes in who is not signed in, or brings a link. */
export class Arrival {
  #openChat;
  /** @type {SignInView | undefined} */ #view;

  /** @param {(session: Session) => Promise<void>} openChat */
  constructor(openChat) {
    this.#openChat = openChat;
  }

  /**
   * Does what the address asks for: a link comes before the session that this browser may have.
   * @param {Session} [session]
   * @param {string} [notice] Why somebody has to sign in again.
   */
  async begin(session, notice) {
    const link = parseLink(location.hash);
    if (session && link?.kind === "invite") return this.#come(session, link);
    await loadStyles("sign-in", "fields");
    this.#view ??= new SignInView((signedIn, unused) => this.#come(signedIn, unused));
    find("opening").hidden = true;
    this.#view.show({ link, notice });
  }

  /**
   * @param {Session} session
   * @param {import("./link.js").Link} [link] Where signing up did not use it.
   */
  async #come(session, link) {
    forgetLink();
    if (session.guest === undefined) storeSession(session);
    if (link?.kind === "invite") await enterInvited(session, link.token);
    await this.#openChat(session);
    this.#view?.hide();
  }
}
