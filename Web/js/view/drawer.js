/** Where columns of the page lie over it. */
const narrow = matchMedia("(max-width: 720px)");

/** A column of the page that on narrow screens is a panel over it, and the button that opens it. */
export class Drawer {
  root;
  toggle;

  /**
   * @param {HTMLElement} root
   * @param {HTMLButtonElement} toggle
   * @param {{isColumn?: boolean}} [options] Whether the button is there on wide screens, too, where it begins open.
   */
  constructor(root, toggle, { isColumn = false } = {}) {
    this.root = root;
    this.toggle = toggle;
    const begin = () => this.#setOpen(isColumn && !narrow.matches);
    narrow.addEventListener("change", begin);
    begin();
    /** @type {Promise<void> | undefined} */ let ways;
    toggle.addEventListener("click", async () => {
      // Without a connection its button alone closes it.
      const load = () => import("./drawer-ways.js").then(({ closeByWays }) => closeByWays(this));
      if (narrow.matches) await (ways ??= load()).catch(() => (ways = undefined));
      this.#setOpen(!this.#isOpen);
      if (this.isOver) /** @type {HTMLElement | null} */ (root.querySelector("a, .drawer-close"))?.focus();
    });
  }

  /** Closes it where it lies over the page. The keyboard that was in it is at its button then. */
  close() {
    if (!this.isOver) return;
    const hadFocus = this.root.contains(document.activeElement);
    this.#setOpen(false);
    if (hadFocus) this.toggle.focus();
  }

  /** Whether it is open, over the page. */
  get isOver() {
    return this.#isOpen && narrow.matches;
  }

  get #isOpen() {
    return this.toggle.getAttribute("aria-expanded") === "true";
  }

  /** @param {boolean} isOpen */
  #setOpen(isOpen) {
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    this.root.classList.toggle("open", isOpen);
  }
}
