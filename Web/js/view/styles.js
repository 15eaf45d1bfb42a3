/** @type {Map<string, Promise<void>>} */
const loaded = new Map();

/**
 * Loads a style sheet of css/ that the first view does not need, once.
 * @param {...string} names
 */
export async function loadStyles(...names) {
  await Promise.all(
    names.map((name) => {
      const under = loaded.get(name) ?? load(name);
      loaded.set(name, under);
      return under;
    }),
  );
}

/** @type {(name: string) => Promise<void>} */
function load(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = `css/${name}.css`;
  document.head.append(link);
  return new Promise((resolve) => {
    link.onload = () => resolve();
    // Without its style a view is plain, but works; it is tried again with the next one.
    link.onerror = () => {
      link.remove();
      loaded.delete(name);
      resolve();
    };
  });
}
