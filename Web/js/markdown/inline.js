/** @import {Inline} from "../types.js" */

/**
 * Marked-up text within one line or paragraph. The time that parsing takes grows with the length of the text
 * and nothing else, whatever is in it.
 */

/** @type {Readonly<Record<string, "bold" | "italic" | "struck">>} */
const marks = Object.freeze({ "**": "bold", __: "bold", "*": "italic", _: "italic", "~~": "struck" });

/** What may be special, each tried where the one before ended. Every part has a bounded length. */
const token = new RegExp(
  [
    String.raw`(?<escaped>\\[\\\x60*_~[\]@>#-])`,
    String.raw`(?<ticks>\x60{1,3})(?<code>[^\x60\n]{1,4000})\k<ticks>(?!\x60)`,
    String.raw`\[(?<label>[^[\]\n]{1,500})\]\((?<target>https?:\/\/[^\s()<>]{1,2000})\)`,
    String.raw`(?<![\p{L}\p{N}])(?<address>https?:\/\/[^\s<>]{1,2000})`,
    String.raw`(?<![\p{L}\p{N}@./])@(?<mention>[a-zA-Z0-9][a-zA-Z0-9._-]{0,31})`,
    String.raw`(?<mark>\*\*|__|~~|\*|_)`,
  ].join("|"),
  "gu",
);

/**
 * @param {string} text
 * @param {{links?: boolean}} [options] Without links in the label of one.
 * @returns {Inline[]}
 */
export function parseInline(text, { links = true } = {}) {
  const line = new OpenMarks();
  let end = 0;
  for (const match of text.matchAll(token)) {
    const { index, groups = {} } = match;
    if (index < end) continue;
    line.addText(text.slice(end, index));
    end = index + match[0].length;
    if (groups.escaped) line.addText(groups.escaped.slice(1));
    else if (groups.code) line.add({ type: "code", text: groups.code });
    else if (groups.mention) end = addMention(line, groups.mention, index);
    else if (groups.mark) line.mark(groups.mark, text[index - 1] ?? " ", text[end] ?? " ");
    else if (groups.address) end = addAddress(line, groups.address, index, links);
    else if (groups.label) addLink(line, match[0], groups.label, groups.target, links);
  }
  line.addText(text.slice(end));
  return line.close();
}

/**
 * @param {OpenMarks} line
 * @param {string} written
 * @param {number} index
 * @returns {number} Where the name ends: a full stop after it belongs to the sentence.
 */
function addMention(line, written, index) {
  const name = written.replace(/[._-]+$/u, "");
  line.add({ type: "mention", name: name.toLowerCase() });
  return index + 1 + name.length;
}

/**
 * @param {OpenMarks} line
 * @param {string} written
 * @param {number} index
 * @param {boolean} links
 * @returns {number} Where the address ends: punctuation after it belongs to the sentence.
 */
function addAddress(line, written, index, links) {
  let address = written.replace(/[.,;:!?'"*_~\]]+$/u, "");
  if (address.endsWith(")") && !address.includes("(")) address = address.replace(/[).,;:!?'"*_~]+$/u, "");
  addLink(line, address, address, address, links, true);
  return index + address.length;
}

/**
 * @param {OpenMarks} line
 * @param {string} written
 * @param {string} label
 * @param {string} target
 * @param {boolean} links
 * @param {boolean} [isPlain] Whether the label is shown as it is.
 */
function addLink(line, written, label, target, links, isPlain = false) {
  const url = links ? webAddress(target) : undefined;
  if (url === undefined) return line.addText(written);
  /** @type {Inline[]} */
  const plain = [{ type: "text", text: label }];
  line.add({ type: "link", url, children: isPlain ? plain : parseInline(label, { links: false }) });
}

/** The address in full, if it is one of the web: nothing else can be linked to. @type {(text: string) => void} */
export function webAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "https:" || url?.protocol === "http:" ? url.href : undefined;
}

/** A line under construction: marks that were opened and may be closed. None is open twice, so that nesting ends. */
class OpenMarks {
  /** @type {{mark: string, children: Inline[]}[]} */ #open = [{ mark: "", children: [] }];

  /** @param {Inline} node */
  add(node) {
    this.#open[this.#open.length - 1].children.push(node);
  }

  /** @param {string} text */
  addText(text) {
    if (text === "") return;
    const last = this.#open[this.#open.length - 1].children.at(-1);
    if (last?.type === "text") last.text += text;
    else this.add({ type: "text", text });
  }

  /**
   * @param {string} mark
   * @param {string} before The character before it.
   * @param {string} after The character after it.
   */
  mark(mark, before, after) {
    const isWord = (/** @type {string} */ character) => /[\p{L}\p{N}]/u.test(character);
    const isInWord = mark[0] === "_" && isWord(before) && isWord(after);
    const place = this.#open.findLastIndex((open) => open.mark === mark);
    if (place > 0 && !/\s/u.test(before) && !isInWord) this.#close(place);
    else if (place < 0 && !/\s/u.test(after) && !isInWord) this.#open.push({ mark, children: [] });
    else this.addText(mark);
  }

  /** The finished line; what was never closed is text. */
  close() {
    this.#giveUp(1);
    return this.#open[0].children;
  }

  /** @param {number} place */
  #close(place) {
    this.#giveUp(place + 1);
    const { mark, children } = this.#open.pop() ?? { mark: "", children: [] };
    if (children.length === 0) this.addText(mark + mark);
    else this.add({ type: marks[mark], children });
  }

  /** @param {number} from */
  #giveUp(from) {
    while (this.#open.length > from) {
      const { mark, children } = this.#open.pop() ?? { mark: "", children: [] };
      this.addText(mark);
      for (const child of children) child.type === "text" ? this.addText(child.text) : this.add(child);
    }
  }
}
