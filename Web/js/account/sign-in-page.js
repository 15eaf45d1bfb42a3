import { element } from "../view/dom.js";

/** What the page for people who are not signed in is made of. */
export function signInPage() {
  const described = { "aria-describedby": "sign-in-problem" };
  const typed = { autocapitalize: "none", spellcheck: "false" };
  const name = { id: "name", name: "name", autocomplete: "username", maxlength: "64", ...typed, ...described };
  const password = {
    id: "password",
    name: "password",
    type: "password",
    autocomplete: "current-password",
    "aria-describedby": "password-hint sign-in-problem",
  };
  const code = {
    id: "code",
    name: "code",
    autocomplete: "one-time-code",
    maxlength: "32",
    ...typed,
    "aria-describedby": "code-hint sign-in-problem",
  };
  const reveal = { id: "reveal-password", class: "link-button", type: "button", "aria-controls": "password" };
  const codeHint = "Six digits from your authenticator app, or a recovery code.";
  return element(
    "div",
    { class: "card" },
    element("img", { class: "mark", src: "img/roost.svg", alt: "Roost", width: "56", height: "56" }),
    element("h1", { id: "sign-in-title" }),
    element("p", { id: "sign-in-intro", class: "intro" }),
    element(
      "form",
      { id: "sign-in-form", novalidate: "" },
      element("p", { id: "sign-in-problem", class: "problem-box", role: "alert", hidden: "" }),
      field("name-field", label("name", "Name"), element("input", name)),
      field(
        undefined,
        label("password", "Password"),
        element("div", { class: "password" }, element("input", password), element("button", reveal)),
        element("p", { id: "password-hint", class: "hint" }),
      ),
      hidden(
        field("code-field", label("code", "Code"), element("input", code), element("p", { id: "code-hint", class: "hint", text: codeHint })),
      ),
      element("button", { id: "sign-in-submit", class: "button primary", type: "submit" }),
    ),
    element(
      "p",
      { class: "other" },
      element("span", { id: "sign-in-question" }),
      " ",
      element("button", { id: "sign-in-other", class: "link-button", type: "button" }),
    ),
    element("p", { id: "sign-in-guest", class: "other", hidden: "" }),
  );
}

/** @type {(forField: string, text: string) => void} */
function label(forField, text) {
  return element("label", { for: forField, text });
}

/**
 * @param {string | undefined} id
 * @param {...Node} content
 */
function field(id, ...content) {
  return element("div", { class: "field", id }, ...content);
}

/** @param {HTMLElement} root */
function hidden(root) {
  root.hidden = true;
  return root;
}
