/** The pictures of the buttons that are there from the beginning. @type {Readonly<Record<string, string>>} */
const paths = Object.freeze({
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM16 16l5 5",
  people: "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM3 19c.5-3.5 3-5 6-5s5.5 1.5 6 5M16 5.5a3 3 0 0 1 0 6M18 14.5c1.8.7 2.8 2.2 3 4.5",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  leave: "M14 5H5v14h9M10 12h11M17 8l4 4-4 4",
  add: "M12 5v14M5 12h14",
});

const namespace = "http://www.w3.org/2000/svg";

/** @param {string} name Of a picture for the eye only: its button has a name. */
export function icon(name) {
  return drawn(paths[name]);
}

/** @param {string} lines On a field of 24 by 24. */
export function drawn(lines) {
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", lines);
  svg.append(path);
  return svg;
}
