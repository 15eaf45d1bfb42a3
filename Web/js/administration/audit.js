import { field, line, section, when } from "../settings/parts.js";
import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";

/** @import {AdminAPI, AuditEntry} from "./admin-api.js" */

const pageLength = 50;

/**
 * Who changed what, the newest first.
 * @param {AdminAPI} api
 */
export function auditPart(api) {
  const actor = field("Who", { type: "search", placeholder: "ada", autocapitalize: "none", spellcheck: "false" });
  const action = field("What", { type: "search", placeholder: "user.disable", autocapitalize: "none", spellcheck: "false" });
  const target = field("To what", { type: "search", placeholder: "user:ben", autocapitalize: "none", spellcheck: "false" });
  const text = (/** @type {HTMLInputElement} */ input) => input.value.trim();
  const load = async (/** @type {AuditEntry | undefined} */ last) => {
    const { entries, more } = await api.audit({
      actor: text(actor.input),
      action: text(action.input),
      target: text(target.input),
      before: last?.number,
      limit: pageLength,
    });
    return { items: entries, more };
  };
  const list = listing("Entries", "Nothing like that was changed.", load, (entry) => {
    const { number, at, address } = entry;
    const who = entry.actor ?? "a command on the server's machine";
    const notes = [`No. ${number}`, when(at), `by ${who}`, address ?? "", entry.details];
    return line(`${entry.action} ${entry.target}`, notes.filter(Boolean).join(" · "));
  });
  for (const { input } of [actor, action, target]) input.addEventListener("change", () => void list.refresh());
  const filters = element("div", { class: "filters", role: "search", "aria-label": "Audit log" }, actor.root, action.root, target.root);
  return section("Audit log", filters, list.root);
}
