import { element, find } from "../view/dom.js";

/** The lines above the composer that say what holds in the room. */
export class StandingBar {
  #root = element("div", { class: "standing", role: "status" });
  #shown = "";

  constructor() {
    find("composer", HTMLElement).prepend(this.#root);
    this.show([]);
  }

  /** @param {readonly string[]} lines */
  show(lines) {
    this.#root.hidden = lines.length === 0;
    if (lines.join("\n") === this.#shown) return;
    this.#shown = lines.join("\n");
    this.#root.replaceChildren(...lines.map((text) => element("span", { text, dir: "auto" })));
  }

  close() {
    this.#root.remove();
  }
}
