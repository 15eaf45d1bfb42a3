/** Where columns of the page lie over it. */
const narrow = matchMedia("(max-width: 720px)");

/** A column of the page that on narrow screens is a panel over it, and the button that opens it. */
export class Drawer {
  #root;
  #toggle;

  /**
   * @param {HTMLElement} root
   * @param {HTMLButtonElement} toggle
   * @param {{isColumn?: boolean}} [options] Whether the button is there on wide screens, too, where it begins open.
   */
  constructor(root, toggle, { isColumn = false } = {}) {
    this.#root = root;
    this.#toggle = toggle;
    const begin = () => this.#setOpen(isColumn && !narrow.matches);
    narrow.addEventListener("change", begin);
    begin();
    toggle.addEventListener("click", () => {
      this.#setOpen(!this.#isOpen);
      if (this.#isOpen && narrow.matches) /** @type {HTMLElement | null} */ (root.querySelector("a, .drawer-close"))?.focus();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (![root, toggle].some((part) => part.contains(/** @type {Node} */ (target)))) this.close();
    });
    // What leads elsewhere, by a link or into a view, leaves it.
    root.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("a, [data-open], .drawer-close")) this.close();
    });
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#isOpen || !narrow.matches) return;
      event.preventDefault();
      this.close();
    });
  }

  /** Closes it where it lies over the page. The keyboard that was in it is at its button then. */
  close() {
    if (!this.#isOpen || !narrow.matches) return;
    const hadFocus = this.#root.contains(document.activeElement);
    this.#setOpen(false);
    if (hadFocus) this.#toggle.focus();
  }

  get #isOpen() {
    return this.#toggle.getAttribute("aria-expanded") === "true";
  }

  /** @param {boolean} isOpen */
  #setOpen(isOpen) {
    this.#toggle.setAttribute("aria-expanded", String(isOpen));
    this.#root.classList.toggle("open", isOpen);
  }
}
