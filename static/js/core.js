// The core: the words inside a long excerpt that carry the answer, marked in the text like the excerpt itself.

import { hits } from "./find.js";

export class Core {
  /** `ranges()` are the places of the words that are taken. */
  constructor({ form, text, ranges }) {
    this.form = form;
    this.field = form.elements.core;
    this.text = text;
    this.ranges = ranges;
    this.field.addEventListener("input", () => this.show());
    form.elements.words.addEventListener("input", () => this.show());
    this.show();
  }

  /** The piece that holds this stretch, if the stretch is less than all that is taken; else null. */
  where(start, end) {
    const pieces = this.ranges();
    if (start === end || (pieces.length === 1 && pieces[0][0] === start && pieces[0][1] === end)) return null;
    return pieces.find(([first, last]) => first <= start && end <= last) ?? null;
  }

  /** Put the stretch into the form: true, or the name of the reason why not. */
  take(start, end) {
    const piece = this.where(start, end);
    if (!piece) return "coreOutside";
    const words = this.text.between(start, end);
    // the server takes the first place inside the excerpt at which the words stand
    const first = this.#placeOf(words);
    if (first && first[0] !== start) return "coreTwice";
    this.field.value = words;
    this.field.closest("details").open = true;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  show() {
    const place = this.#placeOf(this.field.value);
    if (place) CSS.highlights?.set("core", new Highlight(this.text.range(...place)));
    else CSS.highlights?.delete("core");
  }

  #placeOf(words) {
    for (const [start, end] of this.ranges()) {
      const { value } = hits(this.text, words, { start, end, flags: "gu" }).next();
      if (value) return value;
    }
    return null;
  }
}
