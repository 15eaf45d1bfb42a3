import { drawn } from "./icons.js";

/** The pictures of buttons that come later. */
const paths = Object.freeze({
  more: "M4.5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M11.5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M18.5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
  close: "M6 6l12 12M18 6 6 18",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8.5 10v.5M15.5 10v.5M8 14.5c1 1.3 2.4 2 4 2s3-.7 4-2",
  reply: "M10 6 4 12l6 6M4 12h10c4 0 6 2 6 6",
  edit: "M4 20l1-4L16 5l3 3L8 19l-4 1ZM14 7l3 3",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  flag: "M6 21V4M6 4h12l-2.5 4.5L18 13H6",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  shield: "M12 3l8 3v6c0 4.5-3.5 7.5-8 9-4.5-1.5-8-4.5-8-9V6l8-3Z",
});

/**
 * A button that shows a picture, and says its name to screen readers and under the pointer.
 * @param {keyof typeof paths} name
 * @param {string} label
 * @param {() => void} clicked
 * @param {string} [className]
 */
export function iconButton(name, label, clicked, className = "icon-button") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.append(drawn(paths[name]));
  made.addEventListener("click", clicked);
  return made;
}
