import { isPrivate } from "../rooms/place.js";
import { avatar } from "../view/avatar.js";
import { element, find } from "../view/dom.js";
import { Drawer } from "../view/drawer.js";
import { KeyedChildren } from "../view/keyed-children.js";
import { additions } from "./additions.js";

/** @import {Member, RoomState} from "../types.js" */

/** Who is in the room. */
export class MemberList {
  #names = new KeyedChildren(find("members"), memberElement);

  constructor() {
    new Drawer(find("members-panel"), find("members-toggle", HTMLButtonElement), { isColumn: true });
  }

  /** @type {(room: RoomState, nameOf: (user: string) => string) => void} */
  show({ id: room, members, count, statuses, me }, nameOf) {
    this.#names.show(
      members.map((user) => ({ key: user, name: nameOf(user), isMe: user === me, status: Object.hasOwn(statuses, user) ? statuses[user] : "online", tools: additions.memberTools.size })),
    );
    // In conversations nobody is told who is there just now.
    find("members-words").textContent = isPrivate(room) ? "People" : "Here now";
    for (const id of ["members-count", "members-toggle-count"]) find(id).textContent = String(count);
  }
}

/** @param {Member} member */
function memberElement({ key: user, name, isMe, status }) {
  const face = element("span", { class: `face ${status}` }, avatar(user));
  const item = element("li", { title: name === user ? user : `${name} @${user}` }, face);
  item.append(element("span", { class: "member-name", text: name, dir: "auto" }));
  const notes = [status === "online" ? "" : status, isMe ? "you" : ""].filter(Boolean).join(", ");
  if (notes) item.append(element("span", { class: "you", text: notes }));
  if (!isMe) for (const tool of additions.memberTools) item.append(tool(user));
  return item;
}
