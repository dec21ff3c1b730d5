// Marking words in the source's text: by mouse, by touch, and by keyboard alone.
//
// The text has a caret of its own while it has the focus. Arrow keys move it by character, Ctrl and arrows by word,
// Alt and arrows by sentence, w and s select the next word and sentence; Shift extends. Letters are keys only here,
// and can be switched off.

const LETTERS = "counterclaim:letters";

export class Marking {
  /** `act` are what the keys do besides moving: take, add, fresh, counter, next, previous, undo, help, open. */
  constructor({ text, announce, act, takeLabel }) {
    this.text = text;
    this.root = text.root;
    this.announce = announce;
    this.act = act;
    this.anchor = 0;
    this.focus = 0;
    this.caret = document.createElement("span");
    this.caret.className = "caret";
    this.caret.hidden = true;
    this.caret.setAttribute("aria-hidden", "true");
    this.takeButton = document.createElement("button");
    this.takeButton.type = "button";
    this.takeButton.className = "take go";
    this.takeButton.tabIndex = -1;
    this.takeButton.textContent = takeLabel;
    this.takeButton.hidden = true;
    this.root.append(this.caret, this.takeButton);
    // while the mouse draws, the button would stand in its way and draw the selection to itself
    this.drawing = false;
    this.root.addEventListener("pointerdown", (event) => {
      this.drawing = event.pointerType === "mouse" && event.target !== this.takeButton;
    });
    for (const end of ["pointerup", "pointercancel"])
      addEventListener(end, () => {
        if (!this.drawing) return;
        this.drawing = false;
        this.fromBrowser();
        const box = this.text.box(this.focus);
        if (box) this.offer(box, this.root.getBoundingClientRect());
      });
    this.takeButton.addEventListener("pointerdown", (event) => event.preventDefault());
    this.takeButton.addEventListener("click", () => this.act.take(...this.selected(), { byPointer: true }));
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focus", () => this.show());
    this.root.addEventListener("blur", () => { this.caret.hidden = true; });
    document.addEventListener("selectionchange", () => this.fromBrowser());
    addEventListener("resize", () => this.show());
  }

  get letters() {
    try {
      return localStorage.getItem(LETTERS) !== "off";
    } catch {
      return true;
    }
  }

  set letters(on) {
    try {
      localStorage.setItem(LETTERS, on ? "on" : "off");
    } catch {
      // not remembered
    }
  }

  selected() {
    return [Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus)];
  }

  get isEmpty() {
    return this.anchor === this.focus;
  }

  select(anchor, focus, { say = true } = {}) {
    this.anchor = this.text.clamp(anchor);
    this.focus = this.text.clamp(focus);
    this.show(true);
    if (say) this.announce(this.text.between(...this.selected()) || this.nearby(), !this.isEmpty);
  }

  collapse() {
    this.select(this.focus, this.focus, { say: false });
  }

  /** What stands under a caret that selects nothing, for people who hear it. */
  nearby() {
    const next = this.text.step(this.focus, "character", true);
    return this.text.between(this.focus, next);
  }

  show(scroll = false) {
    const selection = getSelection();
    if (document.activeElement === this.root) {
      const from = this.text.position(this.anchor, this.anchor > this.focus);
      const to = this.text.position(this.focus, this.focus > this.anchor);
      selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    }
    const box = this.text.box(this.focus);
    const frame = this.root.getBoundingClientRect();
    this.caret.hidden = document.activeElement !== this.root || !box;
    if (!box) return;
    this.caret.style.left = `${box.left - frame.left}px`;
    this.caret.style.top = `${box.top - frame.top}px`;
    this.caret.style.height = `${box.height}px`;
    if (scroll) this.caret.scrollIntoView({ block: "nearest" });
    this.offer(box, frame);
  }

  offer(box, frame) {
    this.takeButton.hidden = this.isEmpty || this.drawing;
    if (this.takeButton.hidden) return;
    const left = Math.min(Math.max(0, box.left - frame.left), Math.max(0, frame.width - 150));
    this.takeButton.style.left = `${left}px`;
    this.takeButton.style.top = `${box.bottom - frame.top + 6}px`;
  }

  /** A selection that the browser made: mouse, touch, or a reader's own keys. */
  fromBrowser() {
    const selection = getSelection();
    if (!selection.rangeCount || !this.root.contains(selection.anchorNode) || !this.root.contains(selection.focusNode)) return;
    if (this.takeButton.contains(selection.focusNode)) return;
    const anchor = this.text.placeOf(selection.anchorNode, selection.anchorOffset);
    const focus = this.text.placeOf(selection.focusNode, selection.focusOffset);
    if (anchor === null || focus === null || (anchor === this.anchor && focus === this.focus)) return;
    this.anchor = this.text.clamp(anchor);
    this.focus = this.text.clamp(focus);
    const box = this.text.box(this.focus);
    const frame = this.root.getBoundingClientRect();
    this.caret.hidden = true;
    if (box) this.offer(box, frame);
  }

  key(event) {
    if (event.target !== this.root || event.isComposing) return;
    const moved = this.moved(event);
    if (moved !== null) {
      event.preventDefault();
      this.select(event.shiftKey ? this.anchor : moved, moved);
      return;
    }
    if (this.command(event)) event.preventDefault();
  }

  /** Where a key that moves the caret leads; null for any other key. */
  moved({ key, ctrlKey, altKey, metaKey, shiftKey }) {
    const { text, focus } = this;
    const forward = key === "ArrowRight" || key === "ArrowDown";
    const paragraph = text.paragraphOf(focus);
    if (key === "Home") return ctrlKey || metaKey ? 0 : paragraph.start;
    if (key === "End") return ctrlKey || metaKey ? text.end : paragraph.end;
    if (key === "ArrowUp" || key === "ArrowDown") {
      if (altKey || ctrlKey) return text.step(focus, "sentence", forward);
      return text.line(focus, forward);
    }
    if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
    if (ctrlKey || altKey) return text.step(focus, altKey && ctrlKey ? "sentence" : "word", forward);
    if (!shiftKey && !this.isEmpty) return this.selected()[forward ? 1 : 0];
    return text.step(focus, "character", forward);
  }

  command(event) {
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
    if (key === "Enter" && !altKey) {
      if (this.isEmpty) this.act.open(this.focus);
      else this.act.take(...this.selected());
      return true;
    }
    if (key === "Escape") {
      this.collapse();
      return true;
    }
    if ((ctrlKey || metaKey) && key.toLowerCase() === "z" && !shiftKey) {
      this.act.undo();
      return true;
    }
    if (ctrlKey || altKey || metaKey || !this.letters) return false;
    const letter = key.toLowerCase();
    if (letter === "w" || letter === "s") {
      this.unit(letter === "w" ? "word" : "sentence", shiftKey);
      return true;
    }
    const commands = {
      n: () => this.act.fresh(...this.selected()),
      a: () => this.isEmpty || this.act.add(...this.selected()),
      c: () => this.act.counter(),
      j: () => this.act.next(),
      k: () => this.act.previous(),
      u: () => this.act.undo(),
      "?": () => this.act.help(),
    };
    if (!commands[letter]) return false;
    commands[letter]();
    return true;
  }

  /** Select the next word or sentence, the one under the caret first; with Shift, add it to what is selected. */
  unit(unit, extend) {
    const found = this.text.unitAfter(extend ? this.focus : this.selected()[1], unit);
    if (found) this.select(extend ? this.anchor : found[0], found[1]);
  }
}
