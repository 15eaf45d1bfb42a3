import { find } from "../view/dom.js";
import { checkedDraft } from "./draft.js";

/** Where messages are written. */
export class Composer {
  #form = find("composer", HTMLFormElement);
  #draft = find("draft", HTMLTextAreaElement);
  #send = find("send", HTMLButtonElement);
  #problem = find("draft-problem", HTMLElement);
  #sent;

  /** @param {(text: string) => void} sent */
  constructor(sent) {
    this.#sent = sent;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#draft.addEventListener("input", () => this.#update());
    this.#draft.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.#update();
  }

  /** @param {string} title The room's. */
  setRoom(title) {
    this.#draft.placeholder = `Message ${title}`;
  }

  focus() {
    this.#draft.focus();
  }

  clear() {
    this.#draft.value = "";
    this.#update();
  }

  #submit() {
    const { text, bytesTooMany } = checkedDraft(this.#draft.value);
    if (text === "" || bytesTooMany > 0) return;
    this.clear();
    this.#sent(text);
  }

  #update() {
    const { text, bytesTooMany } = checkedDraft(this.#draft.value);
    this.#send.disabled = text === "" || bytesTooMany > 0;
    const problem = bytesTooMany > 0 ? `Too long by ${bytesTooMany} bytes. Send it in parts.` : "";
    this.#problem.textContent = problem;
    this.#draft.setAttribute("aria-invalid", String(problem !== ""));
    // The box grows with its text; css/chat.css says from where to where.
    this.#draft.style.height = "0";
    this.#draft.style.height = `${this.#draft.scrollHeight}px`;
  }
}
