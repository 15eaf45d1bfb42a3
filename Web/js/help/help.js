import { held } from "../chat/shortcuts.js";
import { Commands } from "../commands/commands.js";
import { openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";

/** Keys that work on the whole page, and what they do, for the list in the help. */
const shortcuts = Object.freeze([
  { keys: [held, "K"], words: "Jump to a room" },
  { keys: [held, "Shift", "F"], words: "Search messages" },
  { keys: ["Alt", "↑"], words: "The room above" },
  { keys: ["Alt", "↓"], words: "The room below" },
  { keys: ["Esc"], words: "To the newest message; ends a reply or an edit" },
  { keys: ["?"], words: "This list" },
  { keys: ["Enter"], words: "Send" },
  { keys: ["Shift", "Enter"], words: "A new line" },
  { keys: ["↑"], words: "Edit your last message, where nothing is written" },
  { keys: ["↑", "↓"], words: "From message to message, in the list" },
]);

/** How one marks text up, and what it becomes. */
const marks = Object.freeze([
  ["**bold**  *italic*  ~~struck~~", "Bold, italic and struck text"],
  ["`code`", "Code; three of them before and after make a block"],
  ["> words", "A quote"],
  ["- one", "A list; or 1. one"],
  ["[name](https://…)", "A link"],
  ["@name", "Speaks to somebody"],
  [":owl", "An emoji by its name"],
]);

/** Shows what one can write and press. */
export function openHelp() {
  const commands = new Commands().all;
  openDialog(
    "Help",
    { class: "help" },
    element("h3", { text: "Keys" }),
    lines(shortcuts.map(({ keys, words }) => [keys.map((key) => element("kbd", { text: key })), words])),
    element("h3", { text: "Commands" }),
    lines(commands.map(({ name, usage = "", help }) => [[code(`/${name} ${usage}`.trim())], help])),
    element("h3", { text: "Text" }),
    lines(marks.map(([written, words]) => [[code(written)], words])),
  );
}

/** @param {string} text */
function code(text) {
  return element("code", { text });
}

/** @param {readonly [Node[], string][]} all */
function lines(all) {
  const rows = all.flatMap(([terms, words]) => [element("dt", {}, ...terms), element("dd", { text: words })]);
  return element("dl", { class: "terms" }, ...rows);
}
