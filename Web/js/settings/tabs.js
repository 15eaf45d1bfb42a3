import { element } from "../view/dom.js";

/**
 * A list of pages to choose from, of which the first is shown. Arrow keys go from one to the next.
 * @param {string} label
 * @param {HTMLElement} page Where they are shown.
 * @param {readonly [string, () => Node[]][]} all Their names, and what they show.
 * @param {string} [first] The name of the one that is shown at first.
 */
export function tabs(label, page, all, first) {
  const list = element("div", { class: "tabs", role: "tablist", "aria-label": label });
  const names = all.map(([name], index) => {
    const tab = element("button", { type: "button", class: "tab", role: "tab", id: `tab-${index}`, text: name });
    tab.setAttribute("aria-controls", "tab-page");
    tab.addEventListener("click", () => show(index));
    return tab;
  });
  /** @param {number} chosen */
  const show = (chosen) => {
    names.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
    });
    page.setAttribute("aria-labelledby", `tab-${chosen}`);
    page.replaceChildren(...all[chosen][1]());
  };
  list.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (names.indexOf(/** @type {HTMLButtonElement} */ (target)) + step + names.length) % names.length;
    show(next);
    names[next].focus();
  });
  page.id = "tab-page";
  page.setAttribute("role", "tabpanel");
  page.tabIndex = 0;
  list.append(...names);
  show(Math.max(0, all.findIndex(([name]) => name === first)));
  return list;
}
