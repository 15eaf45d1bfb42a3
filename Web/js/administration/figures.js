import { section } from "../settings/parts.js";
import { element } from "../view/dom.js";
import { attempt } from "../view/notices.js";
import { wordsOf } from "./figures-text.js";

/** How often the figures are asked for, in milliseconds. */
const interval = 5000;

/**
 * The server's figures, as they are now and again every few seconds.
 * @type {(api: import("./admin-api.js").AdminAPI, signal: AbortSignal) => HTMLElement}
 */
export function figuresPart(api, signal) {
  const list = element("dl", { class: "figures" });
  const root = section("Figures", list);
  const show = async () => {
    const figures = await attempt(() => api.figures());
    if (figures) list.replaceChildren(...figures.map(figureElement));
    // Once another page is shown nobody looks.
    if (figures && !signal.aborted && root.isConnected) setTimeout(() => root.isConnected && void show(), interval);
  };
  void show();
  return root;
}

/** @param {import("./figures-text.js").Figure} figure */
function figureElement(figure) {
  const { label, value } = wordsOf(figure);
  return element("div", { class: "figure" }, element("dt", { text: label }), element("dd", { text: value }));
}
