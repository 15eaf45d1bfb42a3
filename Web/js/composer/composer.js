import { countOf } from "../view/count.js";
import { find } from "../view/dom.js";
import { checkedDraft } from "./draft.js";

/** @import {Act, ComposerMode} from "../types.js" */

/** Where messages are written. */
export class Composer {
  #form = find("composer", HTMLFormElement);
  #draft = find("draft", HTMLTextAreaElement);
  #send = find("send", HTMLButtonElement);
  #problem = find("draft-problem");
  #mode = find("draft-mode");
  /** @type {import("./completion-list.js").CompletionList | undefined} */ #completion;
  #act;
  /** @type {ComposerMode | undefined} */ #current;
  /** What was written before an edit began. */
  #kept = "";

  /** @param {Act} act */
  constructor(act) {
    this.#act = act;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#draft.addEventListener("input", () => this.#noteInput());
    this.#draft.addEventListener("keydown", (event) => this.#press(event));
    this.#update();
  }

  /**
   * @param {string} title The room's.
   * @param {string} [closed] Why one cannot write there.
   */
  setRoom(title, closed) {
    const words = closed ?? `Message ${title}`;
    if (this.#draft.placeholder === words) return;
    this.#draft.placeholder = words;
    this.#draft.disabled = closed !== undefined;
    this.#update();
  }

  /** @param {string} text Of the draft of another room. */
  open(text) {
    this.#current = undefined;
    this.#setText(text);
    void this.#showMode();
  }

  get text() {
    return this.#draft.value;
  }

  get isEditing() {
    return this.#current?.kind === "edit";
  }

  focus() {
    this.#draft.focus();
  }

  /** @param {ComposerMode | undefined} mode */
  setMode(mode) {
    if (this.#current?.kind !== "edit") this.#kept = this.#draft.value;
    const isEditing = this.#current?.kind === "edit" || mode?.kind === "edit";
    this.#current = mode;
    if (isEditing) this.#setText(mode?.kind === "edit" ? mode.row.text : this.#kept);
    void this.#showMode();
    this.focus();
  }

  /**
   * Gives back what could not be done.
   * @param {string} text
   * @param {ComposerMode} [mode]
   */
  giveBack(text, mode) {
    this.setMode(mode);
    this.#setText(text);
  }

  async #showMode() {
    const mode = this.#current;
    this.#mode.hidden = mode === undefined;
    // Without a connection it may not be there yet.
    const part = mode && (await import("./mode.js").catch(() => undefined));
    if (part && mode === this.#current) part.showMode(this.#mode, mode, () => this.setMode(undefined));
  }

  /** @param {string} text */
  #setText(text) {
    this.#draft.value = text;
    this.#draft.setSelectionRange(text.length, text.length);
    this.#completion?.hide();
    this.#update();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (this.#completion?.takes(event)) return event.preventDefault();
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && this.#current) this.setMode(undefined);
    else if (event.key === "ArrowUp" && this.#draft.value === "" && !this.#current) this.#act("editLast");
    else if (event.key === "Enter" && !event.shiftKey) this.#submit();
    else return;
    event.preventDefault();
  }

  #submit() {
    const { text, bytesTooMany } = checkedDraft(this.#draft.value);
    if (text === "" || bytesTooMany > 0 || this.#draft.disabled) return;
    const mode = this.#current;
    this.#current = undefined;
    this.#setText(mode?.kind === "edit" ? this.#kept : "");
    void this.#showMode();
    this.#act("changed", this.#draft.value);
    this.#act("send", text, mode);
  }

  #noteInput() {
    this.#update();
    void this.#complete();
    if (this.#current?.kind !== "edit") this.#act("changed", this.#draft.value);
  }

  async #complete() {
    if (!this.#completion && !/[@:/]/u.test(this.#draft.value)) return;
    // Without a connection it may not be there yet.
    const part = await import("./completion-list.js").catch(() => undefined);
    await part?.loadStyles("tools");
    if (part) this.#completion ??= new part.CompletionList(this.#draft, this.#act);
    await this.#completion?.update();
  }

  #update() {
    const { text, bytesTooMany } = checkedDraft(this.#draft.value);
    this.#send.disabled = text === "" || bytesTooMany > 0 || this.#draft.disabled;
    const problem = bytesTooMany > 0 ? `Too long by ${countOf(bytesTooMany, "byte")}. Send it in parts.` : "";
    this.#problem.textContent = problem;
    this.#draft.setAttribute("aria-invalid", String(problem !== ""));
    // The box grows with its text, as css/chat.css says; meanwhile nothing around it moves.
    this.#form.style.height = `${this.#form.offsetHeight}px`;
    this.#draft.style.height = "0";
    this.#draft.style.height = `${this.#draft.scrollHeight}px`;
    this.#form.style.height = "";
  }
}
