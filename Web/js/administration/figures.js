import { Refusal } from "../refusal.js";
import { section } from "../settings/parts.js";
import { element } from "../view/dom.js";
import { wordsOf } from "./figures-text.js";

/** How often the figures are asked for, in milliseconds. */
const interval = 5000;

/**
 * The server's figures, as they are now and again every few seconds.
 * @type {(api: import("./admin-api.js").AdminAPI) => HTMLElement}
 */
export function figuresPart(api) {
  const list = element("dl", { class: "figures" });
  const problem = element("p", { class: "line-note", role: "status" });
  const root = section("Figures", problem, list);
  const show = async () => {
    try {
      list.replaceChildren(...(await api.figures()).map(figureElement));
      problem.textContent = "";
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problem.textContent = error.message;
    }
    // Once another page is shown nobody looks.
    setTimeout(() => root.isConnected && void show(), interval);
  };
  void show();
  return root;
}

/** @param {import("./figures-text.js").Figure} figure */
function figureElement(figure) {
  const { label, value } = wordsOf(figure);
  return element("div", { class: "figure" }, element("dt", { text: label }), element("dd", { text: value }));
}
