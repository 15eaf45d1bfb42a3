import { ask } from "../chat/room-requests.js";
import { placeFragment } from "../rooms/place.js";
import { firstRoom } from "../rooms/room-set.js";
import { requests } from "../rooms/wire.js";
import { choice, field, form, line, lineButton, section, when } from "../settings/parts.js";
import { confirmed, openDialog } from "../view/dialog.js";
import { listing } from "../view/listing.js";
import { attempt, notify } from "../view/notices.js";

/** @import {AdminAPI, Room} from "./admin-api.js" */

const pageLength = 50;

/**
 * All rooms, private ones too.
 * @param {AdminAPI} api
 * @param {import("../chat/chat.js").Chat} chat
 */
export function roomsPart(api, chat) {
  const search = field("Find by id, title or topic", { type: "search" });
  const load = async (/** @type {Room | undefined} */ last) => {
    const { rooms, more } = await api.rooms({ containing: search.input.value.trim(), after: last?.id, limit: pageLength });
    return { items: rooms, more };
  };
  const list = listing("Rooms", "There is no such room.", load, (room) => {
    const { id, title, archived, createdAt } = room;
    const notes = [id, room.private ? "private" : "public", archived ? "archived" : "", `since ${when(createdAt)}`];
    const item = line(title, notes.filter(Boolean).join(" · "));
    const open = lineButton("Show", title, () => {
      for (const dialog of document.querySelectorAll("dialog")) dialog.close();
      location.hash = placeFragment({ room: id });
    });
    const archive = lineButton(archived ? "Open again" : "Archive", title, async () => {
      if (!archived && !(await confirmed("Archive", `Archive ${title} for everybody?`, "Archive"))) return;
      await attempt(() => ask(chat.socket, requests.archive, { room: id, archived: !archived }));
      await list.refresh();
    });
    const remove = lineButton("Delete", title, async () => {
      const words = `Delete ${title} with all that was said in it? It cannot be brought back, and nobody gets the id ${id} again.`;
      if (!(await confirmed(`Delete ${title}`, words, "Delete the room"))) return;
      await attempt(() => api.deleteRoom(id).then(() => notify(`${title} is deleted.`)));
      await list.refresh();
    });
    item.append(open, lineButton("Roles", title, () => openRole(api, room)), archive, ...(id === firstRoom ? [] : [remove]));
    return item;
  });
  search.input.addEventListener("input", () => void list.refresh());
  return section("Rooms", search.root, list.root, newRoomForm(api, list.refresh));
}

/** @type {(api: AdminAPI, done: () => Promise<void>) => HTMLElement} */
function newRoomForm(api, done) {
  const name = field("Name of a new room", { maxlength: "64", autocapitalize: "none", spellcheck: "false" });
  const title = field("Its title", { maxlength: "128", dir: "auto" });
  const kind = choice("Who may see it", [["public", "Everybody"], ["private", "Who is invited"]]);
  const add = async () => {
    const { id } = await api.addRoom({
      name: name.input.value.trim(),
      ...(title.input.value.trim() && { title: title.input.value.trim() }),
      private: kind.select.value === "private",
    });
    name.input.value = title.input.value = "";
    notify(`The room ${id} is there.`);
    await done();
  };
  return section("New room", form("Make the room", add, name.root, title.root, kind.root));
}

/** @type {(api: AdminAPI, room: Room) => void} */
function openRole(api, { id, title }) {
  const user = field("Name", { autocapitalize: "none", spellcheck: "false" });
  const role = choice("Role", [["owner", "Owner"], ["moderator", "Moderator"], ["member", "Member"]]);
  const give = async () => {
    await api.setRoomRole(id, user.input.value.trim().toLowerCase(), role.select.value);
    opened.close();
    notify("The role is given.");
  };
  const opened = openDialog(`Give a role in ${title}`, { class: "small" }, form("Give the role", give, user.root, role.root));
  user.input.focus();
}
