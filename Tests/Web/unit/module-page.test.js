import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { additions } from "../../../Web/js/chat/additions.js";
import { ModulePage } from "../../../Web/js/modules/module-page.js";

let hearers;
/** @type {ModulePage} */
let page;

beforeEach(() => {
  hearers = new Set();
  page = new ModulePage("owls", { hearers });
  mock.method(console, "info", () => {});
});

afterEach(() => {
  mock.restoreAll();
  additions.renderers.clear();
});

const tell = (event, payload) => hearers.forEach((hear) => hear(event, payload));

test("a module hears what it asked for, until it does not want to, whatever its others throw", () => {
  const heard = [];
  page.on("owls:seen", () => {
    throw new Error("mine");
  });
  const end = page.on("owls:seen", (payload) => heard.push(payload));
  tell("owls:seen", 1);
  tell("message:posted", 2);
  end();
  tell("owls:seen", 3);
  assert.deepEqual(heard, [1]);
});

test("the first renderer that matches shows a message, and one that throws leaves it as it is", () => {
  page.addRenderer({ matches: ({ text }) => text === "bad", render: () => JSON.parse("{") });
  page.addRenderer({ matches: ({ text }) => text === "owl", render: () => "an owl" });
  const shown = (text) => [...additions.renderers].map((render) => render({ text })).find(Boolean);
  assert.deepEqual(["owl", "bad", "text"].map(shown), ["an owl", undefined, undefined]);
});
