import { plainLine } from "../markdown/plain.js";
import { element } from "../view/dom.js";
import { iconButton } from "../view/icon-button.js";

/**
 * Says above the draft what the text is for.
 * @param {HTMLElement} place
 * @param {import("../types.js").ComposerMode} mode
 * @param {() => void} cancel
 */
export function showMode(place, { kind, row }, cancel) {
  const words = kind === "edit" ? "Editing your message" : `Replying to ${row.name ?? row.author}`;
  const text = element("span", { text: `${words}: ${plainLine(row.text)}`, dir: "auto" });
  place.replaceChildren(text, iconButton("close", "Cancel", cancel));
}
