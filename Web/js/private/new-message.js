import { field, form } from "../settings/parts.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { namesIn } from "./conversations.js";

/**
 * Opens a form that begins a conversation, or finds the one that is there.
 * @param {import("../chat/chat.js").Chat} chat
 * @param {{room?: string}} [options] The conversation that others are to come into, if it is for that.
 */
export function openNewMessage(chat, { room } = {}) {
  const { name: me } = chat.session;
  const others = ((room && chat.privateMessages?.find(room)?.people) || []).filter((user) => user !== me);
  const to = field("To", { list: "private-people", autocapitalize: "none", spellcheck: "false", autocomplete: "off", placeholder: "ben, cleo" });
  const known = [...new Set(chat.rooms.all.flatMap(({ members }) => members))].filter((user) => user !== me && !others.includes(user)).sort();
  const names = element("datalist", { id: "private-people" }, ...known.map((value) => element("option", { value })));
  const begin = async () => {
    const people = namesIn(to.input.value);
    if (people.length === 0) return to.input.focus();
    await (room === undefined ? chat.privateMessages?.open(people) : chat.privateMessages?.add(room, people));
    close();
  };
  const words =
    room === undefined
      ? "One name, or several for a small group. Nobody else sees what you write."
      : `A new conversation begins, with ${others.map((user) => chat.people.nameOf(user)).join(", ")} and those whom you name. It does not have what was said here.`;
  const hint = element("p", { class: "hint", text: words, dir: "auto" });
  const { close } = openDialog("New private message", { class: "small" }, form("Begin", begin, to.root, names, hint));
  to.input.focus();
}
