import { ask } from "../chat/room-requests.js";
import { Refusal } from "../refusal.js";
import { choice, field, form } from "../settings/parts.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { notify } from "../view/notices.js";
import { loadStyles } from "../view/styles.js";
import { secondsOf, spanChoices } from "./span.js";
import { limits, requestFor } from "./wire.js";

/**
 * @typedef {{kind: string, room?: string, user: string, evidence?: readonly number[]}} Order What is to be done to whom, in a room or
 *   on the whole server.
 */

/** @type {Readonly<Record<string, {title: (user: string) => string, submit: string, hint: string, lasts?: boolean, purges?: boolean, needsReason?: boolean}>>} */
const kinds = Object.freeze({
  warn: { title: (user) => `Warn ${user}`, submit: "Warn", hint: "They read it at once; others do not.", needsReason: true },
  note: { title: (user) => `Note about ${user}`, submit: "Keep the note", hint: "Moderators read it, nobody else.", needsReason: true },
  mute: { title: (user) => `Mute ${user}`, submit: "Mute", hint: "They can read, and not write.", lasts: true },
  purge: { title: (user) => `Delete messages of ${user}`, submit: "Delete", hint: "Their latest messages in this room go for everybody.", purges: true },
  kick: { title: (user) => `Put ${user} out`, submit: "Put out", hint: "They can come in again.", purges: true },
  ban: { title: (user) => `Ban ${user}`, submit: "Ban", hint: "They are put out and cannot come in again.", lasts: true, purges: true },
});

/**
 * Asks for what an action needs, and does it.
 * @param {import("../chat/chat.js").Chat} chat
 * @param {Order} order
 */
export async function openOrder(chat, { kind, room, user, evidence }) {
  await loadStyles("fields", "over", "settings", "administration");
  const { title, submit, hint, lasts = false, purges = false, needsReason = false } = kinds[kind];
  const reason = longField(needsReason ? "What it says" : "Why (they and others see it)");
  const time = spanFields();
  const isPurge = kind === "purge";
  const purge = field(isPurge ? "How many" : "Delete so many of their latest messages", {
    type: "number",
    min: isPurge ? "1" : "0",
    max: String(limits.purge),
    value: isPurge ? "10" : "0",
  });
  const send = async () => {
    const why = reason.input.value.trim();
    const count = purges && room !== undefined ? Number(purge.input.value) : 0;
    await ask(chat.socket, requestFor(kind, room), {
      ...(room !== undefined && { room }),
      user,
      ...(why !== "" && { reason: why }),
      ...(lasts && time.seconds() !== undefined && { for: time.seconds() }),
      ...(count > 0 && { purge: count }),
      ...(evidence && { evidence }),
    });
    opened.close();
    notify("It is done.");
  };
  const parts = [element("p", { class: "hint", text: hint }), reason.root];
  if (lasts) parts.push(...time.roots);
  if (purges && room !== undefined) parts.push(purge.root);
  const opened = openDialog(title(user), { class: "small" }, form(submit, send, ...parts));
  reason.input.focus();
}

/**
 * A field of several lines.
 * @param {string} label
 */
export function longField(label) {
  const input = element("textarea", { rows: "3", maxlength: String(limits.reasonBytes), dir: "auto" });
  return { input, root: element("label", { class: "field" }, element("span", { text: label }), input) };
}

/** Fields for how long something holds. */
export function spanFields() {
  const span = choice("For how long", spanChoices);
  span.select.value = "86400";
  const until = field("Until", { type: "datetime-local" });
  until.root.hidden = true;
  span.select.addEventListener("change", () => (until.root.hidden = span.select.value !== "until"));
  const seconds = () => {
    const found = secondsOf(span.select.value, until.input.value, Date.now());
    if (found !== undefined && found < 1) throw new Refusal("bad_time", "Choose a time that is to come.");
    return found;
  };
  return { roots: [span.root, until.root], seconds };
}
