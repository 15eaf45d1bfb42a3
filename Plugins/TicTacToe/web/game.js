import { storedSession } from "/js/account/session-storage.js";
import { Refusal } from "/js/refusal.js";
import { socketURLs } from "/js/socketio/socket-urls.js";
import { Socket } from "/js/socketio/socket.js";

/** @typedef {{game: string, x: string, o: string, cells: string[], turn?: string, winner?: string, over: boolean, away: string[]}} Game */

const session = storedSession();
const part = (id) => document.getElementById(id);
const challenges = new Map();
/** @type {Map<string, Game>} */
const games = new Map();
/** @type {string | undefined} The game that is shown. */
let shown;

const say = (text) => (part("status").textContent = text);

if (session) {
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
  const enter = (scene) => {
    challenges.clear();
    for (const challenge of scene.challenges) challenges.set(challenge.id, challenge);
    for (const game of games.values()) if (!game.over) games.delete(game.game);
    for (const game of scene.games) changed(game);
    document.querySelector("main").hidden = false;
    say(`You are ${session.name}.`);
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
        ? button("Take back", () => ask("drop", { challenge: challenge.id }))
        : button("Play", () => ask("take", { challenge: challenge.id }));
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
      const made = button(cell === "" ? " " : cell === "x" ? "✕" : "◯", () => ask("move", { game: game.game, cell: index }));
      made.disabled = game.over || cell !== "" || game.turn !== mark;
      made.setAttribute("aria-label", `Cell ${index + 1}${cell === "" ? "" : `: ${cell}`}`);
      return made;
    }));
    part("resign").hidden = game.over || !mark;
  };

  part("challenge").addEventListener("submit", async (event) => {
    event.preventDefault();
    const to = part("to").value.trim();
    if (await ask("challenge", to === "" ? {} : { to })) part("to").value = "";
  });
  part("resign").addEventListener("click", () => ask("resign", { game: shown }));
  socket.start();
} else {
  say("Sign in to the chat first, then come back.");
}
