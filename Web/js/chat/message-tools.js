import { loadStyles } from "../view/styles.js";

/** @import {MessageActions, MessageRow, Tool} from "../types.js" */

/**
 * What may be done with a message, as buttons.
 * @param {MessageRow} row
 * @param {readonly string[]} rights Ours in the room.
 * @param {MessageActions} actions
 * @returns {Tool[]}
 */
export function toolsFor(row, rights, actions) {
  if (row.status !== "sent") return [];
  const isMine = row.author === row.me;
  const maySend = rights.includes("send");
  /** @type {Tool[]} */
  const tools = [];
  if (maySend) {
    tools.push(
      { name: "smile", label: "React", act: (row, at) => void pick(at, (emoji) => actions.react(row, emoji, true)) },
      { name: "reply", label: "Reply", act: actions.reply },
    );
  }
  if (isMine && maySend) tools.push({ name: "edit", label: "Edit", act: actions.edit });
  tools.push({ name: "link", label: "Copy link", act: actions.copyLink });
  if ((isMine && maySend) || rights.includes("moderate")) {
    tools.push({ name: "remove", label: "Delete", act: actions.remove });
  }
  return tools;
}

/** @type {(at: HTMLElement, picked: (emoji: string) => void) => Promise<void>} */
async function pick(at, picked) {
  const [{ openPicker }] = await Promise.all([import("../emoji/picker.js"), loadStyles("over")]);
  openPicker(at, picked);
}
