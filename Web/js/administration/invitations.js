import { AccountAPI } from "../settings/account-api.js";
import { invitationsPart as ownPart } from "../settings/invitations.js";
import { line, lineButton, section, when } from "../settings/parts.js";
import { openDialog } from "../view/dialog.js";
import { button, element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";

/**
 * Everybody's invitations that stand.
 * @type {(api: import("./admin-api.js").AdminAPI, chat: import("../chat/chat.js").Chat) => HTMLElement}
 */
export function invitationsPart(api, chat) {
  const load = async () => ({ items: (await api.invitations()).invitations, more: false });
  const list = listing("Invitations of everybody", "Nobody is invited.", load, ({ id, room, uses, used, expiresAt, by }) => {
    const name = room ? `To ${room}` : "To the server";
    const end = lineButton("End", `${name} by ${by ?? "a command"}`, async () => {
      await attempt(() => api.endInvitation(id));
      await list.refresh();
    });
    return line(name, `by ${by ?? "a command"} · used ${used} of ${uses}, until ${when(expiresAt)}`, end);
  });
  const add = button("Make a link…", "button", () => {
    openDialog("Invite", { class: "small", closed: () => void list.refresh() }, ownPart(new AccountAPI(chat.session.token), chat));
  });
  return section("Invitations of everybody", element("div", { class: "quick" }, add), list.root);
}
