import { leaveRoom } from "../chat/rare-actions.js";
import { ask } from "../chat/room-requests.js";
import { requests as coreRequests } from "../protocol.js";
import { choice, field, form, line, lineButton } from "../settings/parts.js";
import { countOf } from "../view/count.js";
import { openDialog } from "../view/dialog.js";
import { button, element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";
import { placeFragment } from "./place.js";
import { firstRoom } from "./room-set.js";
import { requests } from "./wire.js";

/**
 * @import {RoomInfo} from "../types.js"
 * @import {Chat} from "../chat/chat.js"
 */

/**
 * Opens the list of rooms that one may see, to find, enter and leave them, and to make one.
 * @param {Chat} chat
 */
export function openBrowser(chat) {
  const search = field("Find a room", { type: "search", autocomplete: "off" });
  const archived = element("input", { type: "checkbox" });
  const load = async (/** @type {RoomInfo | undefined} */ last) => {
    const words = search.input.value.trim();
    const asked = { ...(words && { search: words }), ...(archived.checked && { archived: true }), after: last?.id };
    const { rooms, more } = await ask(chat.socket, coreRequests.listRooms, asked);
    return { items: rooms, more };
  };
  const list = listing("Rooms", "No such room.", load, (room) => roomLine(chat, room, () => opened.close(), list.refresh));
  const make = button("Make a room", "button primary", () => {
    opened.close();
    openMaker(chat);
  });
  const filter = element("label", { class: "check" }, archived, element("span", { text: "Archived ones" }));
  const opened = openDialog("Rooms", {}, search.root, filter, list.root, element("div", { class: "dialog-actions" }, make));
  search.input.addEventListener("input", () => void list.refresh());
  archived.addEventListener("change", () => void list.refresh());
  search.input.focus();
}

/** @type {(chat: Chat, room: RoomInfo, close: () => void, show: () => Promise<void>) => HTMLElement} */
function roomLine(chat, { id, title, topic, memberCount, joined }, close, show) {
  const people = memberCount === undefined ? "" : countOf(memberCount, "person", "people");
  const open = lineButton(joined ? "Open" : "Join", title, () => {
    close();
    location.hash = placeFragment({ room: id });
  });
  const actions = [open];
  if (joined && id !== firstRoom) {
    actions.push(lineButton("Leave", title, () => void attempt(() => leaveRoom(chat, id)).then(show)));
  }
  return line(title, [id.includes("~") ? "private" : `#${id}`, people, topic].filter(Boolean).join(" · "), ...actions);
}

/**
 * Opens a form for a new room.
 * @param {Chat} chat
 */
function openMaker(chat) {
  const name = field("Name", { maxlength: "64", autocapitalize: "none", spellcheck: "false", placeholder: "bird-watching" });
  const title = field("Title", { maxlength: "128", placeholder: "Bird watching", dir: "auto" });
  const topic = field("What it is about", { maxlength: "512", dir: "auto" });
  const visibility = choice("Who may see it", [
    ["public", "Everybody here"],
    ["private", "Only those who are invited"],
  ]);
  const make = async () => {
    const { room } = await ask(chat.socket, requests.create, {
      name: name.input.value.trim().toLowerCase(),
      visibility: visibility.select.value,
      ...(title.input.value.trim() && { title: title.input.value.trim() }),
      ...(topic.input.value.trim() && { topic: topic.input.value.trim() }),
    });
    close();
    location.hash = placeFragment({ room: room.id });
  };
  const hint = element("p", { class: "hint", text: "The name is short and stays: a-z, 0-9, dots and dashes." });
  const content = form("Make the room", make, name.root, hint, title.root, topic.root, visibility.root);
  const { close } = openDialog("Make a room", {}, content);
  name.input.focus();
}
