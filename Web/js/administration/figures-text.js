/** @typedef {{name: string, labels: Record<string, string>, value: number}} Figure */

/**
 * The figures of a text in the format of Prometheus; lines that are none are left out.
 * @param {string} text
 * @returns {Figure[]}
 */
export function parseFigures(text) {
  return text.split("\n").flatMap((line) => {
    const parts = /^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>[^ ]+)/u.exec(line)?.groups;
    const value = Number(parts?.value);
    if (!parts || Number.isNaN(value)) return [];
    const labels = [...(parts.labels ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/gu)];
    return [{ name: parts.name, labels: Object.fromEntries(labels.map(([, name, text]) => [name, unescaped(text)])), value }];
  });
}

/** @param {string} text */
function unescaped(text) {
  return text.replace(/\\(.)/gu, (_, letter) => (letter === "n" ? "\n" : letter));
}

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/**
 * A figure for people: its name in words, and its value with a unit.
 * @param {Figure} figure
 */
export function wordsOf({ name, labels, value }) {
  const bare = name.replace(/^roost_/u, "").replace(/_total$/u, "");
  const isBytes = bare.endsWith("_bytes");
  const isTime = bare.endsWith("_seconds");
  const words = bare.replace(/_(?:bytes|seconds)$/u, "").replaceAll("_", " ");
  const rest = Object.values(labels).join(", ");
  const shown = isBytes ? `${number.format(value / 1_048_576)} MiB` : isTime ? `${number.format(value * 1000)} ms` : number.format(value);
  return { label: words.charAt(0).toUpperCase() + words.slice(1) + (rest ? ` (${rest})` : ""), value: shown };
}
