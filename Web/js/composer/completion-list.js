import { element, find } from "../view/dom.js";
import { completed, wantedAt } from "./completion.js";

export { loadStyles } from "../view/styles.js";

/** @import {Act, Choice, Wanted} from "../types.js" */

/** The list of choices above the composer, while there are any. */
export class CompletionList {
  #list = find("completion");
  #draft;
  #act;
  /** @type {Wanted | undefined} */ #wanted;
  /** @type {readonly Choice[]} */ #choices = [];
  #active = 0;
  #asked = 0;

  /**
   * @param {HTMLTextAreaElement} draft
   * @param {Act} act
   */
  constructor(draft, act) {
    this.#draft = draft;
    this.#act = act;
    for (const type of ["blur", "pointerdown"]) draft.addEventListener(type, () => this.hide());
    // A press on a choice must not take the focus from the text.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** After the text changed. */
  async update() {
    const { value, selectionStart, selectionEnd } = this.#draft;
    const wanted = selectionStart === selectionEnd ? wantedAt(value, selectionStart) : undefined;
    const asked = ++this.#asked;
    const choices = wanted ? ((await this.#act("choicesFor", wanted)) ?? []) : [];
    if (asked !== this.#asked) return;
    this.#wanted = wanted;
    this.#choices = choices;
    this.#active = 0;
    this.#show();
  }

  hide() {
    this.#asked += 1;
    this.#choices = [];
    this.#show();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} Whether the key was for the list.
   */
  takes({ key, isComposing, shiftKey }) {
    if (this.#choices.length === 0 || isComposing) return false;
    const step = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (step !== undefined) {
      this.#active = (this.#active + step + this.#choices.length) % this.#choices.length;
      this.#show();
    } else if (key === "Escape") this.hide();
    else if (key === "Enter" && this.#isWritten(this.#choices[this.#active])) return false;
    else if ((key === "Enter" || key === "Tab") && !shiftKey) this.#choose(this.#choices[this.#active]);
    else {
      // Where the caret goes elsewhere, another word is under it.
      if (/^(?:Arrow|Home|End|Page)/u.test(key)) this.hide();
      return false;
    }
    return true;
  }

  /**
   * Whether the choice stands there already, so that Enter sends it.
   * @param {Choice} choice
   */
  #isWritten({ insert }) {
    return this.#draft.value.slice(this.#wanted?.from, this.#draft.selectionStart) === insert.trimEnd();
  }

  /** @param {Choice} choice */
  #choose(choice) {
    if (!this.#wanted) return;
    const { text, caret } = completed(this.#draft.value, this.#draft.selectionStart, this.#wanted, choice);
    this.hide();
    this.#draft.value = text;
    this.#draft.setSelectionRange(caret, caret);
    this.#draft.dispatchEvent(new Event("input"));
  }

  #show() {
    this.#list.hidden = this.#choices.length === 0;
    this.#list.replaceChildren(
      ...this.#choices.map((choice, index) => {
        const item = element(
          "li",
          { role: "option", id: `choice-${index}`, "aria-selected": String(index === this.#active) },
          element("span", { class: "choice-label", text: choice.label, dir: "auto" }),
        );
        if (choice.note) item.append(element("span", { class: "choice-note", text: choice.note }));
        item.addEventListener("click", () => this.#choose(choice));
        return item;
      }),
    );
    this.#list.children[this.#active]?.scrollIntoView({ block: "nearest" });
    if (this.#choices.length > 0) this.#draft.setAttribute("aria-activedescendant", `choice-${this.#active}`);
    else this.#draft.removeAttribute("aria-activedescendant");
  }
}
