/**
 * What there is for somebody at the desk of the whole server.
 * @param {import("../types.js").SessionInfo | undefined} info
 */
export function serverDesk(info) {
  const may = (/** @type {string} */ module, /** @type {string} */ right) =>
    info !== undefined && info.modules.some(({ name }) => name === module) && info.rights.includes(right);
  return { moderates: may("moderation", "moderation.server"), reviews: may("private", "private.review") };
}
