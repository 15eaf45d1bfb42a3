/** A request that was not done, whoever refused it: the server, or the way to it. */
export class Refusal extends Error {
  /**
   * @param {string} code Stable, for programs.
   * @param {string} message English, for people.
   * @param {boolean} [retryable] Whether the same request may work later.
   */
  constructor(code, message, retryable = false) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.retryable = retryable;
  }

  /** The refusal in an answer of the server: `{"error": {"code", "message", "retryable"?}}`. @type {(answer: any) => void} */
  static of(answer) {
    const { code, message, retryable } = answer?.error ?? {};
    return new Refusal(code ?? "unknown", message ?? "The server refused without a reason.", retryable === true);
  }
}

/** Codes that the client makes itself. */
export const localCodes = Object.freeze({
  disconnected: "disconnected",
  noAnswer: "no_answer",
  unreachable: "unreachable",
});
