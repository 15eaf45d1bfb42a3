import { ModulePage } from "./module-page.js";

/** The parts of the page that modules bring, each an ES module of theirs. docs/web-modules.md has what they may do. */
export class ModulePages {
  #chat;
  /** @type {Map<string, ModulePage>} */ #pages = new Map();

  /** @param {import("../chat/chat.js").Chat} chat */
  constructor(chat) {
    this.#chat = chat;
  }

  /** What of it opens from the list beside the rooms. */
  get panels() {
    return [...this.#pages.values()].flatMap((page) => page.panels);
  }

  /**
   * Loads what is not there yet. A module that cannot be loaded, or throws, is left out.
   * @param {readonly {name: string, script?: string}[]} scripts
   */
  async load(scripts) {
    const before = this.#pages.size;
    for (const { name, script } of scripts) {
      if (this.#pages.has(name)) continue;
      const page = new ModulePage(name, this.#chat);
      this.#pages.set(name, page);
      try {
        const part = await import(new URL(script ?? "", location.origin).href);
        await part.default(page);
      } catch (error) {
        this.#pages.delete(name);
        console.info(`The module ${name} adds nothing to the page: ${error}`);
      }
    }
    if (this.#pages.size > before) this.#chat.view.messages.renew();
  }
}
