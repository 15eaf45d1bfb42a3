import { leaveRoom } from "../chat/rare-actions.js";
import { ask } from "../chat/room-requests.js";
import { field, form, section } from "../settings/parts.js";
import { tabs } from "../settings/tabs.js";
import { confirmed, openDialog } from "../view/dialog.js";
import { button, element } from "../view/dom.js";
import { attempt, notify } from "../view/notices.js";
import { mutePart } from "./mute-part.js";
import { peoplePart } from "./people.js";
import { isPrivate } from "./place.js";
import { firstRoom } from "./room-set.js";
import { requests } from "./wire.js";

/**
 * @import {RoomState} from "../types.js"
 * @import {Chat} from "../chat/chat.js"
 */

/**
 * Opens what there is to know and to set about the room on the screen.
 * @param {Chat} chat
 */
export async function openRoomView(chat) {
  const { room } = chat.rooms.current;
  if (isPrivate(room.id)) return (await import("../private/about.js")).openAbout(chat);
  const mayManage = room.rights.includes("manage");
  const page = element("div", { class: "tab-page" });
  /** @type {[string, () => Node[]][]} */
  const pages = [["People", () => [peoplePart(chat, room)]]];
  pages.push(["Room", () => [mayManage ? namePart(chat, room) : about(room), minePart(chat, room, () => opened.close())]]);
  if (mayManage) pages.push(["Archive", () => [archivePart(chat, room, () => opened.close())]]);
  const choose = tabs(room.title, page, pages);
  const opened = openDialog(room.title, { class: "wide" }, element("div", { class: "tabbed" }, choose, page));
}

/** @param {RoomState} room */
function about({ id, topic }) {
  return section("About", element("p", { text: topic || "No topic has been set.", dir: "auto" }), element("p", { class: "hint", text: id }));
}

/** @type {(chat: Chat, room: RoomState) => void} */
function namePart(chat, room) {
  const title = field("Title", { maxlength: "128", value: room.title, dir: "auto" });
  const topic = field("Topic", { maxlength: "512", value: room.topic, dir: "auto" });
  const save = async () => {
    const change = { title: title.input.value.trim(), topic: topic.input.value.trim() };
    await ask(chat.socket, requests.update, { room: room.id, ...change });
    notify("The room is saved.");
  };
  return section("Title and topic", form("Save", save, title.root, topic.root));
}

/**
 * What one sets for oneself.
 * @param {Chat} chat
 * @param {RoomState} room
 * @param {() => void} close
 */
function minePart(chat, room, close) {
  const leave = button("Leave the room", "button", async () => {
    close();
    await attempt(() => leaveRoom(chat, room.id));
  });
  return mutePart(chat, room.id, ...(room.id !== firstRoom ? [leave] : []));
}

/** @type {(chat: Chat, room: RoomState, close: () => void) => void} */
function archivePart(chat, room, close) {
  const words = room.isArchived
    ? "This room can be read, and takes no messages."
    : "An archived room can be read, and takes no messages. You can open it again.";
  const act = button(room.isArchived ? "Open it again" : "Archive the room", "button", async () => {
    const archived = !room.isArchived;
    if (archived && !(await confirmed("Archive", `Archive ${room.title} for everybody?`, "Archive"))) return;
    close();
    await attempt(() => ask(chat.socket, requests.archive, { room: room.id, archived }));
  });
  return section("Archive", element("p", { class: "hint", text: words }), act);
}
