import { element } from "../view/dom.js";
import { parseBlocks } from "./blocks.js";

/** @import {Block, Inline} from "../types.js" */

/** The marks' elements. */
const tags = /** @type {const} */ ({ bold: "strong", italic: "em", struck: "s" });

/** Nothing but symbols that are pictures, up to six. */
const picturesOnly = /^(?:\s*\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*){1,6}\s*$/u;

/**
 * A message's text as elements.
 * @param {string} text
 * @param {string} [me] Whose mentions stand out.
 */
export function renderText(text, me) {
  const isPictures = text.length < 64 && picturesOnly.test(text);
  const root = element("div", { class: isPictures ? "message-text pictures" : "message-text", dir: "auto" });
  root.append(...parseBlocks(text).map((block) => blockElement(block, me)));
  return root;
}

/** @type {(block: Block, me?: string) => HTMLElement} */
function blockElement(block, me) {
  switch (block.type) {
    case "paragraph":
      return element("p", { dir: "auto" }, ...inlines(block.children, me));
    case "code":
      return element("pre", { tabindex: "0", dir: "ltr" }, element("code", { text: block.text }));
    case "quote":
      return element("blockquote", {}, ...block.children.map((child) => blockElement(child, me)));
    case "list": {
      const items = block.items.map((item) => element("li", { dir: "auto" }, ...inlines(item, me)));
      if (block.start === undefined) return element("ul", {}, ...items);
      return element("ol", { start: String(block.start) }, ...items);
    }
  }
}

/** @type {(nodes: readonly Inline[], me?: string) => void} */
function inlines(nodes, me) {
  return nodes.map((node) => inline(node, me));
}

/** @type {(node: Inline, me?: string) => Node} */
function inline(node, me) {
  switch (node.type) {
    case "text":
      return document.createTextNode(node.text);
    case "code":
      return element("code", { text: node.text });
    case "mention":
      return element("span", { class: node.name === me ? "mention me" : "mention", text: `@${node.name}` });
    case "link":
      return linkElement(node, me);
    default:
      return element(tags[node.type], {}, ...inlines(node.children, me));
  }
}

/** @type {(link: {url: string, children: Inline[]}, me?: string) => HTMLElement} */
function linkElement({ url, children }, me) {
  // A link to a message here stays in this page; the address bar's fragment says which.
  const isHere = url.startsWith(`${location.origin}${location.pathname}#`);
  const outside = isHere ? {} : { target: "_blank", rel: "noopener noreferrer nofollow" };
  return element("a", { href: url, title: url, ...outside }, ...inlines(children, me));
}
