import { ask } from "../chat/room-requests.js";
import { mutePart } from "../rooms/mute-part.js";
import { field, form, line, lineButton, section } from "../settings/parts.js";
import { avatar } from "../view/avatar.js";
import { confirmed, openDialog } from "../view/dialog.js";
import { button } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt, notify } from "../view/notices.js";
import { isGroup } from "./conversations.js";
import { requests } from "./wire.js";

/** @import {Chat} from "../chat/chat.js" */

/**
 * Opens what there is to know and to do about the conversation on the screen.
 * @param {Chat} chat
 */
export function openAbout(chat) {
  const { id, title } = chat.rooms.current.room;
  const conversation = chat.privateMessages?.find(id);
  if (!conversation) return;
  const add = button("Add people", "button", () => {
    opened.close();
    chat.act("open", "private", { room: id });
  });
  const leave = button("Leave the conversation", "button", async () => {
    if (!(await confirmed("Leave", "You can read nothing of it any more, and are told of nothing.", "Leave"))) return;
    opened.close();
    await attempt(async () => chat.privateMessages?.leave(id));
  });
  const titled = isGroup(conversation) ? [titlePart(chat, id, conversation.title)] : [];
  const opened = openDialog(title, {}, peoplePart(chat, conversation.people, add), ...titled, mutePart(chat, id, leave));
}

/** @type {(chat: Chat, people: readonly string[], add: HTMLElement) => HTMLElement} */
function peoplePart(chat, people, add) {
  const load = async () => {
    const { users } = await ask(chat.socket, requests.blocks);
    return { items: people.map((user) => ({ user, isBlocked: users.includes(user) })), more: false };
  };
  const list = listing("People", "", load, ({ user, isBlocked }) => personLine(chat, user, isBlocked, list.refresh));
  return section("People", list.root, add);
}

/** @type {(chat: Chat, room: string, before: string | undefined) => HTMLElement} */
function titlePart(chat, room, before = "") {
  const title = field("What you all call it", { maxlength: "100", value: before, placeholder: "Those who take part", dir: "auto" });
  const save = async () => {
    const words = title.input.value.trim();
    await ask(chat.socket, requests.rename, { room, ...(words && { title: words }) });
    notify("The name is saved.");
  };
  return section("Name", form("Save", save, title.root));
}

/** @type {(chat: Chat, user: string, isBlocked: boolean, show: () => Promise<void>) => HTMLElement} */
function personLine(chat, user, isBlocked, show) {
  const isMe = user === chat.session.name;
  const name = chat.people.nameOf(user);
  const change = lineButton(isBlocked ? "Unblock" : "Block", name, async () => {
    const words = `${name} can then not write to you alone, nor you to them.`;
    if (!isBlocked && !(await confirmed("Block", words, "Block"))) return;
    await attempt(() => ask(chat.socket, isBlocked ? requests.unblock : requests.block, { user }));
    await show();
  });
  const note = [isMe ? "you" : `@${user}`, isBlocked ? "blocked" : ""].filter(Boolean).join(" · ");
  const item = line(name, note, ...(isMe ? [] : [change]));
  item.prepend(avatar(user));
  return item;
}
