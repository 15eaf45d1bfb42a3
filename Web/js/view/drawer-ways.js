/**
 * What closes a drawer that lies over the page, beside its button: a press or the keyboard elsewhere, what leads elsewhere, Escape.
 * @param {import("./drawer.js").Drawer} drawer
 */
export function closeByWays(drawer) {
  const { root, toggle } = drawer;
  const isIn = (/** @type {EventTarget | null} */ target) => [root, toggle].some((part) => part.contains(/** @type {Node} */ (target)));
  document.addEventListener("pointerdown", ({ target }) => isIn(target) || drawer.close());
  // What lies under it cannot be seen.
  root.addEventListener("focusout", ({ relatedTarget }) => relatedTarget === null || isIn(relatedTarget) || drawer.close());
  // By a link, or into a view.
  root.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a, [data-open], .drawer-close")) drawer.close();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.isOver) return;
    event.preventDefault();
    drawer.close();
  });
}
