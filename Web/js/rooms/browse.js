import { leaveRoom } from "../chat/rare-actions.js";
import { ask } from "../chat/room-requests.js";
import { requests } from "../protocol.js";
import { choice, field, form, line, lineButton } from "../settings/parts.js";
import { openDialog } from "../view/dialog.js";
import { button, element } from "../view/dom.js";
import { attempt } from "../view/notices.js";
import { placeFragment } from "./place.js";
import { firstRoom } from "./room-set.js";

/**
 * @import {RoomInfo} from "../types.js"
 * @import {Chat} from "../chat/chat.js"
 */

/**
 * Opens the list of rooms that one may see, to find, enter and leave them, and to make one.
 * @param {Chat} chat
 */
export async function openBrowser(chat) {
  const list = element("ul", { class: "lines" }, element("li", { class: "line-note", text: "Loading rooms…" }));
  const search = field("Find a room", { type: "search", autocomplete: "off" });
  const archived = element("input", { type: "checkbox" });
  const more = button("More rooms", "button", () => void show(last));
  const make = button("Make a room", "button primary", () => {
    close();
    openMaker(chat);
  });
  const filter = element("label", { class: "check" }, archived, element("span", { text: "Archived ones" }));
  const { close } = openDialog("Rooms", {}, search.root, filter, list, more, element("div", { class: "dialog-actions" }, make));
  let last = "";
  let asked = 0;
  /** @param {string} [after] The page after this id, added to what is there. */
  const show = async (after) => {
    const query = ++asked;
    const words = search.input.value.trim();
    const found = await attempt(() =>
      ask(chat.socket, requests.listRooms, { ...(words && { search: words }), ...(archived.checked && { archived: true }), ...(after && { after }) }),
    );
    if (!found || query !== asked) return;
    if (!after) list.replaceChildren();
    list.append(...found.rooms.map((room) => roomLine(chat, room, close, () => show())));
    if (list.childElementCount === 0) list.append(element("li", { class: "line-note", text: "No such room." }));
    last = found.rooms.at(-1)?.id ?? "";
    more.hidden = !found.more;
  };
  search.input.addEventListener("input", () => void show());
  archived.addEventListener("change", () => void show());
  search.input.focus();
  await show();
}

/** @type {(chat: Chat, room: RoomInfo, close: () => void, show: () => Promise<void>) => void} */
function roomLine(chat, { id, title, topic, memberCount, joined }, close, show) {
  const people = memberCount === undefined ? "" : memberCount === 1 ? "1 person" : `${memberCount} people`;
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
    const { room } = await ask(chat.socket, requests.createRoom, {
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
