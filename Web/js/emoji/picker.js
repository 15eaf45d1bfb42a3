import { button, element } from "../view/dom.js";
import { place } from "../view/menu.js";
import { emojiTable, findEmoji } from "./table.js";

/** How many emoji the picker shows before anything is written. */
const atFirst = 56;

/**
 * Opens a picker below or above an element. It closes when something is picked, with Escape, and with a press beside it.
 * @param {HTMLElement} at
 * @param {(emoji: string) => void} picked
 */
export function openPicker(at, picked) {
  const search = element("input", { class: "picker-search", placeholder: "Find an emoji", "aria-label": "Find an emoji" });
  const grid = element("div", { class: "picker-grid" });
  const root = element("div", { class: "picker", popover: "auto", role: "dialog", "aria-label": "Emoji" }, search, grid);
  /** @param {readonly {emoji: string, name: string}[]} all */
  const show = (all) =>
    grid.replaceChildren(
      ...all.map(({ emoji, name }) => {
        const made = button(emoji, "picker-emoji", () => {
          root.hidePopover();
          picked(emoji);
        });
        made.title = name;
        made.setAttribute("aria-label", name.replaceAll("_", " "));
        return made;
      }),
    );
  search.addEventListener("input", () =>
    show(search.value.trim() === "" ? emojiTable.slice(0, atFirst) : findEmoji(search.value.trim(), atFirst)),
  );
  search.addEventListener("keydown", (event) => {
    const first = grid.firstElementChild;
    if (event.key !== "Enter" || !(first instanceof HTMLElement)) return;
    event.preventDefault();
    first.click();
  });
  root.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") root.remove();
  });
  show(emojiTable.slice(0, atFirst));
  document.body.append(root);
  root.showPopover();
  place(root, at);
  search.focus();
}
