import { Refusal } from "../refusal.js";
import { button, element, find } from "./dom.js";
import { loadStyles } from "./styles.js";

/** How long a notice stays, in milliseconds. */
const stay = 6000;

/**
 * Says for a moment what happened, to eyes and screen readers.
 * @param {string} text
 * @param {{label: string, act: () => void}} [action]
 */
export function notify(text, action) {
  const notice = element("div", { class: "notice-bar" }, element("span", { text, dir: "auto" }));
  if (action) {
    notice.append(
      button(action.label, "link-button", () => {
        notice.remove();
        action.act();
      }),
    );
  }
  void loadStyles("notices");
  const root = noticesOnTop();
  root.append(notice);
  while (root.childElementCount > 3) root.firstElementChild?.remove();
  setTimeout(() => notice.remove(), stay);
}

/** Where notices are seen and heard: in the dialog on top, or on the page. */
export function noticesOnTop() {
  /** @type {NodeListOf<HTMLElement>} */ const open = document.querySelectorAll("dialog[open] > .notices");
  return [...open].at(-1) ?? find("notices");
}

/**
 * Does something for the person, and says so if it was refused.
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result | undefined>} Nothing if it was refused.
 */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    notify(error.message);
    return undefined;
  }
}
