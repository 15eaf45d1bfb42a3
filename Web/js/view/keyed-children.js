/**
 * Keeps the children of an element in step with a list, and touches only what differs, so that
 * selections, focus and what a screen reader has announced stay.
 * @template {{key: string}} Item
 */
export class KeyedChildren {
  /** @type {HTMLElement} */ #parent;
  /** @type {(item: Item) => HTMLElement} */ #make;
  /** @type {(one: Item, other: Item) => boolean} */ #isSame;
  /** @type {Map<string, {item: Item, node: HTMLElement}>} */ #shown = new Map();

  /**
   * @param {HTMLElement} parent Its children are ours alone.
   * @param {(item: Item) => HTMLElement} make
   * @param {(one: Item, other: Item) => boolean} isSame Whether two items with one key look the same.
   */
  constructor(parent, make, isSame) {
    this.#parent = parent;
    this.#make = make;
    this.#isSame = isSame;
  }

  /** @param {readonly Item[]} items Their keys differ. */
  show(items) {
    const next = new Map(items.map((item) => [item.key, { item, node: this.#nodeFor(item) }]));
    for (const [key, { node }] of this.#shown) {
      if (next.get(key)?.node !== node) node.remove();
    }
    let place = this.#parent.firstElementChild;
    for (const { node } of next.values()) {
      if (node === place) place = place.nextElementSibling;
      else this.#parent.insertBefore(node, place);
    }
    this.#shown = next;
  }

  /** @param {Item} item */
  #nodeFor(item) {
    const known = this.#shown.get(item.key);
    return known && this.#isSame(known.item, item) ? known.node : this.#make(item);
  }
}
