import { choice, field, form, line, lineButton, secret, section, when } from "../settings/parts.js";
import { avatar } from "../view/avatar.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { iconButton } from "../view/icon-button.js";
import { listing } from "../view/listing.js";
import { openMenu } from "../view/menu.js";
import { attempt, notify } from "../view/notices.js";

/** @import {AdminAPI, User} from "./admin-api.js" */

const pageLength = 50;

const roles = /** @type {const} */ ([
  ["member", "Member"],
  ["moderator", "Moderator"],
  ["admin", "Administrator"],
]);

/**
 * The accounts, with what can be done about each.
 * @param {AdminAPI} api
 * @param {import("../chat/chat.js").Chat} chat
 */
export function usersPart(api, chat) {
  const search = field("Find by name", { type: "search", autocapitalize: "none", spellcheck: "false" });
  const told = element("div", { "aria-live": "polite" });
  const load = async (/** @type {User | undefined} */ last) => {
    const query = { containing: search.input.value.trim().toLowerCase(), after: last?.name, limit: pageLength };
    const { users, more } = await api.users(query);
    return { items: users, more };
  };
  const list = listing("Users", "Nobody has a name like that.", load, (user) => {
    const item = userLine(api, user, user.name === chat.session.name, list.refresh, (token) => {
      const link = `${location.origin}${location.pathname}#reset=${token}`;
      told.replaceChildren(secret(`The link with which ${user.name} sets a new password, told only now:`, link));
    });
    return item;
  });
  search.input.addEventListener("input", () => void list.refresh());
  return section("Users", search.root, told, list.root);
}

/** @type {(api: AdminAPI, user: User, isMe: boolean, refresh: () => Promise<void>, tell: (token: string) => void) => HTMLElement} */
function userLine(api, { name, role, disabled }, isMe, refresh, tell) {
  const item = line(name, [isMe ? "you" : "", disabled ? "disabled" : ""].filter(Boolean).join(" · "));
  item.prepend(avatar(name));
  item.classList.toggle("off", disabled);
  /** @type {(work: () => Promise<unknown>, words?: string) => Promise<void>} */
  const change = async (work, words) => {
    const done = await attempt(async () => {
      await work();
      return true;
    });
    if (done && words) notify(words);
    await refresh();
  };
  const options = roles.map(([value, text]) => element("option", { value, text }));
  const select = element("select", { "aria-label": `Role of ${name}` }, ...options);
  select.value = role;
  select.addEventListener("change", () => void change(() => api.changeUser(name, { role: select.value }), `${name} has another role.`));
  const remove = () =>
    askFate(name, (messages) => api.deleteUser(name, messages), () => {
      notify(`${name} is deleted.`);
      void refresh();
    });
  const link = () =>
    void attempt(async () => {
      tell((await api.passwordLink(name)).token);
    });
  const items = [
    { label: "End all sessions", act: () => void change(() => api.endSessions(name), `${name} is signed out everywhere.`) },
    { label: "Link for a new password", act: link },
    { label: "Turn the second factor off", act: () => void change(() => api.removeSecondFactor(name), `${name} signs in with the password alone.`) },
    disabled
      ? { label: "Enable", act: () => void change(() => api.changeUser(name, { disabled: false }), `${name} may sign in again.`) }
      : { label: "Disable", isGrave: true, act: () => void change(() => api.changeUser(name, { disabled: true }), `${name} may not sign in.`) },
    { label: "Delete…", isGrave: true, act: remove },
  ];
  const more = iconButton("more", `What to do about ${name}`, () => openMenu(more, name, items));
  item.append(select, more);
  return item;
}

/**
 * Asks before an account is deleted, and what becomes of its messages.
 * @type {(name: string, remove: (messages: "keep" | "remove") => Promise<void>, done: () => void) => void}
 */
function askFate(name, remove, done) {
  const messages = choice("What becomes of their messages", [
    ["keep", "They stay, as those of a deleted user"],
    ["remove", "They are deleted as well"],
  ]);
  const send = async () => {
    await remove(/** @type {"keep" | "remove"} */ (messages.select.value));
    opened.close();
    done();
  };
  const words = element("p", { text: `Delete the account of ${name}? It cannot be brought back, and nobody gets the name again.` });
  const content = form("Delete", send, words, messages.root);
  content.querySelector('[type="submit"]')?.classList.replace("primary", "danger");
  const opened = openDialog(`Delete ${name}`, { class: "small" }, content);
  messages.select.focus();
}

/**
 * The guests who are connected.
 * @param {AdminAPI} api
 */
export function guestsPart(api) {
  const load = async () => ({ items: (await api.guests()).guests, more: false });
  const list = listing("Guests", "No guest is here.", load, ({ name, address, since }) => {
    const end = lineButton("Put out", name, async () => {
      await attempt(() => api.endSessions(name));
      await list.refresh();
    });
    return line(name, `since ${when(since)}${address ? ` · from ${address}` : ""}`, end);
  });
  return section("Guests", list.root);
}
