import { Refusal } from "../refusal.js";
import { button, find } from "../view/dom.js";
import { signInPage } from "./sign-in-page.js";
import { resetPassword, serverInfo, signIn, signUp } from "./accounts.js";
import { codes } from "./codes.js";
import { forgetLink } from "./link.js";
import { fieldOf, formTexts, modeOf, showsCode } from "./sign-in-form.js";

/** The page for people who are not signed in. */
export class SignInView {
  #root = built(find("sign-in"));
  #form = find("sign-in-form", HTMLFormElement);
  #name = find("name", HTMLInputElement);
  #password = find("password", HTMLInputElement);
  #code = find("code", HTMLInputElement);
  #codeField = find("code-field");
  #reveal = find("reveal-password", HTMLButtonElement);
  #submit = find("sign-in-submit", HTMLButtonElement);
  #problem = find("sign-in-problem");
  /** @type {import("./sign-in-form.js").Mode} */ #mode = "sign-in";
  /** @type {import("./link.js").Link | undefined} */ #link;
  #signedIn;
  #guest = find("sign-in-guest");
  #other = /** @type {HTMLElement} */ (find("sign-in-question").parentElement);
  /** @type {Awaited<ReturnType<typeof serverInfo>> | undefined} */ #server;

  /**
   * @param {(session: import("../types.js").Session, link?: import("./link.js").Link) => Promise<void>} signedIn Lets
   *   them in; gets the link, too, where signing up did not use it.
   */
  constructor(signedIn) {
    this.#signedIn = signedIn;
    this.#setRevealed(false);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.#reveal.addEventListener("click", () => this.#setRevealed(this.#password.type === "password"));
    this.#guest.append("Just looking around? ", button("Come in as a guest", "link-button", () => void this.#enterAsGuest()));
    find("sign-in-other", HTMLButtonElement).addEventListener("click", () => {
      this.#setCodeShown(false);
      this.#setMode(this.#mode === "sign-in" ? "sign-up" : "sign-in");
      this.#name.focus();
    });
  }

  /**
   * @param {{link?: import("./link.js").Link, notice?: string}} [occasion] The link that led here; why the person is
   *   asked to sign in again.
   */
  show({ link, notice } = {}) {
    this.#link = link;
    this.#root.hidden = false;
    document.title = "Roost";
    this.#setMode(link ? modeOf(link.kind) : this.#mode);
    this.#setNews(notice ?? "");
    (this.#mode === "reset" ? this.#password : this.#name).focus();
    void this.#ask();
  }

  /** What is shown depends on how the server lets people in; without an answer everything is. */
  async #ask() {
    this.#server = await serverInfo().catch(() => this.#server);
    this.#showWays();
  }

  #showWays() {
    const isClosed = this.#server !== undefined && this.#server.signUp !== "open" && !this.#link;
    this.#other.hidden = isClosed && this.#mode === "sign-in";
    this.#guest.hidden = this.#server?.guests !== true || this.#mode === "reset";
  }

  async #enterAsGuest() {
    const guest = this.#name.value.trim();
    if (guest === "") {
      this.#setProblem("Write the name that you want to go by.", "name");
      return this.#name.focus();
    }
    try {
      await this.#signedIn({ token: "", name: `guest:${guest}`, role: "guest", guest });
    } catch (error) {
      this.#explain(error);
    }
  }

  hide() {
    this.#root.hidden = true;
    this.#form.reset();
    this.#setCodeShown(false);
    this.#setRevealed(false);
    this.#link = undefined;
  }

  /** @param {import("./sign-in-form.js").Mode} mode */
  #setMode(mode) {
    this.#mode = mode;
    const texts = formTexts(mode, this.#link?.kind);
    find("sign-in-title").textContent = texts.title;
    find("sign-in-intro").textContent = texts.intro;
    find("sign-in-question").textContent = texts.question;
    find("sign-in-other").textContent = texts.other;
    find("password-hint").textContent = texts.hint;
    find("name-field").hidden = mode === "reset";
    this.#submit.textContent = texts.submit;
    this.#password.autocomplete = mode === "sign-in" ? "current-password" : "new-password";
    this.#setProblem("");
    this.#showWays();
  }

  async #send() {
    if (this.#form.ariaBusy === "true") return;
    const texts = formTexts(this.#mode, this.#link?.kind);
    this.#setProblem("");
    this.#setBusy(true, texts.busy);
    try {
      const name = this.#name.value.trim();
      const password = this.#password.value;
      if (this.#mode === "reset" && this.#link) {
        await resetPassword(this.#link.token, password);
        return this.#asksForNewPassword();
      }
      if (this.#mode === "sign-up") {
        await signUp(name, password, this.#link);
        this.#link = undefined;
      }
      // Should the next step fail, the account is there all the same, and only needs signing in.
      this.#mode = "sign-in";
      const { token, user } = await signIn(name, password, this.#code.value.trim());
      await this.#signedIn({ token, name: user.name, role: user.role }, this.#link);
    } catch (error) {
      this.#setMode(this.#mode);
      this.#explain(error);
    } finally {
      this.#setBusy(false, formTexts(this.#mode, this.#link?.kind).submit);
    }
  }

  #asksForNewPassword() {
    forgetLink();
    this.#link = undefined;
    this.#form.reset();
    this.#setMode("sign-in");
    this.#setNews("Your password is set. Sign in with it.");
    this.#name.focus();
  }

  /** @param {unknown} error */
  #explain(error) {
    // The rest of the page is loaded by now, or cannot be.
    if (!(error instanceof Refusal)) return this.#setProblem("The server cannot be reached. Try again in a moment.");
    if (error.code === codes.badSetupToken || error.code === codes.badLink) {
      this.#link = undefined;
      this.#setMode(this.#mode === "reset" ? "sign-in" : this.#mode);
    }
    const field = fieldOf(error.code);
    this.#setCodeShown(showsCode(error.code, !this.#codeField.hidden));
    // To be asked for the code is no mistake.
    this.#setProblem(error.message, error.code === codes.secondFactorRequired ? undefined : field);
    if (!field) return;
    const input = { name: this.#name, password: this.#password, code: this.#code }[field];
    input.focus();
    input.select();
  }

  /** Says what happened, where nothing went wrong. @param {string} text */
  #setNews(text) {
    this.#setProblem(text);
    this.#problem.classList.add("news");
  }

  /** @type {(text: string, field?: "name" | "password" | "code") => void} */
  #setProblem(text, field) {
    this.#problem.classList.remove("news");
    this.#problem.textContent = text;
    this.#problem.hidden = text === "";
    this.#name.setAttribute("aria-invalid", String(field === "name"));
    this.#password.setAttribute("aria-invalid", String(field === "password"));
    this.#code.setAttribute("aria-invalid", String(field === "code"));
  }

  /** @param {boolean} isShown */
  #setCodeShown(isShown) {
    this.#codeField.hidden = !isShown;
    if (!isShown) this.#code.value = "";
  }

  /** @type {(isBusy: boolean, label: string) => void} */
  #setBusy(isBusy, label) {
    this.#submit.textContent = label;
    this.#form.ariaBusy = String(isBusy);
  }

  /** @param {boolean} isRevealed */
  #setRevealed(isRevealed) {
    this.#password.type = isRevealed ? "text" : "password";
    const label = isRevealed ? "Hide" : "Show";
    this.#reveal.textContent = label;
    this.#reveal.setAttribute("aria-label", `${label} password`);
  }
}

/** @param {HTMLElement} root */
function built(root) {
  root.replaceChildren(signInPage());
  return root;
}
