import { renderText } from "../markdown/render.js";
import { avatar } from "../view/avatar.js";
import { element } from "../view/dom.js";
import { additions } from "./additions.js";
import { deletedUser } from "./people.js";
import { clock, exactTime } from "./time.js";

/** @import {Act, MessageRow, Row} from "../types.js" */

/** What some messages have beside their text: loaded with the first of them. @type {typeof import("./message-parts.js") | undefined} */
let parts;

/** @param {Act} act */
async function loadParts(act) {
  // Without a connection it is tried again with the next message.
  const loaded = await import("./message-parts.js").catch(() => undefined);
  await loaded?.loadStyles("parts");
  if (!loaded || parts) return;
  parts = loaded;
  act("renew");
}

/** The list item of a row. @type {(row: Row, act: Act) => void} */
export function rowElement(row, act) {
  if (row.kind === "message") return messageElement(row, act);
  return element("li", { class: row.kind === "new" ? "day new" : "day" }, element("span", { text: row.text }));
}

/** @type {(row: MessageRow, act: Act) => HTMLElement} */
function messageElement(row, act) {
  const { author, name = author, isFirst, me, status, seq } = row;
  const item = element("li", { class: `message ${isFirst ? "first" : "following"} ${status}`, tabindex: "-1" });
  if (seq !== undefined) item.dataset.seq = String(seq);
  const hasMore = row.replyTo !== undefined || (row.reactions?.length ?? 0) > 0 || status === "failed";
  if (hasMore && !parts) void loadParts(act);
  if (row.replyTo !== undefined && parts) item.append(parts.replyElement(row, act));
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
  if (row.reactions?.length && parts) item.append(parts.reactionsElement(row, act));
  if (status === "sending") item.append(element("p", { class: "message-note", text: "Sending…" }));
  if (status === "failed" && parts) item.append(parts.problemElement(row, act));
  return item;
}

/** @param {MessageRow} row */
function textElement(row) {
  const { text, status, edited, me } = row;
  if (status === "deleted") return element("p", { class: "message-text gone", text: "This message was deleted." });
  for (const render of additions.renderers) {
    const made = render(row);
    if (made) return made;
  }
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
