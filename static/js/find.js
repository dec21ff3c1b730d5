// Find words in the source's text: a small bar, a count, and every hit marked while it is open.

const PAINTED = 500; // hits on each side of the current one that are marked at once

export class Find {
  /** `choose(start, end)` is given the hit that was chosen; `back()` returns to the text without one. */
  constructor({ bar, text, choose, back }) {
    this.bar = bar;
    this.text = text;
    this.back = back;
    this.field = bar.querySelector("input");
    this.count = bar.querySelector("output");
    this.hits = [];
    this.at = -1;
    this.from = 0;
    this.choose = () => {
      const hit = this.hits[this.at];
      this.close();
      if (hit) choose(...hit);
      else back();
    };
    this.field.addEventListener("input", () => this.search());
    bar.addEventListener("keydown", (event) => this.key(event));
    bar.addEventListener("click", (event) => {
      const name = event.target.closest("button")?.dataset.do;
      if (name === "next") this.go(1);
      else if (name === "previous") this.go(-1);
      else if (name === "close") this.leave();
    });
  }

  /** Open the bar; the first hit is sought from this place on. */
  open(from) {
    this.from = from;
    this.bar.hidden = false;
    this.field.focus();
    this.field.select();
    this.search();
  }

  close() {
    this.bar.hidden = true;
    for (const name of ["found", "found-now"]) CSS.highlights?.delete(name);
  }

  leave() {
    this.close();
    this.back();
  }

  key(event) {
    if (event.isComposing) return;
    const { key, shiftKey, target } = event;
    if (key === "Escape") this.leave();
    else if (target !== this.field) return;
    else if (key === "Enter" && !shiftKey) this.choose();
    else if (key === "ArrowDown") this.go(1);
    else if (key === "ArrowUp" || key === "Enter") this.go(-1);
    else return;
    event.preventDefault();
  }

  search() {
    this.hits = [...hits(this.text, this.field.value)];
    this.at = this.hits.findIndex(([, end]) => end > this.from);
    if (this.at < 0 && this.hits.length) this.at = 0;
    this.show();
  }

  go(by) {
    if (!this.hits.length) return;
    this.at = (this.at + by + this.hits.length) % this.hits.length;
    this.show();
  }

  show() {
    const { none, of } = this.count.dataset;
    const asked = this.field.value.trim();
    const count = this.hits.length;
    this.count.textContent = count ? of.replace("{}", this.at + 1).replace("{}", count) : asked && none;
    if (CSS.highlights) {
      const near = this.hits.slice(Math.max(0, this.at - PAINTED), this.at + PAINTED);
      CSS.highlights.set("found", new Highlight(...near.map((hit) => this.text.range(...hit))));
      const now = new Highlight(...this.hits.slice(Math.max(0, this.at), this.at + 1).map((hit) => this.text.range(...hit)));
      now.priority = 1;
      CSS.highlights.set("found-now", now);
    }
    if (count) this.reveal(this.hits[this.at][0]);
  }

  /** Bring a place to the middle of the screen, once its paragraph is laid out. */
  reveal(place) {
    const { node } = this.text.position(place);
    node.parentElement.scrollIntoView({ block: "nearest", behavior: "instant" });
    const box = this.text.box(place);
    const bounds = this.bar.closest(".text-col").getBoundingClientRect();
    const [top, bottom] = [Math.max(bounds.top, 0) + this.bar.offsetHeight, Math.min(bounds.bottom, innerHeight) - 60];
    if (!box || (box.top > top && box.bottom < bottom)) return;
    const column = this.bar.closest(".text-col");
    const scroller = column.scrollHeight > column.clientHeight + 1 ? column : window;
    scroller.scrollBy({ top: box.top - (top + bottom) / 2, behavior: "instant" });
  }
}

/** Where the words stand inside a stretch, any blank for any other, Hangul composed or not: [start, end] each. */
export function* hits(text, asked, { start = 0, end = text.end, flags = "giu" } = {}) {
  const words = asked.trim();
  if (!words) return;
  const spellings = [...new Set([words, words.normalize("NFC"), words.normalize("NFD")])];
  const pattern = new RegExp(spellings.map(escaped).join("|"), flags);
  for (const paragraph of text.touched(start, end)) {
    for (const { 0: found, index } of paragraph.text.matchAll(pattern)) {
      const first = paragraph.start + index;
      if (first >= start && first + found.length <= end) yield [first, first + found.length];
    }
  }
}

const escaped = (words) => words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/g, "\\s+");
