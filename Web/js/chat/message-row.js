import { avatar } from "../view/avatar.js";
import { button, element } from "../view/dom.js";
import { clock, dayName, exactTime } from "./time.js";

/**
 * @typedef {object} MessageActions
 * @property {(id: string) => void} retry
 * @property {(id: string) => void} discard
 */

/**
 * The list item of a row.
 * @param {import("./rows.js").Row} row
 * @param {MessageActions} actions
 */
export function rowElement(row, actions) {
  return row.kind === "day" ? dayElement(row) : messageElement(row, actions);
}

/** @param {import("./rows.js").DayRow} row */
function dayElement({ at }) {
  const name = element("span", { text: dayName(new Date(at), new Date()) });
  return element("li", { class: "day" }, name);
}

/**
 * @param {import("./rows.js").MessageRow} row
 * @param {MessageActions} actions
 */
function messageElement(row, actions) {
  const { author, text, isFirst, isMine, status } = row;
  const item = element("li", { class: `message ${isFirst ? "first" : "following"} ${status}` });
  if (isFirst) {
    const name = element("span", { class: "author", text: author, dir: "auto" });
    if (isMine) name.append(element("span", { class: "visually-hidden", text: " (you)" }));
    item.append(avatar(author), element("div", { class: "message-head" }, name, time(row)));
  } else {
    item.append(element("span", { class: "visually-hidden", text: `${author}: ` }), time(row));
  }
  item.append(element("p", { class: "message-text", text, dir: "auto" }));
  if (status === "sending") item.append(element("p", { class: "message-note", text: "Sending…" }));
  if (status === "failed") item.append(problemElement(row, actions));
  return item;
}

/** @param {import("./rows.js").MessageRow} row */
function time({ at }) {
  const date = new Date(at);
  return element("time", { text: clock(date), datetime: at, title: exactTime(date) });
}

/**
 * @param {import("./rows.js").MessageRow} row
 * @param {MessageActions} actions
 */
function problemElement({ id, problem }, { retry, discard }) {
  return element(
    "p",
    { class: "message-note problem" },
    element("span", { text: `Not sent. ${problem}` }),
    button("Try again", "link-button", () => retry(id)),
    button("Discard", "link-button", () => discard(id)),
  );
}
