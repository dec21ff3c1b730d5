// One paragraph of the source's text: where it begins, the runs of text in it, and their characters.

const isText = { acceptNode: (node) => (node.parentElement.closest(".no") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT) };
const PAIRS = /[\ud800-\udbff]/g;

/** Read only when it is asked for: a text of a million characters has thousands of paragraphs, most never looked at. */
export class Paragraph {
  #runs = null;
  #text = "";
  #pairs = -1;

  constructor(node) {
    this.node = node;
    this.start = Number(node.dataset.at);
  }

  /** Text nodes with their places in the whole text. */
  get runs() {
    if (this.#runs) return this.#runs;
    const walker = document.createTreeWalker(this.node, NodeFilter.SHOW_TEXT, isText);
    let at = this.start;
    this.#runs = [];
    while (walker.nextNode()) {
      this.#runs.push({ node: walker.currentNode, at });
      this.#text += walker.currentNode.data;
      at += walker.currentNode.data.length;
    }
    return this.#runs;
  }

  get text() {
    return this.runs && this.#text;
  }

  get end() {
    return this.start + this.text.length;
  }

  /** How many of its characters take two units. */
  get pairs() {
    if (this.#pairs < 0) this.#pairs = (this.text.match(PAIRS) ?? []).length;
    return this.#pairs;
  }

  get isRightToLeft() {
    return getComputedStyle(this.node).direction === "rtl";
  }
}
