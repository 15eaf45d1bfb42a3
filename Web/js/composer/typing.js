/** How often the server is told, in milliseconds; it forgets after six seconds. */
const often = 3000;

/** Tells a room that we write, as long as we do. */
export class TypingSignal {
  #tell;
  #now;
  #toldAt = -Infinity;
  #isTyping = false;

  /**
   * @param {(isTyping: boolean) => void} tell
   * @param {() => number} [now] Milliseconds.
   */
  constructor(tell, now = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  /** @param {string} draft */
  wrote(draft) {
    if (draft.trim() === "" || draft.startsWith("/")) return this.stop();
    if (this.#now() - this.#toldAt < often) return;
    this.#isTyping = true;
    this.#toldAt = this.#now();
    this.#tell(true);
  }

  /** After nothing is written any more. */
  stop() {
    if (this.#isTyping) this.#tell(false);
    this.sent();
  }

  /** After the message was sent: the server knows by that. */
  sent() {
    this.#isTyping = false;
    this.#toldAt = -Infinity;
  }
}

/**
 * Who writes now, in words.
 * @param {readonly string[]} users
 */
export function typingText(users) {
  const [first, second, ...more] = users;
  if (first === undefined) return "";
  if (second === undefined) return `${first} is writing…`;
  if (more.length === 0) return `${first} and ${second} are writing…`;
  return `${first}, ${second} and ${more.length === 1 ? "one other" : `${more.length} others`} are writing…`;
}
