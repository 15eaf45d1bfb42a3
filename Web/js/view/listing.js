import { attempt } from "./notices.js";
import { button, element } from "./dom.js";

/**
 * A list that is asked for page by page.
 * @template Item
 * @param {string} label For screen readers.
 * @param {string} empty What stands there where there is nothing.
 * @param {(after: Item | undefined) => Promise<{items: readonly Item[], more: boolean}>} load The page after an item, or the first one.
 * @param {(item: Item) => Node} show The line of an item.
 */
export function listing(label, empty, load, show) {
  const list = element("ul", { class: "lines", "aria-label": label, tabindex: "-1" }, note("Loading…"));
  const more = button("More", "button", () => void add());
  more.hidden = true;
  /** @type {Item | undefined} */ let last;
  let asked = 0;
  const add = async () => {
    const turn = ++asked;
    list.setAttribute("aria-busy", "true");
    const found = await attempt(() => load(last));
    // Another page, or the list from its beginning, was asked for meanwhile.
    if (turn !== asked) return;
    list.setAttribute("aria-busy", "false");
    more.textContent = found ? "More" : "Try again";
    if (!found) {
      more.hidden = false;
      if (last === undefined) replaceLines(list, [note("This could not be loaded.")]);
      return;
    }
    const lines = found.items.map(show);
    if (last !== undefined) list.append(...lines);
    else if (lines.length > 0) replaceLines(list, lines);
    else replaceLines(list, [note(empty)]);
    last = found.items.at(-1) ?? last;
    const hadFocus = more === document.activeElement;
    more.hidden = !found.more;
    // The button that was pressed is gone; the keyboard goes on at the first line that came.
    if (hadFocus && !found.more) (controlIn(lines[0]) ?? list).focus();
  };
  /** Shows the list from its beginning, as it is now. */
  const refresh = async () => {
    last = undefined;
    await add();
  };
  void refresh();
  return { root: element("div", { class: "listing" }, list, more), refresh };
}

/** The keyboard that was on a line is on the one in its place then. @type {(list: HTMLElement, lines: readonly Node[]) => void} */
function replaceLines(list, lines) {
  const line = [...list.children].findIndex((child) => child.contains(document.activeElement));
  list.replaceChildren(...lines);
  if (line < 0) return;
  (controlIn(list.children[Math.min(line, lines.length - 1)]) ?? list).focus();
}

/** @type {(line: Node | undefined) => HTMLElement | null} */
function controlIn(line) {
  return line instanceof Element ? line.querySelector("button, select, a") : null;
}

/** @param {string} text */
function note(text) {
  return element("li", { class: "line-note empty", text });
}
