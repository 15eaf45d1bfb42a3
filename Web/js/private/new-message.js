import { field, form } from "../settings/parts.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { namesIn } from "./conversations.js";

/**
 * Opens a form that begins a conversation, or finds the one that is there.
 * @param {import("../chat/chat.js").Chat} chat
 * @param {{with?: readonly string[]}} [options] Who takes part already, where others are to come in.
 */
export function openNewMessage(chat, { with: others = [] } = {}) {
  const to = field("To", { list: "private-people", autocapitalize: "none", spellcheck: "false", autocomplete: "off", placeholder: "ben, cleo" });
  const known = [...new Set(chat.rooms.all.flatMap(({ members }) => members))].filter((user) => user !== chat.session.name).sort();
  const names = element("datalist", { id: "private-people" }, ...known.map((value) => element("option", { value })));
  const begin = async () => {
    const people = [...others, ...namesIn(to.input.value)];
    if (people.length > others.length) await chat.privateMessages?.open(people);
    close();
  };
  const words =
    others.length > 0
      ? `A new conversation begins, with ${others.map((user) => chat.people.nameOf(user)).join(", ")} and those whom you name. It does not have what was said here.`
      : "One name, or several for a small group. Nobody else sees what you write.";
  const hint = element("p", { class: "hint", text: words, dir: "auto" });
  const { close } = openDialog("New private message", { class: "small" }, form("Begin", begin, to.root, names, hint));
  to.input.focus();
}
