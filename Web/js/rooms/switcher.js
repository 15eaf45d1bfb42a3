import { ask } from "../chat/room-requests.js";
import { requests } from "../protocol.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { attempt } from "../view/notices.js";
import { isPrivate, placeFragment } from "./place.js";

/** How many rooms are shown at once. */
const most = 12;

/**
 * Opens a field in which one writes the beginning of a room's name and presses Enter.
 * @param {import("../chat/chat.js").Chat} chat
 */
export async function openSwitcher(chat) {
  const input = element("input", {
    class: "switch-input",
    role: "combobox",
    "aria-label": "Room",
    "aria-expanded": "true",
    "aria-controls": "switch-list",
    placeholder: "Where to?",
  });
  const list = element("ul", { id: "switch-list", class: "switch-list", role: "listbox", "aria-label": "Rooms" });
  const none = element("p", { class: "line-note", role: "status" });
  const { close } = openDialog("Jump to", { class: "small" }, element("div", { class: "field" }, input), list, none);
  let rooms = chat.rooms.all.map(({ id, title }) => ({ id, title }));
  let active = 0;
  /** @param {string} room */
  const choose = (room) => {
    close();
    location.hash = placeFragment({ room });
  };
  const show = () => {
    const found = rank(rooms, input.value).slice(0, most);
    active = Math.min(active, Math.max(0, found.length - 1));
    list.replaceChildren(...found.map((room, index) => choice(room, index === active, index, () => choose(room.id))));
    list.children[active]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", found.length > 0 ? `switch-${active}` : "");
    none.textContent = found.length > 0 ? "" : "There is no such room.";
    return found;
  };
  input.addEventListener("input", () => {
    active = 0;
    show();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) active = Math.max(0, active + step);
    else if (event.key !== "Enter") return;
    event.preventDefault();
    const found = show();
    if (event.key === "Enter" && found[active]) choose(found[active].id);
  });
  show();
  input.focus();
  const others = (await attempt(() => ask(chat.socket, requests.listRooms)))?.rooms ?? [];
  rooms = [...rooms, ...others.filter((/** @type {{id: string}} */ { id }) => !rooms.some((room) => room.id === id))];
  show();
}

/**
 * Those that begin like the query, then those that hold it.
 * @param {readonly {id: string, title: string}[]} rooms
 * @param {string} query
 */
export function rank(rooms, query) {
  const wanted = query.trim().replace(/^#/u, "").toLowerCase();
  /** @param {{id: string, title: string}} room */
  const place = ({ id, title }) => {
    const names = [id.toLowerCase(), title.toLowerCase()];
    return names.some((name) => name.startsWith(wanted)) ? 0 : names.some((name) => name.includes(wanted)) ? 1 : 2;
  };
  return rooms.filter((room) => place(room) < 2).sort((one, other) => place(one) - place(other));
}

/** What a room is, beside its title. @param {string} id */
function noteOf(id) {
  if (isPrivate(id)) return "private message";
  return id.includes("~") ? "private room" : `#${id}`;
}

/** @type {(room: {id: string, title: string}, isActive: boolean, index: number, chosen: () => void) => HTMLElement} */
function choice({ id, title }, isActive, index, chosen) {
  const item = element(
    "li",
    { id: `switch-${index}`, role: "option", "aria-selected": String(isActive), title },
    element("span", { class: "room-name", text: title, dir: "auto" }),
    element("span", { class: "line-note", text: noteOf(id) }),
  );
  item.addEventListener("click", chosen);
  return item;
}
