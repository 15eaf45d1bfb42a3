import { TypingSignal } from "../composer/typing.js";
import { openView } from "./views.js";

/** @import {ChatActions, ComposerMode} from "../types.js" */

/** What a person can do on the page, done to the chat. What is not for every minute is in `rare-actions.js`. */
export class Actions {
  #chat;
  #typing = new TypingSignal((isTyping) => void this.#conversation.requests.type(isTyping).catch(() => undefined));

  /** @param {import("./chat.js").Chat} chat */
  constructor(chat) {
    this.#chat = chat;
  }

  /** @returns {ChatActions} */
  get all() {
    const chat = this.#chat;
    return {
      message: {
        retry: (id) => this.#conversation.retry(id),
        discard: (id) => this.#conversation.discard(id),
        reply: (row) => chat.view.composer.setMode({ kind: "reply", row }),
        edit: (row) => chat.view.composer.setMode({ kind: "edit", row }),
        remove: async (row) => (await rare())?.remove(chat, row),
        react: async (row, reaction, on) => (await rare())?.react(chat, row, reaction, on),
        jump: async (seq) => (await rare())?.reveal(chat, seq),
        copyLink: async (row) => (await rare())?.copyLink(chat, row),
      },
      composer: {
        send: (text, mode) => void this.#send(text, mode),
        changed: (text) => this.#noteDraft(text),
        editLast: () => this.#editLast(),
        choicesFor: async (wanted) => (await rare())?.choicesFor(chat, wanted) ?? [],
      },
      loadEarlier: () => void this.#conversation.loadEarlier(),
      reachedEnd: () => chat.noteRead(),
      enter: () => void this.#conversation.enter(),
      reconnect: () => chat.reconnect(),
      signOut: () => void chat.signOut(),
      open: (view) => void openView(view, chat),
    };
  }

  get #conversation() {
    return this.#chat.rooms.current;
  }

  /** @type {(text: string, mode?: ComposerMode) => Promise<void>} */
  async #send(text, mode) {
    const chat = this.#chat;
    const isEdit = mode?.kind === "edit";
    let said = text.replace(/^\/\//u, "/");
    if (isEdit || /^\/[a-z]/u.test(text)) {
      const part = await rare();
      if (!part) return chat.view.composer.giveBack(text, mode);
      if (isEdit) return part.edit(chat, mode.row, text);
      said = (await part.run(chat, text)) ?? "";
    }
    if (said === "") return;
    this.#typing.sent();
    this.#conversation.send(said, mode?.row.seq);
    chat.view.messages.scrollToEnd();
  }

  #editLast() {
    const { messages, me, outgoing } = this.#conversation.room;
    const last = messages.findLast(({ author, deleted }) => author === me && !deleted);
    if (!last || outgoing.length > 0) return;
    const row = { ...last, kind: /** @type {const} */ ("message"), key: "", isFirst: true, me };
    this.#chat.view.composer.setMode({ kind: "edit", row: { ...row, status: "sent" } });
  }

  /** @param {string} text */
  #noteDraft(text) {
    this.#chat.drafts.set(this.#conversation.room.id, text);
    if (this.#chat.socket.status.phase === "connected") this.#typing.wrote(text);
  }
}

/** What is loaded when it is first needed; nothing where there is no connection. */
function rare() {
  return import("./rare-actions.js").catch(() => undefined);
}
