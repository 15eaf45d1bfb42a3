/** What is held while other keys are pressed, as it is called on the keyboard here. */
export const held = /^(?:Mac|iP)/u.test(globalThis.navigator?.platform) ? "⌘" : "Ctrl";

/** Does what a key that works on the whole page is for. @type {(event: KeyboardEvent, chat: import("./chat.js").Chat) => void} */
export function press(event, chat) {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const isWriting = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  const isHeld = event.ctrlKey || event.metaKey;
  // Where a browser fills in a field there is none.
  const key = event.key?.toLowerCase();
  if (isHeld && key === "k") chat.act("open", "switcher");
  else if (isHeld && event.shiftKey && key === "f") chat.act("open", "search");
  else if (event.altKey && event.key === "ArrowUp") chat.act("step", -1);
  else if (event.altKey && event.key === "ArrowDown") chat.act("step", 1);
  else if (event.key === "?" && !isWriting) chat.act("open", "help");
  else if (event.key === "Escape") {
    chat.view.messages.scrollToEnd();
    chat.view.composer.focus();
    return;
  } else return;
  event.preventDefault();
}
