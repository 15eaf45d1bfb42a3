import { button, element } from "../view/dom.js";
import { attempt, notify } from "../view/notices.js";
import { field, form, secret, section } from "./parts.js";

/**
 * Switching the second factor on, in three steps, and off.
 * @param {import("./account-api.js").AccountAPI} api
 */
export function secondFactorPart(api) {
  const body = element("div", { class: "part" }, element("p", { class: "hint", text: "Loading…" }));
  /** @param {...Node} content */
  const show = (...content) => {
    const hadFocus = body.contains(document.activeElement);
    body.replaceChildren(...content);
    // What was pressed is gone; the keyboard goes on at what comes next.
    if (hadFocus) /** @type {HTMLElement | null} */ (body.querySelector("input, button, [tabindex]"))?.focus();
  };
  const start = async () => {
    const me = await attempt(() => api.me());
    if (!me) show(button("Try again", "button", () => void start()));
    else show(me.secondFactor ? offForm(api, start) : onForm(api, show, start));
  };
  void start();
  return section("Second factor", body);
}

/**
 * @param {import("./account-api.js").AccountAPI} api
 * @param {(...content: Node[]) => void} show
 * @param {() => Promise<void>} done
 */
function onForm(api, show, done) {
  const password = field("Your password", { type: "password", autocomplete: "current-password" });
  const words = "Besides the password, an authenticator app on your phone gives a code with which you sign in.";
  const begin = async () => {
    const { secret: key, uri } = await api.beginSecondFactor(password.input.value);
    show(...confirmForm(api, key, uri, show, done));
  };
  return form("Switch on", begin, element("p", { class: "hint", text: words }), password.root);
}

/**
 * @param {import("./account-api.js").AccountAPI} api
 * @param {string} key
 * @param {string} uri
 * @param {(...content: Node[]) => void} show
 * @param {() => Promise<void>} done
 */
function confirmForm(api, key, uri, show, done) {
  const code = field("Code from the app", { inputmode: "numeric", autocomplete: "one-time-code", maxlength: "8" });
  const open = element("a", { href: uri, text: "Open in an app on this device" });
  const confirm = async () => {
    const { recoveryCodes } = await api.confirmSecondFactor(code.input.value.trim());
    const words = "It is on. Keep these codes in a safe place: each lets you in once without the app.";
    show(secret(words, recoveryCodes.join("\n")), button("I have kept them", "button", () => void done()));
  };
  return [
    secret("Enter this key in the app:", key),
    element("p", {}, open),
    form("Confirm", confirm, code.root),
  ];
}

/** @type {(api: import("./account-api.js").AccountAPI, done: () => Promise<void>) => void} */
function offForm(api, done) {
  const password = field("Your password", { type: "password", autocomplete: "current-password" });
  const code = field("Code, or a recovery code", { autocomplete: "one-time-code", maxlength: "32" });
  const remove = async () => {
    await api.removeSecondFactor(password.input.value, code.input.value.trim());
    notify("The second factor is off.");
    await done();
  };
  return form("Switch off", remove, element("p", { text: "It is on." }), password.root, code.root);
}
