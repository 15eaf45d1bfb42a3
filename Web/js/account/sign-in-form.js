import { codes, limits } from "../protocol.js";

/** @typedef {"sign-in" | "sign-up"} Mode */

/**
 * The texts of the form.
 * @param {Mode} mode
 * @param {boolean} isFirst Whether the account will be the first administrator's.
 */
export function formTexts(mode, isFirst) {
  if (mode === "sign-in") {
    return {
      title: "Sign in",
      intro: "Good to see you again.",
      submit: "Sign in",
      busy: "Signing in…",
      question: "New here?",
      other: "Create an account",
      hint: "",
    };
  }
  return {
    title: isFirst ? "Set up this server" : "Create an account",
    intro: isFirst ? "You will be the administrator." : "All you need is a name and a password.",
    submit: "Create account",
    busy: "Creating your account…",
    question: "Already have an account?",
    other: "Sign in instead",
    hint: `At least ${limits.passwordLength} characters.`,
  };
}

/**
 * The field that a refusal is about.
 * @param {string} code
 * @returns {"name" | "password" | "code" | undefined}
 */
export function fieldOf(code) {
  switch (code) {
    case codes.badName:
    case codes.nameTaken:
      return "name";
    case codes.badPassword:
    case codes.wrongCredentials:
      return "password";
    case codes.secondFactorRequired:
    case codes.wrongCode:
      return "code";
    default:
      return undefined;
  }
}

/**
 * Whether the form shows its field for a code after a refusal: once asked for, it stays until name or password are in
 * doubt again.
 * @param {string} code
 * @param {boolean} isShown
 */
export function showsCode(code, isShown) {
  const field = fieldOf(code);
  return field === undefined ? isShown : field === "code";
}
