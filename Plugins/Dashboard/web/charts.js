const namespace = "http://www.w3.org/2000/svg";
/** How many samples are drawn. */
const kept = 120;
const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** Each chart: what it shows, and how its latest value is written. */
const kinds = [
  { field: "connections", title: "Connections", text: (value) => number.format(value) },
  { field: "messagesPerSecond", title: "Messages per second", text: (value) => number.format(value) },
  { field: "rooms", title: "Rooms in use", text: (value) => number.format(value) },
  { field: "latency", title: "Delay", text: (value) => `${number.format(value)} ms` },
  { field: "memory", title: "Memory", text: (value) => `${number.format(value / 1_048_576)} MiB` },
];

/**
 * Charts in an element, with what modules count below them.
 * @param {HTMLElement} root
 * @returns {{begin: (samples: object[]) => void, add: (sample: object) => void}}
 */
export function makeCharts(root) {
  const figures = document.createElement("div");
  figures.className = "charts";
  const table = document.createElement("table");
  table.setAttribute("aria-label", "Modules");
  const body = table.createTBody();
  root.classList.add("dashboard");
  root.append(figures, table);
  const charts = kinds.map((kind) => ({ ...kind, ...makeChart(figures, kind.title) }));
  let samples = [];

  const draw = () => {
    const latest = samples.at(-1);
    if (!latest) return;
    for (const { field, text, output, line } of charts) {
      output.textContent = text(latest[field]);
      line.setAttribute("points", corners(samples.map((sample) => sample[field])));
    }
    body.replaceChildren(...Object.entries(latest.modules).sort().map(([name, value]) => {
      const row = document.createElement("tr");
      for (const text of [name, number.format(value)]) row.insertCell().textContent = text;
      return row;
    }));
  };
  return {
    begin: (all) => {
      samples = all;
      draw();
    },
    add: (sample) => {
      samples = [...samples, sample].slice(-kept);
      draw();
    },
  };
}

function makeChart(root, title) {
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  const output = document.createElement("output");
  output.setAttribute("aria-label", title);
  // It changes each second: who wants to hear it looks at it.
  output.setAttribute("aria-live", "off");
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", `0 0 ${kept - 1} 100`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(namespace, "polyline");
  svg.append(line);
  figure.append(caption, output, svg);
  root.append(figure);
  return { output, line };
}

/** The corners of a line through `values`, the latest at the right, in a field of 100 by `kept`. */
function corners(values) {
  const top = Math.max(1, ...values) * 1.1;
  return values.map((value, index) => `${kept - values.length + index},${(100 - (100 * value) / top).toFixed(1)}`).join(" ");
}
