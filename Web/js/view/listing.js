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
  const list = element("ul", { class: "lines", "aria-label": label });
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
    if (!found) return;
    if (last === undefined) list.replaceChildren();
    list.append(...found.items.map(show));
    last = found.items.at(-1) ?? last;
    more.hidden = !found.more;
    if (list.childElementCount === 0) list.append(element("li", { class: "line-note empty", text: empty }));
  };
  /** Shows the list from its beginning, as it is now. */
  const refresh = async () => {
    last = undefined;
    await add();
  };
  void refresh();
  return { root: element("div", { class: "listing" }, list, more), refresh };
}
