import { ask } from "../chat/room-requests.js";
import { requests as coreRequests } from "../protocol.js";
import { field, form, line, section } from "../settings/parts.js";
import { avatar } from "../view/avatar.js";
import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt, notify } from "../view/notices.js";
import { requests } from "./wire.js";

/**
 * @import {RoomState} from "../types.js"
 * @import {Chat} from "../chat/chat.js"
 * @typedef {{user: string, role: string | null, status: string}} Person
 */

/** How many people are shown at once. */
const pageLength = 100;

/** @type {Record<string, string>} */
const statusWords = Object.freeze({ online: "here now", away: "away", busy: "busy", offline: "not here" });

const roles = /** @type {const} */ ([
  ["", "No role"],
  ["member", "Member"],
  ["moderator", "Moderator"],
  ["owner", "Owner"],
]);

/**
 * Who belongs to a room, with roles to change and people to invite for those who may.
 * @param {Chat} chat
 * @param {RoomState} room
 */
export function peoplePart(chat, room) {
  const load = async (/** @type {Person | undefined} */ last) => {
    const asked = { room: room.id, all: true, limit: pageLength, after: last?.user };
    const { people, more } = await ask(chat.socket, coreRequests.listMembers, asked);
    return { items: people, more };
  };
  const list = listing("People", "", load, (person) => personLine(chat, room, person, list.refresh));
  const invite = room.rights.includes("invite") ? [inviteForm(chat, room, list.refresh)] : [];
  return section("People", ...invite, list.root);
}

/** @type {(chat: Chat, room: RoomState, done: () => Promise<void>) => HTMLElement} */
function inviteForm(chat, room, done) {
  const name = field("Invite somebody by name", { maxlength: "64", autocapitalize: "none", spellcheck: "false" });
  const invite = async () => {
    const user = name.input.value.trim().toLowerCase();
    await ask(chat.socket, requests.invite, { room: room.id, user });
    notify(`${user} is invited.`);
    name.input.value = "";
    await done();
  };
  return form("Invite", invite, name.root);
}

/** @type {(chat: Chat, room: RoomState, person: Person, show: () => Promise<void>) => HTMLElement} */
function personLine(chat, room, { user, role, status }, show) {
  const name = chat.people.nameOf(user);
  const mayChange = room.rights.includes("manage") && user !== room.me;
  const handle = name === user ? "" : `@${user}`;
  const note = [handle, statusWords[status] ?? status, mayChange ? "" : role].filter(Boolean).join(" · ");
  const item = line(name, note);
  item.prepend(avatar(user));
  if (mayChange) item.append(roleSelect(chat, room, user, role ?? "", show));
  return item;
}

/** @type {(chat: Chat, room: RoomState, user: string, role: string, show: () => Promise<void>) => void} */
function roleSelect(chat, room, user, role, show) {
  const options = roles.map(([value, text]) => element("option", { value, text }));
  const select = element("select", { "aria-label": `Role of ${user}` }, ...options);
  select.value = role;
  select.addEventListener("change", async () => {
    await attempt(() => ask(chat.socket, requests.role, { room: room.id, user, role: select.value || null }));
    await show();
  });
  return select;
}
