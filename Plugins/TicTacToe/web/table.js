import { Refusal } from "/js/refusal.js";
import { socketURLs } from "/js/socketio/socket-urls.js";
import { Socket } from "/js/socketio/socket.js";
import { button, element } from "/js/view/dom.js";

/** @typedef {{game: string, x: string, o: string, cells: string[], turn?: string, winner?: string, over: boolean, away: string[]}} Game */

/**
 * Opens a table with the lobby and one game, in an element that is empty.
 * @param {HTMLElement} root
 * @param {{name: string, token: string}} session
 * @param {string} [opponent] Who is challenged at once.
 * @returns {() => void} Leaves the table.
 */
export function openTable(root, session, opponent) {
  const challenges = new Map();
  /** @type {Map<string, Game>} */
  const games = new Map();
  /** @type {string | undefined} The game that is shown. */
  let shown;

  const status = element("p", { role: "status", text: "Connecting…" });
  const title = element("h2", { text: "No game yet" });
  const board = element("div", { class: "board", role: "group", "aria-label": "Board", hidden: "" });
  const resign = button("Resign", "button", () => void ask("resign", { game: shown }));
  const to = element("input", { autocomplete: "off", autocapitalize: "none", spellcheck: "false", placeholder: "anybody" });
  const form = element("form", {}, element("label", {}, "Challenge ", to), element("button", { class: "button", text: "Send" }));
  const lists = {
    challenges: element("ul", { "aria-label": "Challenges" }),
    games: element("ul", { "aria-label": "Games" }),
  };
  const lobby = element("section", {}, element("h2", { text: "Lobby" }), form, lists.challenges, lists.games);
  const scene = element("div", { class: "scene", hidden: "" }, element("section", {}, title, board, resign), lobby);
  resign.hidden = true;
  root.classList.add("tictactoe");
  root.append(status, scene);

  const say = (text) => (status.textContent = text);
  const listener = {
    changed: ({ phase }) => {
      if (phase === "waiting") say("The connection was lost; it comes back by itself.");
    },
    received: (event, payload) => {
      if (event === "scene") enter(payload);
      else if (event === "challenged") challenges.set(payload.id, payload);
      else if (event === "dropped") challenges.delete(payload.challenge);
      else if (event === "changed") changed(payload);
      show();
    },
    refused: (refusal) => {
      say(refusal.message);
      return ["busy", "module_unavailable"].includes(refusal.code);
    },
  };
  const socket = new Socket(socketURLs(location), () => ({ token: session.token }), listener, "/tictactoe");

  const ask = async (event, payload) => {
    try {
      const answer = await socket.request(event, payload);
      if (!answer.ok) throw Refusal.of(answer);
      return answer;
    } catch (error) {
      say(error.message);
      return undefined;
    }
  };

  /** What there is for who comes in, at first and after each loss. */
  const enter = (found) => {
    challenges.clear();
    for (const challenge of found.challenges) challenges.set(challenge.id, challenge);
    for (const game of games.values()) if (!game.over) games.delete(game.game);
    for (const game of found.games) changed(game);
    scene.hidden = false;
    say(`You are ${session.name}.`);
    if (opponent) void ask("challenge", { to: opponent });
    opponent = undefined;
  };

  /** @param {Game} game */
  const changed = (game) => {
    games.set(game.game, game);
    const mine = [game.x, game.o].includes(session.name);
    if (mine && (!shown || games.get(shown)?.over)) shown = game.game;
  };

  const row = (text, act) => element("li", {}, element("span", { text }), act);

  const show = () => {
    lists.challenges.replaceChildren(...[...challenges.values()].map((challenge) => {
      const mine = challenge.from === session.name;
      const text = mine ? `You challenge ${challenge.to ?? "anybody"}` : `${challenge.from} challenges ${challenge.to ?? "anybody"}`;
      const act = mine
        ? button("Take back", "button", () => void ask("drop", { challenge: challenge.id }))
        : button("Play", "button", () => void ask("take", { challenge: challenge.id }));
      return row(text, act);
    }));
    const going = [...games.values()].filter((game) => !game.over);
    lists.games.replaceChildren(...going.map((game) => row(`${game.x} and ${game.o}`, button("Watch", "button", () => {
      shown = game.game;
      show();
    }))));
    showBoard(shown && games.get(shown));
  };

  /** @param {Game | undefined} game */
  const showBoard = (game) => {
    board.hidden = !game;
    resign.hidden = true;
    if (!game) return;
    const mark = { [game.x]: "x", [game.o]: "o" }[session.name];
    const next = game.turn === "x" ? game.x : game.o;
    const away = game.away.length > 0 ? ` (${game.away.join(" and ")} ${game.away.length === 1 ? "is" : "are"} away)` : "";
    title.textContent = game.over
      ? game.winner ? `${game.winner} has won` : "Nobody has won"
      : (game.turn === mark ? "Your turn" : `${next}'s turn`) + away;
    board.replaceChildren(...game.cells.map((cell, index) => {
      const made = button(cell === "" ? " " : cell === "x" ? "✕" : "◯", "cell", () => void ask("move", { game: game.game, cell: index }));
      made.disabled = game.over || cell !== "" || game.turn !== mark;
      made.setAttribute("aria-label", `Cell ${index + 1}${cell === "" ? "" : `: ${cell}`}`);
      return made;
    }));
    resign.hidden = game.over || !mark;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = to.value.trim();
    if (await ask("challenge", name === "" ? {} : { to: name })) to.value = "";
  });
  socket.start();
  return () => socket.stop();
}
