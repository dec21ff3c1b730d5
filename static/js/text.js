// The source's text as the browser shows it, with places counted in UTF-16 units of the whole text.
//
// The server renders paragraphs that know their place; numbers of excerpts stand between and are no text.

import { Paragraph } from "./paragraph.js";

const PAIRS = /[\ud800-\udbff]/g;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

export class SourceText {
  constructor(root) {
    this.root = root;
    const language = root.closest("[lang]")?.lang || "en";
    this.graphemes = new Intl.Segmenter(language, { granularity: "grapheme" });
    this.words = new Intl.Segmenter(language, { granularity: "word" });
    this.sentences = new Intl.Segmenter(language, { granularity: "sentence" });
    this.paragraphs = [...root.querySelectorAll("p[data-at]")].map((node) => new Paragraph(node));
  }

  get end() {
    return this.paragraphs.at(-1)?.end ?? 0;
  }

  /** The number, from zero, of the paragraph in which a place stands; between two, of the earlier one. */
  indexOf(place) {
    let low = 0;
    let high = this.paragraphs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.paragraphs[middle].start > place) high = middle - 1;
      else low = middle;
    }
    return low;
  }

  paragraphOf(place) {
    return this.paragraphs[this.indexOf(place)];
  }

  /** The nearest place that is in a paragraph. */
  clamp(place) {
    const paragraph = this.paragraphOf(place);
    return Math.min(Math.max(place, paragraph.start), paragraph.end);
  }

  /** The page on which a place stands, as the server numbered it; null in a text without pages. */
  pageOf(place) {
    for (let index = this.indexOf(place); index >= 0; index -= 1) {
      const { page } = this.paragraphs[index].node.dataset;
      if (page) return page;
    }
    return null;
  }

  /** The paragraphs that a stretch touches. */
  touched(start, end) {
    return this.paragraphs.slice(this.indexOf(start), this.indexOf(end) + 1);
  }

  /** The text between two places; paragraphs are parted as they are in the source, by a line break at least. */
  between(start, end) {
    const parts = [];
    for (const each of this.touched(start, end)) {
      parts.push(each.text.slice(Math.max(0, start - each.start), Math.max(0, Math.min(each.text.length, end - each.start))));
    }
    return parts.filter(Boolean).join("\n\n");
  }

  /** A stretch without the blanks at its edges; empty where it holds nothing else. */
  trimmed(start, end) {
    let [first, last] = [this.clamp(start), this.clamp(end)];
    while (first < last) {
      const paragraph = this.paragraphOf(first);
      const left = paragraph.text.slice(first - paragraph.start, last - paragraph.start);
      const blank = left.length - left.trimStart().length;
      first += blank;
      if (blank < left.length) break;
      const next = this.paragraphs[this.indexOf(first) + 1];
      if (!next || next.start >= last) return [last, last];
      first = next.start;
    }
    while (first < last) {
      const paragraph = this.paragraphOf(last);
      const left = paragraph.text.slice(Math.max(0, first - paragraph.start), last - paragraph.start);
      last -= left.length - left.trimEnd().length;
      if (left.trimEnd()) break;
      const index = this.indexOf(last);
      if (!index) break;
      last = this.paragraphs[index - 1].end;
    }
    return [first, Math.max(first, last)];
  }

  /** Characters (code points) before a place, for people; the server counts for itself. */
  characters(place) {
    const index = this.indexOf(place);
    let pairs = 0;
    for (let i = 0; i < index; i += 1) pairs += this.paragraphs[i].pairs;
    const { text, start } = this.paragraphs[index];
    return place - pairs - (text.slice(0, Math.max(0, place - start)).match(PAIRS) ?? []).length;
  }

  /** Node and offset of a place. At the seam of two runs: the later one, or the earlier with `early`. */
  position(place, early = false) {
    const within = this.clamp(place);
    const { runs } = this.paragraphOf(within);
    let found = runs[0];
    for (const run of runs) {
      if (early ? run.at >= within && run !== runs[0] : run.at > within) break;
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
      const next = node.nodeType === Node.TEXT_NODE ? node : node.childNodes[offset];
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

  /** The place that is nearest to a point of the screen; null where no text is. */
  placeAt(x, y) {
    const hit = document.caretPositionFromPoint?.(x, y);
    const range = hit ? null : document.caretRangeFromPoint?.(x, y);
    const node = hit?.offsetNode ?? range?.startContainer;
    const place = node ? this.placeOf(node, hit?.offset ?? range.startOffset) : null;
    return place === null ? null : this.clamp(place);
  }

  /** The next place at which a unit ends (or, backward, begins). A paragraph ends where its text does. */
  step(place, unit, forward) {
    const index = this.indexOf(place);
    const paragraph = this.paragraphs[index];
    const stop = this.stop(paragraph.text, place - paragraph.start, unit, forward);
    if (stop !== null) return paragraph.start + stop;
    const other = this.paragraphs[index + (forward ? 1 : -1)];
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
    } else if (unit === "sentence") {
      for (const { index, segment } of this.sentences.segment(text)) {
        const shown = segment.trimEnd().length;
        if (shown) yield [index, index + shown];
      }
    } else {
      yield [0, text.length];
    }
  }

  /** The first unit that ends after a place: [start, end] in the whole text; null at the end. */
  unitAfter(place, unit) {
    for (let i = this.indexOf(place); i < this.paragraphs.length; i += 1) {
      const { text, start } = this.paragraphs[i];
      for (const [a, b] of this.units(text, unit)) if (start + b > place) return [start + a, start + b];
    }
    return null;
  }

  /** The word in which a place stands, else what stands there as one character; [start, end] in the whole text. */
  wordAt(place) {
    const { text, start } = this.paragraphOf(place);
    const found = this.words.segment(text).containing(Math.min(place - start, Math.max(0, text.length - 1)));
    return found ? [start + found.index, start + found.index + found.segment.length] : [place, place];
  }

  /** The edge of the word that a place cuts, ahead or back; the place itself where it cuts none. */
  wordEdge(place, forward) {
    const { start, end } = this.paragraphOf(place);
    if (place <= start || place >= end) return place;
    const [first, last] = this.wordAt(place);
    if (first === place) return place;
    return forward ? last : first;
  }

  /** The place one line below or above, at the same distance from the edge. */
  line(place, down) {
    const box = this.box(place);
    if (!box) return place;
    for (let steps = 1; steps <= 6; steps += 1) {
      const found = this.placeAt(box.left, box.top + box.height / 2 + (down ? 1 : -1) * box.height * 0.75 * steps);
      if (found !== null && (down ? found > place : found < place)) return found;
    }
    return down ? this.paragraphOf(place).end : this.paragraphOf(place).start;
  }

  /** Where a caret at this place stands on the screen; with `early`, at the end of the line that breaks there. */
  box(place, early = false) {
    const { node, offset } = this.position(place, early);
    const range = document.createRange();
    const backward = early ? offset > 0 : offset === node.data.length;
    range.setStart(node, backward ? Math.max(0, offset - 1) : offset);
    range.setEnd(node, backward ? offset : Math.min(offset + 1, node.data.length));
    const box = [...range.getClientRects()].at(backward ? -1 : 0);
    if (!box) return null;
    const right = backward !== RIGHT_TO_LEFT.test(range.toString());
    return new DOMRect(right ? box.right : box.left, box.top, 0, box.height);
  }
}
