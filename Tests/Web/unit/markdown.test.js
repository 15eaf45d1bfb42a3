import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBlocks } from "../../../Web/js/markdown/blocks.js";
import { plainLine } from "../../../Web/js/markdown/plain.js";
import { parseInline, webAddress } from "../../../Web/js/markdown/inline.js";

/** Nodes in a short notation: bold(…), "text". */
function short(nodes) {
  return nodes
    .map((node) => {
      if (node.type === "text") return node.text;
      if (node.type === "mention") return `mention(${node.name})`;
      if (node.type === "link") return `link(${short(node.children)}|${node.url})`;
      return `${node.type}(${node.text ?? short(node.children)})`;
    })
    .join("");
}

const inline = (text) => short(parseInline(text));

function blocks(text) {
  return parseBlocks(text).map((block) => {
    if (block.type === "code") return `code[${block.language}]:${block.text}`;
    if (block.type === "quote") return `quote(${block.children.length})`;
    if (block.type === "list") return `${block.start ?? "-"}:${block.items.map(short).join("|")}`;
    return short(block.children);
  });
}

/** All text of a tree, for proving that nothing is lost. */
function textOf(nodes) {
  return nodes.map((node) => node.text ?? (node.name ? `@${node.name}` : textOf(node.children))).join("");
}

test("marks make bold, italic, struck and code", () => {
  assert.equal(inline("a **b** *c* __d__ _e_ ~~f~~ `g`"), "a bold(b) italic(c) bold(d) italic(e) struck(f) code(g)");
  assert.equal(inline("**bold with *italic* in it**"), "bold(bold with italic(italic) in it)");
  assert.equal(inline("``a``"), "code(a)");
});

test("what is not closed, stands alone or is in a word is text", () => {
  for (const text of ["2 * 3 * 4", "**open", "snake_case_name", "a ** b", "*", "****", "~~", "`open", "_ _"]) {
    assert.equal(inline(text), text);
  }
  assert.equal(inline("**a *b** c*"), "bold(a *b) c*");
});

test("a backslash takes a mark's meaning away", () => {
  assert.equal(inline(String.raw`\*a\* \_b\_ \@ada`), "*a* _b_ @ada");
});

test("marks in code are text", () => {
  assert.equal(inline("`**a** @b https://c.d`"), "code(**a** @b https://c.d)");
});

test("addresses of the web become links, without the sentence's punctuation", () => {
  assert.equal(inline("see https://a.example/b?c=d."), "see link(https://a.example/b?c=d|https://a.example/b?c=d).");
  assert.equal(inline("(https://a.example/)"), "(link(https://a.example/|https://a.example/))");
  assert.equal(inline("https://a.example/x_(y)"), "link(https://a.example/x_(y)|https://a.example/x_(y))");
  assert.equal(inline("[the **page**](https://a.example)"), "link(the bold(page)|https://a.example/)");
});

test("nothing but http and https can be linked to", () => {
  const hostile = [
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,a)",
    "[x](//evil.example)",
    "[x]( javascript:alert(1))",
    "vbscript:x",
    "[x](https://)",
    "https://",
    "http://[",
  ];
  for (const text of hostile) assert.doesNotMatch(inline(text), /link\(/u, text);
  assert.equal(webAddress("java\nscript:alert(1)"), undefined);
  assert.equal(webAddress("blob:https://a.example/1"), undefined);
});

test("a link's label holds no other link", () => {
  assert.equal(inline("[https://good.example](https://evil.example)"), "link(https://good.example|https://evil.example/)");
});

test("mentions are names after an @ that begins a word", () => {
  assert.equal(inline("@ada, @Ben. mail@c.example @d-e.f-"), "mention(ada), mention(ben). mail@c.example mention(d-e.f)-");
});

test("blocks are told by how their lines begin", () => {
  const text = "hello\nworld\n> said\n> more\n- one\n- two\n3. three\n4) four\n\nend";
  assert.deepEqual(blocks(text), ["hello\nworld", "quote(1)", "-:one|two", "3:three|four", "end"]);
});

test("a block of code keeps what is in it, closed or not", () => {
  assert.deepEqual(blocks("```swift\nlet a = **1**\n\n> b\n```\nend"), ["code[swift]:let a = **1**\n\n> b", "end"]);
  assert.deepEqual(blocks("```\nopen"), ["code[]:open"]);
  assert.deepEqual(blocks("```"), ["code[]:"]);
});

test("quotes nest, but not without end", () => {
  const depth = (all) => Math.max(0, ...all.map((one) => (one.type === "quote" ? 1 + depth(one.children) : 0)));
  assert.equal(depth(parseBlocks(`${"> ".repeat(200)}x`)), 3);
});

test("markup of pages is text like any other", () => {
  const text = '<img src=x onerror="alert(1)"><script>alert(2)</script>&amp;';
  assert.deepEqual(parseInline(text), [{ type: "text", text }]);
});

test("nothing is lost, nested deeply or slow, whatever is written", () => {
  const parts = ["*", "**", "_", "__", "~~", "`", "[", "](https://a.example)", "@", "a", " ", "\\", "> ", "https://", "\u202e"];
  let seed = 7;
  const next = (limit) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % limit;
  const depth = (nodes) => Math.max(0, ...nodes.map((node) => 1 + depth(node.children ?? [])));
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: 200 }, () => parts[next(parts.length)]).join("");
    const nodes = parseInline(text);
    assert.ok(depth(nodes) <= 12);
    const letters = (value) => value.replaceAll(/[^a]/gu, "").length;
    assert.ok(letters(textOf(nodes)) <= letters(text));
  }
  const began = performance.now();
  for (const part of parts.concat("*_", "**~~", "[a", "*a", "`a", "> - ", "1. ", "```\n")) {
    parseBlocks(part.repeat(Math.ceil(65_536 / part.length)));
  }
  assert.ok(performance.now() - began < 3000);
});

test("a preview is one line without marks", () => {
  assert.equal(plainLine("> a\n**b** `c`\n\nd"), "a b c d");
  assert.equal([...plainLine("🦉".repeat(200), 10)].length, 10);
});
