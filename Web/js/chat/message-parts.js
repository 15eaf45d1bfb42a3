import { plainLine } from "../markdown/plain.js";
import { countOf } from "../view/count.js";
import { button, element } from "../view/dom.js";

export { loadStyles } from "../view/styles.js";

/** @import {Act, MessageRow} from "../types.js" */

/** What some messages have beside their text. */

/** @type {(row: MessageRow, act: Act) => HTMLElement} */
export function replyElement({ replyTo, replyAuthor, replyText }, act) {
  const words = replyAuthor === undefined ? "an earlier message" : plainLine(replyText ?? "") || "a deleted message";
  const link = button("", "reply-to", () => act("jump", replyTo));
  link.title = "Go to this message";
  link.append(element("span", { class: "visually-hidden", text: "In reply to " }));
  if (replyAuthor !== undefined) link.append(element("b", { text: replyAuthor }));
  link.append(element("span", { class: "reply-text", text: words, dir: "auto" }));
  return link;
}

/** @type {(row: MessageRow, act: Act) => HTMLElement} */
export function reactionsElement(row, act) {
  const all = (row.reactions ?? []).map(({ reaction, count, users = [], mine = false }) => {
    const chip = button("", "reaction", () => act("react", row, reaction, !mine));
    chip.setAttribute("aria-pressed", String(mine));
    chip.setAttribute("aria-label", `${reaction}, ${countOf(count, "person", "people")}`);
    if (users.length > 0) chip.title = users.slice(0, 20).join(", ");
    chip.append(element("span", { class: "reaction-text", text: reaction }), element("span", { text: String(count) }));
    return chip;
  });
  return element("div", { class: "reactions" }, ...all);
}

/** @type {(row: MessageRow, act: Act) => HTMLElement} */
export function problemElement(row, act) {
  return element(
    "p",
    { class: "message-note problem" },
    element("span", { text: `Not sent. ${row.problem}` }),
    button("Try again", "link-button", () => act("retry", row)),
    button("Discard", "link-button", () => act("discard", row)),
  );
}
