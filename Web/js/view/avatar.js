import { element } from "./dom.js";

/** How many colours css/theme.css has. */
const tints = 8;

/**
 * The colour of a name: always the same one.
 * @param {string} name
 * @returns {number} From 0 up to the number of colours.
 */
export function tintOf(name) {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % tints;
}

/** A round face with the first letter of a name, for the eye only. @type {(name: string) => void} */
export function avatar(name) {
  const letter = [...name][0]?.toUpperCase() ?? "?";
  return element("span", { class: `avatar tint-${tintOf(name)}`, text: letter, "aria-hidden": "true" });
}
