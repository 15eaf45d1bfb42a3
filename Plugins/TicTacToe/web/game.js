import { Connection } from "./connection.js";

/** @typedef {{game: string, x: string, o: string, cells: string[], turn?: string, winner?: string, over: boolean, away: string[]}} Game */

const session = JSON.parse(localStorage.getItem("roost.session") ?? "null");
const part = (id) => document.getElementById(id);
const challenges = new Map();
/** @type {Map<string, Game>} */
const games = new Map();
/** @type {string | undefined} The game that is shown. */
let shown;

const say = (text) => (part("status").textContent = text);

if (session) {
  const connection = new Connection(session.token, {
    opened: async () => {
      const scene = await ask("tictactoe:enter", {});
      if (!scene) return;
      challenges.clear();
      for (const challenge of scene.challenges) challenges.set(challenge.id, challenge);
      for (const game of games.values()) if (!game.over) games.delete(game.game);
      for (const game of scene.games) changed(game);
      document.querySelector("main").hidden = false;
      say(`You are ${session.name}.`);
      show();
    },
    heard: (event, payload) => {
      if (event === "tictactoe:challenged") challenges.set(payload.id, payload);
      else if (event === "tictactoe:dropped") challenges.delete(payload.challenge);
      else if (event === "tictactoe:changed") changed(payload);
      show();
    },
    closed: (reason) => say(reason ?? "The connection was lost; it comes back by itself."),
  });

  const ask = async (event, payload) => {
    try {
      return await connection.request(event, payload);
    } catch (error) {
      say(error.message);
      return undefined;
    }
  };

  /** @param {Game} game */
  const changed = (game) => {
    games.set(game.game, game);
    const mine = [game.x, game.o].includes(session.name);
    if (mine && (!shown || games.get(shown)?.over)) shown = game.game;
  };

  const row = (text, ...buttons) => {
    const item = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = text;
    item.append(label, ...buttons);
    return item;
  };

  const button = (label, clicked) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", clicked);
    return made;
  };

  const show = () => {
    part("challenges").replaceChildren(...[...challenges.values()].map((challenge) => {
      const mine = challenge.from === session.name;
      const text = mine ? `You challenge ${challenge.to ?? "anybody"}` : `${challenge.from} challenges ${challenge.to ?? "anybody"}`;
      const act = mine
        ? button("Take back", () => ask("tictactoe:drop", { challenge: challenge.id }))
        : button("Play", () => ask("tictactoe:take", { challenge: challenge.id }));
      return row(text, act);
    }));
    const going = [...games.values()].filter((game) => !game.over);
    part("games").replaceChildren(...going.map((game) => row(`${game.x} and ${game.o}`, button("Watch", () => {
      shown = game.game;
      show();
    }))));
    showBoard(shown && games.get(shown));
  };

  /** @param {Game | undefined} game */
  const showBoard = (game) => {
    part("board").hidden = !game;
    part("resign").hidden = true;
    if (!game) return;
    const mark = { [game.x]: "x", [game.o]: "o" }[session.name];
    const next = game.turn === "x" ? game.x : game.o;
    const away = game.away.length > 0 ? ` (${game.away.join(", ")} is away)` : "";
    part("board-title").textContent = game.over
      ? game.winner ? `${game.winner} has won` : "Nobody has won"
      : (game.turn === mark ? "Your turn" : `${next}'s turn`) + away;
    part("board").replaceChildren(...game.cells.map((cell, index) => {
      const made = button(cell === "" ? " " : cell === "x" ? "✕" : "◯", () => ask("tictactoe:move", { game: game.game, cell: index }));
      made.disabled = game.over || cell !== "" || game.turn !== mark;
      made.setAttribute("aria-label", `Cell ${index + 1}${cell === "" ? "" : `: ${cell}`}`);
      return made;
    }));
    part("resign").hidden = game.over || !mark;
  };

  part("challenge").addEventListener("submit", async (event) => {
    event.preventDefault();
    const to = part("to").value.trim();
    if (await ask("tictactoe:challenge", to === "" ? {} : { to })) part("to").value = "";
  });
  part("resign").addEventListener("click", () => ask("tictactoe:resign", { game: shown }));
} else {
  say("Sign in to the chat first, then come back.");
}
