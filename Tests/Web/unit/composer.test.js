import assert from "node:assert/strict";
import { test } from "node:test";
import { Commands } from "../../../Web/js/commands/commands.js";
import { argumentChoices, commandChoices, completed, mentionChoices, wantedAt } from "../../../Web/js/composer/completion.js";
import { TypingSignal, typingText } from "../../../Web/js/composer/typing.js";
import { findEmoji } from "../../../Web/js/emoji/table.js";

const wanted = (text) => wantedAt(text, text.length);

test("names, emoji and commands are completed where one writes them", () => {
  assert.deepEqual(wanted("hi @be"), { kind: "mention", query: "be", from: 3 });
  assert.deepEqual(wanted("@"), { kind: "mention", query: "", from: 0 });
  assert.deepEqual(wanted("so :ow"), { kind: "emoji", query: "ow", from: 3 });
  assert.deepEqual(wanted("/he"), { kind: "command", query: "he", from: 0 });
  for (const text of ["", "a@b", "12:30", ":", "say /he", "@be "]) assert.equal(wanted(text), undefined, text);
});

test("a choice takes the place of what was written, and the rest stays", () => {
  const text = "hi @be and more";
  const found = wantedAt(text, 6);
  assert.deepEqual(completed(text, 6, found, { insert: "@ben ", label: "ben" }), { text: "hi @ben and more", caret: 7 });
});

test("names that begin so come before names that hold it", () => {
  const labels = mentionChoices(["abe", "ben", "bea"], "be").map(({ label }) => label);
  assert.deepEqual(labels, ["ben", "bea", "abe"]);
  assert.equal(mentionChoices(Array.from({ length: 500 }, (_, index) => `a${index}`), "a").length, 8);
});

test("emoji are found by their names and by what they are about", () => {
  assert.equal(findEmoji("owl")[0].emoji, "🦉");
  assert.equal(findEmoji("party")[0].name, "partying");
  assert.ok(findEmoji("laugh").length >= 3);
  assert.deepEqual(findEmoji("zzzzzz"), []);
});

test("a text that begins with a slash is a command, and with two is none", () => {
  const commands = new Commands();
  assert.equal(commands.parse("/shrug so what").command?.run("so what", {}), "so what ¯\\\\\\_(ツ)\\_/¯");
  assert.deepEqual(commands.parse("/nothing here"), { command: undefined, name: "nothing", rest: "here" });
  for (const text of ["//shrug", "/ shrug", "a /shrug", "/usr/bin", "/"]) assert.equal(commands.parse(text), undefined);
  assert.ok(commandChoices(commands.all, "h").some(({ insert }) => insert === "/help "));
});

test("a command can be added, and takes no other's name", () => {
  const dice = { name: "dice", help: "Throws", run: () => "6" };
  const commands = new Commands([dice, { name: "help", help: "Mine", run: () => "x" }]);
  assert.equal(commands.parse("/dice").command.run("", {}), "6");
  assert.notEqual(commands.all.find(({ name }) => name === "help").help, "Mine");
});

test("what follows a command is completed, and a name to mention there as elsewhere", () => {
  assert.deepEqual(wantedAt("/play be", 8), { kind: "argument", command: "play", query: "be", from: 6 });
  assert.deepEqual(wantedAt("/play ", 6), { kind: "argument", command: "play", query: "", from: 6 });
  assert.equal(wantedAt("/me hugs @be", 12).kind, "mention");
  assert.equal(wantedAt("//play be", 9), undefined);
  assert.deepEqual(argumentChoices(["Ben", "ada"], "b"), [{ insert: "Ben ", label: "Ben" }]);
});

test("the server is told now and then that we write, and once that we do not", () => {
  let now = 0;
  const told = [];
  const signal = new TypingSignal((isTyping) => told.push(isTyping), () => now);
  signal.wrote("h");
  signal.wrote("he");
  now = 3500;
  signal.wrote("hel");
  signal.wrote("");
  signal.wrote("");
  assert.deepEqual(told, [true, true, false]);
  signal.wrote("x");
  signal.sent();
  signal.stop();
  signal.wrote("/help");
  assert.deepEqual(told, [true, true, false, true]);
});

test("who writes is said in words", () => {
  assert.equal(typingText([]), "");
  assert.equal(typingText(["a"]), "a is writing…");
  assert.equal(typingText(["a", "b"]), "a and b are writing…");
  assert.equal(typingText(["a", "b", "c"]), "a, b and one other are writing…");
  assert.equal(typingText(["a", "b", "c", "d"]), "a, b and 2 others are writing…");
});
