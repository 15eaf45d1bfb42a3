import { limits } from "../protocol.js";

/**
 * What would be sent of a draft, and how many bytes too many that is.
 * @param {string} draft
 * @returns {{text: string, bytesTooMany: number}} An empty `text` is not sent.
 */
export function checkedDraft(draft) {
  const text = draft.replace(/^\s*\n/u, "").trimEnd();
  // No character takes more than three bytes per UTF-16 unit, so most drafts need no counting.
  if (text.length * 3 <= limits.messageBytes) return { text, bytesTooMany: 0 };
  const bytes = new TextEncoder().encode(text).length;
  return { text, bytesTooMany: Math.max(0, bytes - limits.messageBytes) };
}
