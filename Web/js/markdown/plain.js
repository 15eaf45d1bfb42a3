/**
 * One line of a text without its marks, for previews.
 * @param {string} text
 * @param {number} [longest] In characters.
 */
export function plainLine(text, longest = 120) {
  const line = text.slice(0, longest * 4).replace(/```|[*~`]{1,2}|^\s*>\s?/gmu, "").replace(/\s+/gu, " ").trim();
  const characters = [...line];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : line;
}
