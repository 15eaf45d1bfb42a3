import { limits } from "../protocol.js";
import { element } from "../view/dom.js";
import { attempt, notify } from "../view/notices.js";
import { field, form, section } from "./parts.js";

/** @type {(api: import("./account-api.js").AccountAPI, name: string, people: import("../chat/people.js").People) => void} */
export function profilePart(api, name, people) {
  const display = field("Display name", { maxlength: "64", autocomplete: "nickname", dir: "auto" });
  // Whoever is quicker than the answer keeps what they wrote, also where that is nothing.
  let isEdited = false;
  display.input.addEventListener("input", () => {
    isEdited = true;
  });
  void attempt(() => api.me()).then((me) => {
    if (!isEdited) display.input.value = me?.displayName ?? "";
  });
  const save = async () => {
    const text = display.input.value.trim();
    await api.setDisplayName(text === "" ? null : text);
    people.refresh();
    notify("Your display name is saved.");
  };
  const note = element("p", { class: "hint", text: `You sign in as ${name}, and others mention you as @${name}.` });
  return section("Profile", form("Save", save, display.root, note));
}

/** @param {import("./account-api.js").AccountAPI} api */
export function passwordPart(api) {
  const old = field("Password now", { type: "password", autocomplete: "current-password" });
  const next = field("New password", { type: "password", autocomplete: "new-password" });
  const change = async () => {
    await api.setPassword(old.input.value, next.input.value);
    old.input.value = next.input.value = "";
    notify("Your password is changed. Your other devices are signed out.");
  };
  const hint = element("p", { class: "hint", text: `At least ${limits.passwordLength} characters.` });
  return section("Password", form("Change password", change, old.root, next.root, hint));
}
