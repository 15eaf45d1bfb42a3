/**
 * Keeps the children of an element in step with a list, and touches only what differs, so that
 * selections, focus and what a screen reader has announced stay.
 * @template {{key: string}} Item
 */
export class KeyedChildren {
  /** @type {HTMLElement} */ #parent;
  /** @type {(item: Item) => HTMLElement} */ #make;
  /** @type {Map<string, {item: Item, node: HTMLElement}>} */ #shown = new Map();
  /** @type {WeakMap<HTMLElement, Item>} */ #items = new WeakMap();

  /**
   * @param {HTMLElement} parent Its children are ours alone.
   * @param {(item: Item) => HTMLElement} make Called again when a field of the item of that key differs.
   */
  constructor(parent, make) {
    this.#parent = parent;
    this.#make = make;
  }

  /** @param {readonly Item[]} items Their keys differ. */
  show(items) {
    const next = new Map(items.map((item) => [item.key, { item, node: this.#nodeFor(item) }]));
    const active = document.activeElement;
    const [key, focused] = [...this.#shown].find(([, { node }]) => node.contains(active)) ?? [];
    const at = controlsOf(focused?.node).findIndex((control) => control === active);
    for (const [key, { node }] of this.#shown) {
      if (next.get(key)?.node !== node) node.remove();
    }
    let place = this.#parent.firstElementChild;
    for (const { node } of next.values()) {
      if (node === place) place = place.nextElementSibling;
      else this.#parent.insertBefore(node, place);
    }
    this.#shown = next;
    // An item that changed, or moved, while the keyboard was in it keeps the keyboard.
    if (!focused || document.activeElement === active) return;
    const node = this.nodeOf(key);
    const control = controlsOf(node)[at];
    const isAlike = control && control.classList[0] === active?.classList[0];
    (isAlike ? control : node)?.focus({ preventScroll: true });
  }

  /** Makes every child anew when they are shown next. */
  renew() {
    for (const shown of this.#shown.values()) shown.item = { ...shown.item, key: "" };
  }

  /** The child that shows the item of this key. @type {(key: string) => void} */
  nodeOf(key) {
    return this.#shown.get(key)?.node;
  }

  /** What a child shows. @type {(node: HTMLElement) => void} */
  itemOf(node) {
    return this.#items.get(node);
  }

  /** @param {Item} item */
  #nodeFor(item) {
    const known = this.#shown.get(item.key);
    if (known && isSame(known.item, item)) return known.node;
    const node = this.#make(item);
    this.#items.set(node, item);
    return node;
  }
}

/** @type {(node: HTMLElement | undefined) => HTMLElement[]} */
function controlsOf(node) {
  return [...(node?.querySelectorAll("a, button") ?? [])];
}

/** Whether two items look the same. @type {(one: object, other: object) => void} */
export function isSame(one, other) {
  return Object.keys({ ...one, ...other }).every((key) => /** @type {any} */ (one)[key] === /** @type {any} */ (other)[key]);
}
