import { button, element } from "./dom.js";

/**
 * @typedef {{label: string, act: () => void, isGrave?: boolean}} MenuItem
 */

/**
 * Opens a menu below or above an element. Arrow keys go along it; it closes when something is chosen, with Escape, and with a
 * press beside it, and the keyboard is back where it was.
 * @param {HTMLElement} at
 * @param {string} title
 * @param {readonly MenuItem[]} items
 */
export function openMenu(at, title, items) {
  const before = document.activeElement;
  const all = items.map(({ label, act, isGrave = false }) => {
    const item = button(label, `menu-item${isGrave ? " danger" : ""}`, () => {
      root.hidePopover();
      act();
    });
    item.setAttribute("role", "menuitem");
    item.tabIndex = -1;
    return item;
  });
  const list = element("div", { role: "menu", "aria-label": title }, ...all);
  const root = element("div", { class: "menu", popover: "auto", role: "dialog", "aria-label": title }, element("p", { class: "menu-title", text: title, dir: "auto" }), list);
  root.addEventListener("keydown", (event) => {
    const last = all.length - 1;
    const here = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const next = { ArrowDown: here === last ? 0 : here + 1, ArrowUp: here <= 0 ? last : here - 1, Home: 0, End: last }[event.key];
    if (event.key === "Tab") root.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    all[next].focus();
  });
  root.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") root.remove();
  });
  // Beside a modal dialog everything is inert.
  (at.closest("dialog") ?? document.body).append(root);
  root.showPopover();
  place(root, at);
  all[0]?.focus();
  root.addEventListener("beforetoggle", () => before instanceof HTMLElement && before.focus());
}

/**
 * Puts a popover beside an element, where there is room.
 * @type {(root: HTMLElement, at: HTMLElement) => void}
 */
export function place(root, at) {
  const box = at.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = root;
  const left = Math.max(8, Math.min(box.right - offsetWidth, innerWidth - offsetWidth - 8));
  const below = box.bottom + 6;
  const top = below + offsetHeight < innerHeight ? below : Math.max(8, box.top - offsetHeight - 6);
  root.style.left = `${left}px`;
  root.style.top = `${top}px`;
}
