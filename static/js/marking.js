// The caret and the selection in the source's text: by keyboard alone, and by mouse. touch.js adds the finger.
//
// The text has a caret of its own while it has the focus. Arrows move it by character and line, with Ctrl by word and
// paragraph, with Alt by sentence; Shift extends. What is selected snaps to whole words, unless Alt is held. Letters
// are keys only here, and can be switched off.

const LETTERS = { w: "word", s: "sentence", p: "paragraph" };
const ARROWS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

export class Marking {
  /**
   * `act` are what the keys do besides moving; `announce` has selected(words) and at(words, place). `followed` is
   * called after every change of the selection.
   */
  constructor({ text, frame, letters, announce, act }) {
    this.text = text;
    this.root = text.root;
    this.frame = frame;
    this.letters = letters;
    this.announce = announce;
    this.act = act;
    this.anchor = this.focus = this.text.paragraphs[0]?.start ?? 0;
    this.by = "keys";
    this.drawing = false;
    this.followed = () => {};
    this.caret = document.createElement("span");
    this.caret.className = "caret";
    this.caret.hidden = true;
    this.caret.setAttribute("aria-hidden", "true");
    frame.append(this.caret);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focus", () => this.show());
    this.root.addEventListener("blur", () => { this.caret.hidden = true; });
    this.root.addEventListener("pointerdown", (event) => this.press(event));
    addEventListener("pointerup", (event) => this.release(event));
    addEventListener("pointercancel", (event) => this.release(event));
    document.addEventListener("selectionchange", () => this.fromBrowser());
    addEventListener("resize", () => this.show());
  }

  selected() {
    return [Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus)];
  }

  get isEmpty() {
    return this.anchor === this.focus;
  }

  /** Select from one place to another, and move the caret there. `by` says with what: keys, mouse or touch. */
  select(anchor, focus, { by = this.by, unit = "" } = {}) {
    const from = this.focus;
    this.anchor = this.text.clamp(anchor);
    this.focus = this.text.clamp(focus);
    this.by = by;
    this.frame.classList.toggle("touching", by === "touch");
    this.show(by === "keys");
    if (unit) this.say(from, unit);
  }

  collapse() {
    this.select(this.focus, this.focus);
  }

  say(from, unit) {
    const { text, focus } = this;
    if (!this.isEmpty) return this.announce.selected(text.between(...this.selected()));
    const [start, end] = unit === "character" ? [focus, text.step(focus, unit, true)] : [Math.min(from, focus), Math.max(from, focus)];
    const ends = unit === "character" && focus === text.paragraphOf(focus).end;
    return this.announce.at(ends ? null : text.between(start, end), focus);
  }

  show(scroll = false) {
    const focused = document.activeElement === this.root;
    const touched = this.by === "touch";
    CSS.highlights?.delete("chosen");
    if (touched) {
      if (!this.isEmpty) CSS.highlights?.set("chosen", new Highlight(this.text.range(...this.selected())));
    } else if (focused) {
      const from = this.text.position(this.anchor, this.anchor > this.focus);
      const to = this.text.position(this.focus, this.focus > this.anchor);
      getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    }
    const box = focused && !touched ? this.text.box(this.focus, this.focus > this.anchor) : null;
    this.caret.hidden = !box;
    if (box) {
      const frame = this.frame.getBoundingClientRect();
      this.caret.style.left = `${box.left - frame.left}px`;
      this.caret.style.top = `${box.top - frame.top}px`;
      this.caret.style.height = `${box.height}px`;
      if (scroll) this.caret.scrollIntoView({ block: "nearest" });
    }
    this.followed();
  }

  // by mouse

  press(event) {
    if (event.pointerType === "touch" || event.button !== 0) return;
    this.drawing = true;
    this.by = "mouse";
    this.frame.classList.remove("touching");
  }

  release(event) {
    if (!this.drawing) return;
    this.drawing = false;
    this.fromBrowser();
    if (this.isEmpty) {
      this.show();
      this.act.point(this.focus, event.target);
    } else {
      this.settle({ exact: event.altKey });
    }
  }

  /** What was drawn, without blanks at its edges, and in whole words. */
  settle({ exact = false } = {}) {
    let [start, end] = this.text.trimmed(...this.selected());
    if (start === end) return this.collapse();
    if (!exact) [start, end] = [this.text.wordEdge(start, false), this.text.wordEdge(end, true)];
    const forward = this.focus >= this.anchor;
    this.select(forward ? start : end, forward ? end : start);
    return this.announce.selected(this.text.between(start, end));
  }

  /** A selection that the browser made: by mouse, or by a reader's own keys. */
  fromBrowser() {
    if (this.by === "touch") return;
    const selection = getSelection();
    if (!selection.rangeCount || !this.root.contains(selection.anchorNode) || !this.root.contains(selection.focusNode)) return;
    const anchor = this.text.placeOf(selection.anchorNode, selection.anchorOffset);
    const focus = this.text.placeOf(selection.focusNode, selection.focusOffset);
    if (anchor === null || focus === null || (anchor === this.anchor && focus === this.focus)) return;
    this.anchor = this.text.clamp(anchor);
    this.focus = this.text.clamp(focus);
    this.caret.hidden = true;
    this.followed();
  }

  // by keys

  key(event) {
    if (event.isComposing) return;
    const moved = this.moved(event);
    if (moved) {
      event.preventDefault();
      const snaps = event.shiftKey && !event.altKey && (moved.unit === "character" || moved.unit === "line");
      const place = snaps ? this.text.wordEdge(moved.place, moved.forward) : moved.place;
      const fresh = this.isEmpty && snaps ? this.text.wordEdge(this.anchor, !moved.forward) : this.anchor;
      this.select(event.shiftKey ? fresh : place, place, { by: "keys", unit: moved.unit });
    } else if (this.command(event)) {
      event.preventDefault();
    }
  }

  /** Where a key that moves the caret leads, by which unit, and whether onward; null for any other key. */
  moved({ key, ctrlKey, altKey, metaKey, shiftKey }) {
    const { text, focus } = this;
    const control = ctrlKey || metaKey;
    const paragraph = text.paragraphOf(focus);
    if (key === "Home") return { place: control ? text.clamp(0) : paragraph.start, unit: "paragraph", forward: false };
    if (key === "End") return { place: control ? text.end : paragraph.end, unit: "paragraph", forward: true };
    if (!ARROWS.has(key)) return null;
    const vertical = key === "ArrowUp" || key === "ArrowDown";
    const forward = vertical ? key === "ArrowDown" : (key === "ArrowRight") !== paragraph.isRightToLeft;
    const to = (place, unit) => ({ place, unit, forward });
    if (vertical && altKey) return to(text.step(focus, "sentence", forward), "sentence");
    if (vertical && control) return to(text.step(focus, "paragraph", forward), "paragraph");
    if (vertical) return to(text.line(focus, forward), "line");
    if (control || (altKey && !shiftKey)) return to(text.step(focus, "word", forward), "word");
    if (!shiftKey && !this.isEmpty) return to(this.selected()[forward ? 1 : 0], "character");
    return to(text.step(focus, "character", forward), "character");
  }

  command({ key, ctrlKey, altKey, metaKey, shiftKey }) {
    const { act } = this;
    const plain = !ctrlKey && !altKey && !metaKey;
    if (key === "Enter" && plain) {
      if (this.isEmpty) act.open(this.focus);
      else act.take(...this.selected());
      return true;
    }
    if (key === "Escape") {
      this.select(this.focus, this.focus, { by: "keys" });
      return true;
    }
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z" && !shiftKey) {
      act.undo();
      return true;
    }
    if (!plain || !this.letters) return false;
    const letter = key.toLowerCase();
    if (letter in LETTERS) {
      this.unit(LETTERS[letter], shiftKey);
      return true;
    }
    const commands = {
      n: () => act.fresh(...this.selected()),
      a: () => act.add(...this.selected()),
      o: () => act.core(...this.selected()),
      c: () => act.counter(),
      j: () => act.next(),
      k: () => act.previous(),
      u: () => act.undo(),
      "/": () => act.find(),
      "?": () => act.help(),
    };
    if (!Object.hasOwn(commands, letter)) return false;
    commands[letter]();
    return true;
  }

  /** Select the next word, sentence or paragraph, the one under the caret first; with Shift, add it to what is selected. */
  unit(unit, extend) {
    const found = this.text.unitAfter(extend ? this.focus : this.selected()[1], unit);
    if (found) this.select(extend ? this.anchor : found[0], found[1], { by: "keys", unit });
  }
}
