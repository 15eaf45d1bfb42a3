import { element } from "../view/dom.js";
import { notify } from "../view/notices.js";
import { section } from "./parts.js";

/**
 * Whether the desktop tells of mentions.
 * @param {import("../notify/notifications.js").Notifications} notifications
 */
export function noticesPart(notifications) {
  const box = element("input", { type: "checkbox" });
  box.checked = notifications.isOn;
  box.disabled = !("Notification" in globalThis);
  box.addEventListener("change", async () => {
    const wanted = box.checked;
    // The browser may ask the person.
    box.checked = wanted && (await Notification.requestPermission()) === "granted";
    notifications.set(box.checked);
    if (wanted && !box.checked) notify("This browser does not allow notifications for this page.");
  });
  const label = element("label", { class: "check" }, box, element("span", { text: "Tell me of mentions and private messages while I look elsewhere" }));
  return section("Notifications", label);
}
