import { storedSession } from "/js/account/session-storage.js";
import { Refusal } from "/js/refusal.js";
import { socketURLs } from "/js/socketio/socket-urls.js";
import { Socket } from "/js/socketio/socket.js";

const namespace = "http://www.w3.org/2000/svg";
const kept = 120;
const part = (id) => document.getElementById(id);
const say = (text) => (part("status").textContent = text);
const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** Each chart: what it shows, and how its latest value is written. */
const charts = [
  { field: "connections", title: "Connections", text: (value) => number.format(value) },
  { field: "messagesPerSecond", title: "Messages per second", text: (value) => number.format(value) },
  { field: "rooms", title: "Rooms in use", text: (value) => number.format(value) },
  { field: "latency", title: "Delay", text: (value) => `${number.format(value)} ms` },
  { field: "memory", title: "Memory", text: (value) => `${number.format(value / 1_048_576)} MiB` },
].map((chart) => {
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = chart.title;
  const output = document.createElement("output");
  output.setAttribute("aria-label", chart.title);
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", `0 0 ${kept - 1} 100`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(namespace, "polyline");
  svg.append(line);
  figure.append(caption, output, svg);
  part("charts").append(figure);
  return { ...chart, output, line };
});

let samples = [];

/** The corners of a line through `values`, the latest at the right, in a field of 100 by `kept`. */
const corners = (values) => {
  const top = Math.max(1, ...values) * 1.1;
  return values.map((value, index) => `${kept - values.length + index},${(100 - (100 * value) / top).toFixed(1)}`).join(" ");
};

const draw = () => {
  const latest = samples.at(-1);
  if (!latest) return;
  for (const { field, text, output, line } of charts) {
    output.textContent = text(latest[field]);
    line.setAttribute("points", corners(samples.map((sample) => sample[field])));
  }
  part("modules").replaceChildren(...Object.entries(latest.modules).sort().map(([name, value]) => {
    const row = document.createElement("tr");
    for (const text of [name, number.format(value)]) row.insertCell().textContent = text;
    return row;
  }));
};

const session = storedSession();
if (session) {
  const load = async () => {
    try {
      const answer = await socket.request("dashboard:recent", {});
      if (!answer.ok) throw Refusal.of(answer);
      ({ samples } = answer);
      say("Live.");
      draw();
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
      if (event !== "dashboard:measured") return;
      samples = [...samples, payload].slice(-kept);
      draw();
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
