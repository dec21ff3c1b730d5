// The source's text as the browser shows it, with places counted in UTF-16 units of the whole text.
//
// The server renders paragraphs that know their place; numbers of excerpts stand between and are no text.

const isText = { acceptNode: (node) => (node.parentElement.closest(".no") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT) };

export class SourceText {
  constructor(root) {
    this.root = root;
    const language = root.closest("[lang]")?.lang || "en";
    this.graphemes = new Intl.Segmenter(language, { granularity: "grapheme" });
    this.words = new Intl.Segmenter(language, { granularity: "word" });
    this.sentences = new Intl.Segmenter(language, { granularity: "sentence" });
    this.paragraphs = [...root.querySelectorAll("p[data-at]")].map((node) => {
      const runs = [];
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT, isText);
      let at = Number(node.dataset.at);
      const start = at;
      let text = "";
      while (walker.nextNode()) {
        runs.push({ node: walker.currentNode, at });
        text += walker.currentNode.data;
        at += walker.currentNode.data.length;
      }
      return { node, runs, text, start, end: at };
    });
  }

  get end() {
    return this.paragraphs.at(-1)?.end ?? 0;
  }

  /** The paragraph in which a place stands; between two, the earlier one. */
  paragraphOf(place) {
    let found = this.paragraphs[0];
    for (const each of this.paragraphs) {
      if (each.start > place) break;
      found = each;
    }
    return found;
  }

  /** The nearest place that is in a paragraph. */
  clamp(place) {
    const paragraph = this.paragraphOf(place);
    return Math.min(Math.max(place, paragraph.start), paragraph.end);
  }

  /** The text between two places; paragraphs are parted as they are in the source, by a line break at least. */
  between(start, end) {
    const parts = [];
    for (const each of this.paragraphs) {
      if (each.end < start || each.start > end) continue;
      parts.push(each.text.slice(Math.max(0, start - each.start), Math.min(each.text.length, end - each.start)));
    }
    return parts.filter(Boolean).join("\n\n");
  }

  /** Characters (code points) before a place, for people; the server counts for itself. */
  characters(place) {
    let pairs = 0;
    for (const each of this.paragraphs) {
      if (each.start >= place) break;
      for (const character of each.text.slice(0, place - each.start)) if (character.length === 2) pairs += 1;
    }
    return place - pairs;
  }

  /** Node and offset of a place. At the seam of two runs: the later one, or the earlier with `early`. */
  position(place, early = false) {
    const paragraph = this.paragraphOf(this.clamp(place));
    const within = this.clamp(place);
    let found = paragraph.runs[0];
    for (const run of paragraph.runs) {
      if (early ? run.at >= within && run !== paragraph.runs[0] : run.at > within) break;
      found = run;
    }
    return { node: found.node, offset: Math.min(within - found.at, found.node.data.length) };
  }

  range(start, end) {
    const range = document.createRange();
    const first = this.position(start);
    const last = this.position(end, true);
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset);
    return range;
  }

  /** The place of a node and an offset, as a selection gives them; null outside the text. */
  placeOf(node, offset) {
    if (!this.root.contains(node)) return null;
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const block = element.closest("p[data-at]");
    if (!block) {
      const next = node.childNodes[offset];
      const after = this.paragraphs.find((each) => next && (each.node === next || each.node.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_PRECEDING));
      return after ? after.start : this.end;
    }
    const range = document.createRange();
    range.setStart(block, 0);
    range.setEnd(node, offset);
    const before = range.cloneContents();
    for (const number of before.querySelectorAll(".no")) number.remove();
    return Number(block.dataset.at) + before.textContent.length;
  }

  step(place, unit, forward) {
    const paragraph = this.paragraphOf(place);
    const within = place - paragraph.start;
    const stop = this.stop(paragraph.text, within, unit, forward);
    if (stop !== null) return paragraph.start + stop;
    const index = this.paragraphs.indexOf(paragraph) + (forward ? 1 : -1);
    const other = this.paragraphs[index];
    if (!other) return forward ? paragraph.end : paragraph.start;
    if (unit === "character") return forward ? other.start : other.end;
    const beyond = this.stop(other.text, forward ? -1 : other.text.length + 1, unit, forward);
    return other.start + (beyond ?? 0);
  }

  /** The next place in a text after (or before) one at which the unit ends (or begins); null where none is left. */
  stop(text, within, unit, forward) {
    let last = null;
    for (const [start, end] of this.units(text, unit)) {
      if (forward && end > within) return end;
      if (!forward && start < within) last = start;
      if (!forward && start >= within) break;
    }
    return forward ? null : last;
  }

  /** Where the units of a text begin and end: characters as people see them, words, sentences without space. */
  *units(text, unit) {
    if (unit === "character") {
      for (const { index, segment } of this.graphemes.segment(text)) yield [index, index + segment.length];
    } else if (unit === "word") {
      for (const { index, segment, isWordLike } of this.words.segment(text)) {
        if (isWordLike) yield [index, index + segment.length];
      }
    } else {
      for (const { index, segment } of this.sentences.segment(text)) {
        const shown = segment.trimEnd().length;
        if (shown) yield [index, index + shown];
      }
    }
  }

  /** The first unit that ends after a place: [start, end] in the whole text; null at the end. */
  unitAfter(place, unit) {
    for (let i = this.paragraphs.indexOf(this.paragraphOf(place)); i < this.paragraphs.length; i += 1) {
      const { text, start } = this.paragraphs[i];
      for (const [a, b] of this.units(text, unit)) if (start + b > place) return [start + a, start + b];
    }
    return null;
  }

  /** The place one line below or above, at the same distance from the edge. */
  line(place, down) {
    const box = this.box(place);
    if (!box) return place;
    for (let steps = 1; steps <= 6; steps += 1) {
      const y = box.top + box.height / 2 + (down ? 1 : -1) * box.height * 0.75 * steps;
      const hit = document.caretPositionFromPoint?.(box.left, y);
      const range = hit ? null : document.caretRangeFromPoint?.(box.left, y);
      const node = hit?.offsetNode ?? range?.startContainer;
      const found = node && this.placeOf(node, hit?.offset ?? range.startOffset);
      if (found !== null && found !== undefined && (down ? found > place : found < place)) return this.clamp(found);
    }
    return down ? this.paragraphOf(place).end : this.paragraphOf(place).start;
  }

  /** Where a caret at this place stands on the screen. */
  box(place) {
    const { node, offset } = this.position(place);
    const range = document.createRange();
    range.setStart(node, offset);
    range.setEnd(node, Math.min(offset + 1, node.data.length));
    const boxes = range.getClientRects();
    if (boxes.length) return boxes[0];
    range.setStart(node, Math.max(0, offset - 1));
    const before = [...range.getClientRects()].at(-1);
    return before ? new DOMRect(before.right, before.top, 0, before.height) : null;
  }
}
