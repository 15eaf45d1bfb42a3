import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";
import { choice, field, form, line, lineButton, secret, section, spans, when } from "./parts.js";

/**
 * Links with which others come in.
 * @param {import("./account-api.js").AccountAPI} api
 * @param {import("../chat/chat.js").Chat} chat
 */
export function invitationsPart(api, chat) {
  const made = element("div", { "aria-live": "polite" });
  const places = chat.rooms.all
    .filter(({ rights }) => rights.includes("invite"))
    .map(({ id, title }) => /** @type {[string, string]} */ ([id, title]));
  const place = choice("To", [["", "The server"], ...places]);
  const uses = field("How often it may be used", { type: "number", min: "1", max: "1000", value: "1" });
  const span = choice("It ends after", spans);
  const load = async () => ({ items: await api.invitations(), more: false });
  const list = listing("Invitations", "You have invited nobody.", load, (invitation) => invitationLine(api, invitation, list.refresh));
  const make = async () => {
    const { token } = await api.invite({
      ...(place.select.value && { room: place.select.value }),
      uses: Number(uses.input.value),
      expiresIn: Number(span.select.value),
    });
    const link = `${location.origin}${location.pathname}#invite=${token}`;
    made.replaceChildren(secret("The link, told only now:", link));
    await list.refresh();
  };
  return section("Invitations", list.root, made, form("Make a link", make, place.root, uses.root, span.root));
}

/**
 * @param {import("./account-api.js").AccountAPI} api
 * @param {Awaited<ReturnType<import("./account-api.js").AccountAPI["invitations"]>>[number]} invitation
 * @param {() => Promise<void>} show
 */
function invitationLine(api, { id, room, uses, used, expiresAt }, show) {
  const name = room ? `To ${room}` : "To the server";
  const end = lineButton("End", name, async () => {
    await attempt(() => api.endInvitation(id));
    await show();
  });
  return line(name, `used ${used} of ${uses}, until ${when(expiresAt)}`, end);
}
