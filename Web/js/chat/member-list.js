import { avatar } from "../view/avatar.js";
import { element, find } from "../view/dom.js";
import { Drawer } from "../view/drawer.js";
import { KeyedChildren } from "../view/keyed-children.js";

/** @import {RoomState} from "../types.js" */

/** Who is in the room. */
export class MemberList {
  #names = new KeyedChildren(find("members", HTMLElement), memberElement);

  constructor() {
    new Drawer(find("members-panel", HTMLElement), find("members-toggle", HTMLButtonElement), { isColumn: true });
  }

  /** @param {RoomState} room */
  show({ members, me }) {
    this.#names.show(members.map((name) => ({ key: name, isMe: name === me })));
    find("members-count", HTMLElement).textContent = String(members.length);
    find("members-toggle-count", HTMLElement).textContent = String(members.length);
  }
}

/** @param {{key: string, isMe: boolean}} member */
function memberElement({ key: name, isMe }) {
  const text = element("span", { class: "member-name", text: name, dir: "auto" });
  const item = element("li", { title: name }, avatar(name), text);
  if (isMe) item.append(element("span", { class: "you", text: "you" }));
  return item;
}
