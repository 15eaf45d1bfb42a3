/**
 * What parts that are loaded later add to the page: functions, asked when something is drawn. types.js has their shapes.
 * @type {import("../types.js").Additions}
 */
export const additions = Object.freeze({
  messageTools: new Set(),
  memberTools: new Set(),
  renderers: new Set(),
  closings: new Set(),
  commands: new Set(),
  drawn: new Set(),
});
