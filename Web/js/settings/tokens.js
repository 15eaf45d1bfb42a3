import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt } from "../view/notices.js";
import { choice, field, form, line, lineButton, secret, section, spans, when } from "./parts.js";

/** What a program may be allowed to. */
const scopes = /** @type {const} */ ([
  ["read", "Read"],
  ["read,send", "Read and write"],
]);

/**
 * Tokens with which programs act for one.
 * @param {import("./account-api.js").AccountAPI} api
 */
export function tokensPart(api) {
  const made = element("div", { "aria-live": "polite" });
  const name = field("Name", { maxlength: "64" });
  const rooms = field("Rooms, with commas between them; empty for all", { placeholder: "lobby" });
  const scope = choice("It may", scopes);
  const span = choice("It ends after", spans);
  const load = async () => ({ items: await api.tokens(), more: false });
  const list = listing("Programs", "No program acts for you.", load, (token) => tokenLine(api, token, list.refresh));
  const make = async () => {
    const only = rooms.input.value.split(",").map((room) => room.trim()).filter(Boolean);
    const { token } = await api.makeToken({
      name: name.input.value.trim(),
      rights: ["join", ...scope.select.value.split(",")],
      ...(only.length > 0 && { rooms: only }),
      expiresIn: Number(span.select.value),
    });
    made.replaceChildren(secret("The token, told only now:", token));
    name.input.value = "";
    await list.refresh();
  };
  const words = "A program, a bot for example, acts for you with a token. It never may more than you.";
  return section(
    "Programs",
    element("p", { class: "hint", text: words }),
    list.root,
    made,
    form("Make a token", make, name.root, rooms.root, scope.root, span.root),
  );
}

/**
 * @param {import("./account-api.js").AccountAPI} api
 * @param {Awaited<ReturnType<import("./account-api.js").AccountAPI["tokens"]>>[number]} token
 * @param {() => Promise<void>} show
 */
function tokenLine(api, { id, name, caveats, expiresAt, lastUsedAt }, show) {
  const used = lastUsedAt ? `used ${when(lastUsedAt)}` : "not used yet";
  const end = lineButton("End", name, async () => {
    await attempt(() => api.endToken(id));
    await show();
  });
  const conditions = caveats.filter((caveat) => !caveat.startsWith("expires")).join(", ");
  return line(name, [conditions, `until ${when(expiresAt)}`, used].filter(Boolean).join("; "), end);
}
