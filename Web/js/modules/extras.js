import { additions } from "../chat/additions.js";
import { serverDesk } from "../moderation/rights.js";
import { button, element, find } from "../view/dom.js";
import { loadStyles } from "../view/styles.js";

/** @import {SessionInfo} from "../types.js" */

/** What somebody's rights and the server's modules add to the page: loaded where there is any of it. */
export class Extras {
  #chat;
  #links = element("ul", { class: "room-links", "aria-labelledby": "extras-title" });
  #part = element("div", {}, element("div", { class: "list-head" }, element("h2", { id: "extras-title", text: "More" })), this.#links);
  /** @type {import("../moderation/moderation.js").Moderation | undefined} */ #moderation;
  /** @type {import("./module-pages.js").ModulePages | undefined} */ #pages;
  /** @type {Promise<void>} */ #learning = Promise.resolve();
  #isClosed = false;

  /** @param {import("../chat/chat.js").Chat} chat */
  constructor(chat) {
    this.#chat = chat;
  }

  /**
   * Adds what there is; to be called after each connecting.
   * @param {SessionInfo} found
   */
  learn(found) {
    this.#learning = this.#learning.then(() => this.#learn(found));
    return this.#learning;
  }

  close() {
    this.#isClosed = true;
    this.#part.remove();
    this.#moderation?.close();
    for (const added of Object.values(additions)) added.clear();
  }

  /** @param {SessionInfo} found */
  async #learn({ rights, modules }) {
    const isModerated = modules.some(({ name }) => name === "moderation");
    const scripts = modules.filter(({ script }) => script);
    // Without a connection nothing can be loaded; after the next one this is done again.
    const [moderation, pages] = await Promise.all([
      isModerated ? import("../moderation/moderation.js").catch(() => undefined) : undefined,
      scripts.length > 0 ? import("./module-pages.js").catch(() => undefined) : undefined,
      loadStyles("extras"),
    ]);
    if (this.#isClosed) return;
    if (moderation) this.#moderation ??= new moderation.Moderation(this.#chat);
    this.#moderation?.learn();
    if (pages) this.#pages ??= new pages.ModulePages(this.#chat);
    await this.#pages?.load(scripts);
    if (!this.#isClosed) this.#showLinks(rights);
  }

  /** @param {readonly string[]} rights */
  #showLinks(rights) {
    const links = [...(this.#pages?.panels ?? [])];
    const { moderates, reviews } = serverDesk(this.#chat.info);
    if (moderates || reviews) links.push({ title: "Server moderation", open: () => this.#chat.act("open", "moderation", {}) });
    if (rights.includes("manage")) links.push({ title: "Administration", open: () => this.#chat.act("open", "administration") });
    this.#links.replaceChildren(
      ...links.map(({ title, open }) => {
        const link = button("", "room-link extra-link", open);
        link.dataset.open = title;
        link.append(element("span", { class: "room-sign", text: "▸", "aria-hidden": "true" }), element("span", { class: "room-name", text: title, dir: "auto" }));
        return element("li", {}, link);
      }),
    );
    if (links.length > 0) find("rooms", HTMLElement).parentElement?.append(this.#part);
    else this.#part.remove();
  }
}
