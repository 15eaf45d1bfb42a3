import { storedSession } from "/js/account/session-storage.js";
import { openTable } from "./table.js";

/** What one says to find somebody to play with; it is shown with a button. */
const invitation = "Who plays tic-tac-toe with me?";

/**
 * Tic-tac-toe in the chat: a panel, a command, and a button on what the command says.
 * @param {import("../../../Web/js/modules/module-page.js").ModulePage} page
 */
export default async function addTicTacToe(page) {
  await page.loadStyle("game.css");
  page.addPanel("table", {
    title: "Tic-tac-toe",
    open: (root, opponent) => {
      const session = storedSession();
      if (session) return openTable(root, session, opponent);
      root.textContent = "Sign in first.";
      return undefined;
    },
  });
  page.addCommand({
    name: "tictactoe",
    usage: "[name]",
    help: "Challenges somebody, or asks who plays",
    complete: () => page.room.members.filter((name) => name !== page.me),
    run: (name) => (name === "" ? invitation : void page.openPanel("table", name.replace(/^@/u, ""))),
  });
  page.addRenderer({
    matches: ({ text }) => text === invitation,
    render: ({ author, text, me }) => {
      const shown = page.element("p", { class: "message-text", text: `${text} ` });
      if (author !== me) shown.append(page.button("Challenge", "button quiet", () => void page.openPanel("table", author)));
      return shown;
    },
  });
}
