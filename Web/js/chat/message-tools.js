import { loadStyles } from "../view/styles.js";
import { additions } from "./additions.js";

/** @import {Act, MessageRow, Tool} from "../types.js" */

/**
 * What may be done with a message, as buttons.
 * @param {MessageRow} row
 * @param {readonly string[]} rights Ours in the room.
 * @param {Act} act
 * @returns {Tool[]}
 */
export function toolsFor(row, rights, act) {
  if (row.status !== "sent") return [];
  const isMine = row.author === row.me;
  const maySend = rights.includes("send");
  /** @type {Tool[]} */
  const tools = [];
  if (maySend) {
    tools.push(
      { name: "smile", label: "React", act: (at) => void pick(at, (emoji) => act("react", row, emoji, true)) },
      { name: "reply", label: "Reply", act: () => act("beginReply", row) },
    );
  }
  if (isMine && maySend) tools.push({ name: "edit", label: "Edit", act: () => act("beginEdit", row) });
  tools.push({ name: "link", label: "Copy link", act: () => act("copyLink", row) });
  if ((isMine && maySend) || rights.includes("moderate")) {
    tools.push({ name: "remove", label: "Delete", act: () => act("remove", row) });
  }
  for (const more of additions.messageTools) tools.push(...more(row));
  return tools;
}

/** @type {(at: HTMLElement, picked: (emoji: string) => void) => Promise<void>} */
async function pick(at, picked) {
  const [{ openPicker }] = await Promise.all([import("../emoji/picker.js"), loadStyles("over")]);
  openPicker(at, picked);
}
