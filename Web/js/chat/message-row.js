import { renderText } from "../markdown/render.js";
import { avatar } from "../view/avatar.js";
import { button, element } from "../view/dom.js";
import { deletedUser } from "./people.js";
import { clock, dayName, exactTime } from "./time.js";

/** @import {Act, MessageRow, Row} from "../types.js" */

/**
 * The list item of a row.
 * @param {Row} row
 * @param {Act} act
 */
export function rowElement(row, act) {
  switch (row.kind) {
    case "day":
      return element("li", { class: "day" }, element("span", { text: dayName(new Date(row.at), new Date()) }));
    case "new":
      return element("li", { class: "day new" }, element("span", { text: "New" }));
    case "message":
      return messageElement(row, act);
  }
}

/** @type {(row: MessageRow, act: Act) => HTMLElement} */
function messageElement(row, act) {
  const { author, name = author, isFirst, me, status, seq } = row;
  const item = element("li", { class: `message ${isFirst ? "first" : "following"} ${status}`, tabindex: "-1" });
  if (seq !== undefined) item.dataset.seq = String(seq);
  if (row.replyTo !== undefined) item.append(replyElement(row, row.replyTo, act));
  if (isFirst) {
    const shown = element("span", { class: "author", text: name, dir: "auto", title: name });
    if (author === me) shown.append(element("span", { class: "visually-hidden", text: " (you)" }));
    const head = element("div", { class: "message-head" }, shown);
    // Display names are not unique.
    if (name !== author && name !== deletedUser) head.append(element("span", { class: "handle", text: `@${author}` }));
    head.append(time(row));
    item.append(avatar(author), head);
  } else {
    item.append(element("span", { class: "visually-hidden", text: `${name}: ` }), time(row));
  }
  item.append(textElement(row));
  if (row.reactions?.length) item.append(reactionsElement(row, act));
  if (status === "sending") item.append(element("p", { class: "message-note", text: "Sending…" }));
  if (status === "failed") item.append(problemElement(row, act));
  return item;
}

/** @param {MessageRow} row */
function textElement({ text, status, edited, me }) {
  if (status === "deleted") return element("p", { class: "message-text gone", text: "This message was deleted." });
  const body = renderText(text, me);
  if (edited !== undefined) {
    const note = element("span", { class: "edited", text: "(edited)", title: `Edited ${exactTime(new Date(edited))}` });
    const last = body.lastElementChild;
    (last?.tagName === "P" ? last : body).append(" ", note);
  }
  return body;
}

/** @param {MessageRow} row */
function time({ at }) {
  const date = new Date(at);
  return element("time", { text: clock(date), datetime: at, title: exactTime(date) });
}

/** @type {(row: MessageRow, seq: number, act: Act) => HTMLElement} */
function replyElement({ replyAuthor, replyText }, seq, act) {
  const words = replyAuthor === undefined ? "an earlier message" : replyText || "a deleted message";
  const content = [element("span", { class: "visually-hidden", text: "In reply to " })];
  if (replyAuthor !== undefined) content.push(element("b", { text: replyAuthor }));
  const link = element("button", { type: "button", class: "reply-to", title: "Go to this message" }, ...content);
  link.append(element("span", { class: "reply-text", text: words, dir: "auto" }));
  link.addEventListener("click", () => act("jump", seq));
  return link;
}

/** @type {(row: MessageRow, act: Act) => HTMLElement} */
function reactionsElement(row, act) {
  const all = (row.reactions ?? []).map(({ reaction, count, users = [], mine: isMine = false }) => {
    const label = `${reaction}, ${count === 1 ? "1 person" : `${count} people`}`;
    const names = users.length > 0 ? { title: users.slice(0, 20).join(", ") } : {};
    const chip = element(
      "button",
      { type: "button", class: "reaction", "aria-pressed": String(isMine), "aria-label": label, ...names },
      element("span", { class: "reaction-text", text: reaction }),
      element("span", { class: "reaction-count", text: String(count) }),
    );
    chip.addEventListener("click", () => act("react", row, reaction, !isMine));
    return chip;
  });
  return element("div", { class: "reactions" }, ...all);
}

/** @type {(row: MessageRow, act: Act) => HTMLElement} */
function problemElement(row, act) {
  return element(
    "p",
    { class: "message-note problem" },
    element("span", { text: `Not sent. ${row.problem}` }),
    button("Try again", "link-button", () => act("retry", row)),
    button("Discard", "link-button", () => act("discard", row)),
  );
}
