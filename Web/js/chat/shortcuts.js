import { openView } from "./views.js";

/** @type {(event: KeyboardEvent, chat: import("./chat.js").Chat) => void} */
export function press(event, chat) {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const isWriting = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") void openView("switcher", chat);
  else if (event.altKey && event.key === "ArrowUp") chat.step(-1);
  else if (event.altKey && event.key === "ArrowDown") chat.step(1);
  else if (event.key === "?" && !isWriting) void openView("help", chat);
  else if (event.key === "Escape") {
    chat.view.messages.scrollToEnd();
    chat.view.composer.focus();
    return;
  } else return;
  event.preventDefault();
}
