import { button } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt, notify } from "../view/notices.js";
import { line, lineButton, section, when } from "./parts.js";

/**
 * Where one is signed in.
 * @param {import("./account-api.js").AccountAPI} api
 */
export function devicesPart(api) {
  const others = button("Sign out everywhere else", "button", async () => {
    await attempt(() => api.endOtherSessions().then(() => notify("Your other devices are signed out.")));
    await list.refresh();
  });
  const load = async () => {
    const items = await api.sessions();
    others.hidden = items.length < 2;
    return { items, more: false };
  };
  const list = listing("Devices", "", load, (session) => deviceLine(api, session, list.refresh));
  return section("Devices", list.root, others);
}

/**
 * @param {import("./account-api.js").AccountAPI} api
 * @param {Awaited<ReturnType<import("./account-api.js").AccountAPI["sessions"]>>[number]} session
 * @param {() => Promise<void>} show
 */
function deviceLine(api, { id, lastUsedAt, address, program, current }, show) {
  const name = programName(program);
  const note = [address, `used ${when(lastUsedAt)}`].filter(Boolean).join(", ");
  if (current) return line(`${name} (this one)`, note);
  const end = lineButton("Sign out", name, async () => {
    await attempt(() => api.endSession(id));
    await show();
  });
  return line(name, note, end);
}

/** How browsers show; each also says the names of those after it. */
const browsers = new Map([
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
]);

/**
 * What a browser calls itself, in a few words.
 * @param {string} [program] The field `User-Agent`.
 */
export function programName(program = "") {
  const browser = [...browsers].find(([sign]) => program.includes(sign))?.[1];
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/u.exec(program)?.[0];
  const known = browser ?? program.slice(0, 60);
  return [known || "Unknown program", system && `on ${system}`].filter(Boolean).join(" ");
}
