import { Refusal } from "../refusal.js";
import { button, element } from "../view/dom.js";

/**
 * A part of a dialog with a heading.
 * @param {string} title
 * @param {...Node} content
 */
export function section(title, ...content) {
  return element("section", { class: "part" }, element("h3", { text: title }), ...content);
}

/**
 * A field with its label.
 * @param {string} label
 * @param {Record<string, string>} [attributes]
 */
export function field(label, attributes = {}) {
  const input = element("input", attributes);
  return { input, root: element("label", { class: "field" }, element("span", { text: label }), input) };
}

/**
 * A field with a list to choose from.
 * @param {string} label
 * @param {readonly (readonly [string, string])[]} options Values and their names.
 */
export function choice(label, options) {
  const select = element("select", {}, ...options.map(([value, text]) => element("option", { value, text })));
  return { select, root: element("label", { class: "field" }, element("span", { text: label }), select) };
}

/**
 * A form that says what went wrong, and is not sent twice.
 * @param {string} submit
 * @param {() => Promise<unknown>} send
 * @param {...Node} content
 */
export function form(submit, send, ...content) {
  const problem = element("p", { class: "problem-box", role: "alert", hidden: "" });
  const go = element("button", { class: "button primary", type: "submit", text: submit });
  const root = element("form", { novalidate: "" }, ...content, problem, element("div", { class: "dialog-actions" }, go));
  root.addEventListener("submit", async (event) => {
    event.preventDefault();
    // The button stays one that can be used: the keyboard would be lost otherwise.
    if (root.ariaBusy === "true") return;
    root.ariaBusy = "true";
    problem.hidden = true;
    try {
      await send();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      root.ariaBusy = "false";
    }
  });
  return root;
}

/**
 * One line of a list, with what can be done with it.
 * @param {string} title
 * @param {string} note
 * @param {...Node} actions
 */
export function line(title, note, ...actions) {
  const text = element(
    "div",
    { class: "line-text" },
    element("div", { class: "line-title", text: title, dir: "auto" }),
    element("div", { class: "line-note", text: note, dir: "auto" }),
  );
  return element("li", { class: "line" }, text, ...actions);
}

/**
 * A button on a line, whose name for screen readers says which line.
 * @param {string} label
 * @param {string} about
 * @param {() => void} clicked
 */
export function lineButton(label, about, clicked) {
  const made = button(label, "button quiet", clicked);
  made.setAttribute("aria-label", `${label} ${about}`);
  return made;
}

/**
 * A secret to be copied, shown once.
 * @param {string} words
 * @param {string} text
 */
export function secret(words, text) {
  const field = element("p", { class: "secret", text, tabindex: "0" });
  const copy = button("Copy", "button", async () => {
    // Without TLS pages may not write to the clipboard; the text is marked to be copied by hand.
    const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    getSelection()?.selectAllChildren(field);
    copy.textContent = isCopied ? "Copied" : "Marked, to be copied by hand";
  });
  return element("div", { class: "once" }, element("p", { text: words }), field, copy);
}

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/**
 * A time in words.
 * @param {string} at RFC 3339.
 */
export function when(at) {
  return dates.format(new Date(at));
}

/** Spans of time, in seconds. */
export const spans = /** @type {const} */ ([
  ["86400", "One day"],
  ["604800", "One week"],
  ["2592000", "30 days"],
  ["31536000", "One year"],
]);
