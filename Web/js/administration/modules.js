import { line, lineButton, section } from "../settings/parts.js";
import { countOf } from "../view/count.js";
import { confirmed, openDialog } from "../view/dialog.js";
import { element } from "../view/dom.js";
import { listing } from "../view/listing.js";
import { attempt, notify } from "../view/notices.js";

/** @import {AdminAPI, Module} from "./admin-api.js" */

const states = Object.freeze({ on: "On", off: "Off", failed: "Failed" });

/**
 * The modules: how they are, and switches for them.
 * @param {AdminAPI} api
 */
export function modulesPart(api) {
  const load = async () => ({ items: (await api.modules()).modules, more: false });
  const list = listing("Modules", "This server has no modules.", load, (module) => moduleLine(api, module, list.refresh));
  const hint = element("p", { class: "hint", text: "This holds until the server ends; its configuration says what the next start begins with." });
  return section("Modules", hint, list.root);
}

/** @type {(module: Module) => void} Shows what the configuration has for a module, and how to set it. */
function openSettings({ name, settings = [] }) {
  const lines = settings.map(({ key, value, allowed, summary }) => {
    const item = line(key, summary);
    item.querySelector(".line-title")?.append(element("span", { class: "line-note", text: ` = ${value || "(empty)"}` }));
    item.querySelector(".line-text")?.append(element("div", { class: "line-note", text: `It may be ${allowed}.` }));
    return item;
  });
  const hint = element("p", { class: "hint", text: "They are set in roost.yaml on the server's machine, and hold from the next start on." });
  openDialog(`Settings of ${name}`, {}, hint, element("ul", { class: "lines", "aria-label": "Settings" }, ...lines));
}

/** @type {(api: AdminAPI, module: Module, refresh: () => Promise<void>) => HTMLElement} */
function moduleLine(api, module, refresh) {
  const { name, version, state, reason, calls = 0, failures = 0, late = 0, lastError } = module;
  const notes = [version ? `version ${version}` : "", reason ?? ""];
  if (state === "on") notes.push(`asked ${countOf(calls, "time")}`, failures > 0 ? `failed ${countOf(failures, "time")}` : "", late > 0 ? `late ${countOf(late, "time")}` : "");
  if (lastError) notes.push(`last error: ${lastError}`);
  const item = line(name, notes.filter(Boolean).join(" · "));
  item.prepend(element("span", { class: `state ${state}`, text: states[state] ?? state }));
  if (module.settings?.length) item.append(lineButton("Settings", name, () => openSettings(module)));
  /** @type {(work: () => Promise<unknown>, words: string) => Promise<void>} */
  const change = async (work, words) => {
    const done = await attempt(work);
    if (done) notify(words);
    await refresh();
  };
  if (state !== "on") item.append(lineButton("Enable", name, () => void change(() => api.switchModule(name, true), `${name} runs.`)));
  else {
    item.append(
      lineButton("Reload", name, () => void change(() => api.reloadModule(name), `${name} is replaced by what its file has now.`)),
      lineButton("Disable", name, async () => {
        const words = `Switch ${name} off? What it does stops for everybody.`;
        if (await confirmed(`Disable ${name}`, words, "Disable")) await change(() => api.switchModule(name, false), `${name} is off.`);
      }),
    );
  }
  return item;
}
