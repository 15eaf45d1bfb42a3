import { limits } from "../protocol.js";
import { codes } from "./codes.js";

/**
 * @typedef {"sign-in" | "sign-up" | "reset"} Mode
 */

/**
 * The texts of the form.
 * @param {Mode} mode
 * @param {import("./link.js").Link["kind"]} [link] The kind of link that led here.
 */
export function formTexts(mode, link) {
  const hint = `At least ${limits.passwordLength} characters.`;
  switch (mode) {
    case "sign-in":
      return {
        title: "Sign in",
        intro: link === "invite" ? "You are invited. Sign in to go on." : "Good to see you again.",
        submit: "Sign in",
        busy: "Signing in…",
        question: "New here?",
        other: "Create an account",
        hint: "",
      };
    case "reset":
      return {
        title: "Set a new password",
        intro: "You will be signed out everywhere. Then sign in with the new password.",
        submit: "Set password",
        busy: "Setting your password…",
        question: "Do you know it after all?",
        other: "Sign in instead",
        hint,
      };
    case "sign-up":
      return {
        title: link === "setup" ? "Set up this server" : "Create an account",
        intro: signUpIntro(link),
        submit: "Create account",
        busy: "Creating your account…",
        question: "Already have an account?",
        other: "Sign in instead",
        hint,
      };
  }
}

/** @param {import("./link.js").Link["kind"]} [link] */
function signUpIntro(link) {
  switch (link) {
    case "setup":
      return "You will be the administrator.";
    case "invite":
      return "You are invited. All you need is a name and a password.";
    default:
      return "All you need is a name and a password.";
  }
}

/**
 * The form that a link leads to.
 * @param {import("./link.js").Link["kind"]} kind
 * @returns {Mode}
 */
export function modeOf(kind) {
  return kind === "reset" ? "reset" : "sign-up";
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
