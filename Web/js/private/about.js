import { ask } from "../chat/room-requests.js";
import { mutePart } from "../rooms/mute-part.js";
import { line, lineButton, section } from "../settings/parts.js";
import { avatar } from "../view/avatar.js";
import { confirmed, openDialog } from "../view/dialog.js";
import { button, element } from "../view/dom.js";
import { attempt } from "../view/notices.js";
import { requests } from "./wire.js";

/** @import {Chat} from "../chat/chat.js" */

/**
 * Opens what there is to know and to do about the conversation on the screen.
 * @param {Chat} chat
 */
export async function openAbout(chat) {
  const { id, title, me } = chat.rooms.current.room;
  const people = chat.privateMessages?.peopleOf(id) ?? [];
  const others = people.filter((user) => user !== me);
  const list = element("ul", { class: "lines" });
  const add = button("Add people", "button", () => {
    opened.close();
    chat.act("open", "private", { with: others });
  });
  const leave = button("Leave the conversation", "button", async () => {
    if (!(await confirmed("Leave", "You can read nothing of it any more, and are told of nothing.", "Leave"))) return;
    opened.close();
    await attempt(async () => chat.privateMessages?.leave(id));
  });
  const opened = openDialog(title, {}, section("People", list, add), mutePart(chat, id, leave));
  const show = async () => {
    const blocked = (await attempt(() => ask(chat.socket, requests.blocks)))?.users ?? [];
    list.replaceChildren(...people.map((user) => personLine(chat, user, blocked.includes(user), show)));
  };
  await show();
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
