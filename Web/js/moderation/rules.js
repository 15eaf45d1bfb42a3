import { ask } from "../chat/room-requests.js";
import { choice, field, form, line, lineButton, section } from "../settings/parts.js";
import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt, notify } from "../view/notices.js";
import { spanFields } from "./order-form.js";
import { levels, noteOf, titleOf } from "./words.js";
import { requestFor, requests } from "./wire.js";

/**
 * @import {Chat} from "../chat/chat.js"
 * @typedef {import("./words.js").Action} Action
 */

/** What one can set, and what it asks for. */
const kinds = /** @type {const} */ ([
  ["slow", "Slow mode: one message in a while"],
  ["read-only", "Only moderators write"],
  ["lock", "Nobody new comes in"],
]);

/**
 * What holds in a room or on the server, and a form for more of it.
 * @type {(chat: Chat, room: string | undefined) => HTMLElement}
 */
export function rulesPart(chat, room) {
  const where = room === undefined ? {} : { room };
  const load = async (/** @type {Action | undefined} */ last) => {
    const asked = { ...where, limit: 50, ...(last && { after: last.id }) };
    const { actions } = await ask(chat.socket, requestFor("standing", room), asked);
    return { items: actions, more: actions.length === 50 };
  };
  const list = listing("What holds", "Nothing holds: everybody may write.", load, (action) => {
    const undo = lineButton("Undo", titleOf(action), async () => {
      await attempt(() => ask(chat.socket, requestFor("lift", room), { ...where, action: action.id }));
      await list.refresh();
    });
    return line(titleOf(action), noteOf(action), undo);
  });
  // Whether anybody may come in is a room's affair.
  const kind = choice("New rule", kinds.filter(([value]) => value !== "lock" || room !== undefined));
  const seconds = field("Seconds between two messages", { type: "number", min: "1", max: "86400", value: "30" });
  kind.select.addEventListener("change", () => (seconds.root.hidden = kind.select.value !== "slow"));
  const time = spanFields();
  const reason = field("Why (everybody there sees it)", { maxlength: "1024", dir: "auto" });
  const set = async () => {
    const isSlow = kind.select.value === "slow";
    const why = reason.input.value.trim();
    await ask(chat.socket, requestFor(kind.select.value, room), {
      ...where,
      ...(isSlow ? { seconds: Number(seconds.input.value) } : { on: true }),
      ...(time.seconds() !== undefined && { for: time.seconds() }),
      ...(why !== "" && { reason: why }),
    });
    notify("The rule holds.");
    await list.refresh();
  };
  return section("What holds", list.root, form("Set", set, kind.root, seconds.root, ...time.roots, reason.root));
}

/**
 * How far the server is closed.
 * @param {Chat} chat
 */
export function lockdownPart(chat) {
  const level = choice("Level", levels);
  const time = spanFields();
  const reason = field("Why", { maxlength: "1024", dir: "auto" });
  const now = element("p", { role: "status" });
  const show = async () => {
    const found = await attempt(() => ask(chat.socket, requestFor("standing"), { limit: 200 }));
    const held = found?.actions.find((/** @type {Action} */ action) => action.kind === "lockdown");
    level.select.value = String(held?.amount ?? 0);
    now.textContent = held ? `${titleOf(held)}. ${noteOf(held)}` : "The server is open.";
  };
  const set = async () => {
    const why = reason.input.value.trim();
    const isOn = level.select.value !== "0";
    await ask(chat.socket, requests.lockdown, {
      level: Number(level.select.value),
      ...(isOn && time.seconds() !== undefined && { for: time.seconds() }),
      ...(why !== "" && { reason: why }),
    });
    await show();
  };
  void show();
  const hint = element("p", { class: "hint", text: "With a time it goes down by one level each time that is over." });
  return section("Lockdown", now, form("Set level", set, level.root, ...time.roots, reason.root, hint));
}
