import { ask } from "../chat/room-requests.js";
import { attempt, notify } from "../view/notices.js";
import { openMenu } from "../view/menu.js";
import { openOrder } from "./order-form.js";
import { openReport } from "./report-form.js";
import { requestFor } from "./wire.js";

/** @import {MessageRow} from "../types.js" */

/** What can be done about somebody; the last ones cannot be taken back, or weigh most. */
const kinds = /** @type {const} */ ([
  ["warn", "Warn…"],
  ["note", "Note for moderators…"],
  ["mute", "Mute…"],
  ["purge", "Delete their messages…"],
  ["kick", "Put out of the room…"],
  ["ban", "Ban…"],
]);

/**
 * Opens what can be done about somebody, or about a message of theirs, by the rights that one has in the room.
 * @type {(chat: import("../chat/chat.js").Chat, at: HTMLElement, user: string, row?: MessageRow) => Promise<void>}
 */
export async function openUserMenu(chat, at, user, row) {
  const { id: room, rights } = chat.rooms.current.room;
  /** @type {import("../view/menu.js").MenuItem[]} */
  const items = [];
  if (row && rights.includes("read")) items.push({ label: "Report to the moderators…", act: () => void openReport(chat, room, row) });
  if (rights.includes("moderate")) {
    const evidence = row?.seq === undefined ? undefined : [row.seq];
    for (const [kind, label] of kinds) {
      const isGrave = kind === "kick" || kind === "ban" || kind === "purge";
      items.push({ label, isGrave, act: () => void openOrder(chat, { kind, room, user, evidence }) });
    }
    items.push(...(await liftItems(chat, room, user)));
    items.push({ label: "What was done so far", act: () => chat.act("open", "moderation", { room, page: "Log", user }) });
  }
  if (items.length > 0) openMenu(at, row ? `Message of ${user}` : user, items);
}

/** @type {(chat: import("../chat/chat.js").Chat, room: string, user: string) => Promise<import("../view/menu.js").MenuItem[]>} */
async function liftItems(chat, room, user) {
  const found = await attempt(() => ask(chat.socket, requestFor("standing", room), { room, limit: 200 }));
  /** @type {import("./words.js").Action[]} */
  const all = found?.actions ?? [];
  return all
    .filter((action) => action.user === user)
    .map(({ id, kind }) => ({
      label: kind === "ban" ? "Take the ban back" : "Let them write again",
      act: () =>
        void attempt(async () => {
          await ask(chat.socket, requestFor("lift", room), { room, action: id });
          notify("It is taken back.");
        }),
    }));
}
