import { storedSession } from "/js/account/session-storage.js";
import { Refusal } from "/js/refusal.js";
import { socketURLs } from "/js/socketio/socket-urls.js";
import { Socket } from "/js/socketio/socket.js";
import { makeCharts } from "./charts.js";

const say = (text) => (document.getElementById("status").textContent = text);
const charts = makeCharts(document.querySelector("main"));
const session = storedSession();
if (session) {
  const load = async () => {
    try {
      const answer = await socket.request("dashboard:recent", {});
      if (!answer.ok) throw Refusal.of(answer);
      say("Live.");
      charts.begin(answer.samples);
    } catch (error) {
      say(error.message);
    }
  };
  const listener = {
    changed: ({ phase }) => {
      if (phase === "connected") void load();
      if (phase === "waiting") say("The connection was lost; it comes back by itself.");
    },
    received: (event, payload) => {
      if (event === "dashboard:measured") charts.add(payload);
    },
    refused: (refusal) => {
      say(refusal.message);
      return refusal.code === "busy";
    },
  };
  const socket = new Socket(socketURLs(location), () => ({ token: session.token }), listener);
  socket.start();
} else {
  say("Sign in to the chat first, then come back.");
}
