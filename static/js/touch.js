// The selection by finger: a press starts with the word under it, handles at both ends draw it out.
//
// The browser's own selection is switched off while a finger is at work, for its handles would lie over these.

const HOLD = 350; // milliseconds after which a resting finger has the word, and draws on
const SLOP = 10; // pixels that a press may stray
const EDGE = 56; // pixels from the edge of the screen at which the text moves along

export class Touch {
  constructor({ text, frame, marking }) {
    this.text = text;
    this.frame = frame;
    this.marking = marking;
    this.exact = false;
    this.press = null;
    this.handles = ["start", "end"].map((end) => this.handle(end));
    const { root } = text;
    root.addEventListener("pointerdown", (event) => this.begin(event));
    root.addEventListener("pointermove", (event) => this.stray(event));
    root.addEventListener("pointerup", () => this.end());
    root.addEventListener("pointercancel", () => this.stop());
    root.addEventListener("touchmove", (event) => { if (this.press?.holds) event.preventDefault(); }, { passive: false });
    root.addEventListener("contextmenu", (event) => { if (frame.classList.contains("touching")) event.preventDefault(); });
  }

  handle(end) {
    const handle = document.createElement("span");
    handle.className = `handle ${end}`;
    handle.hidden = true;
    handle.setAttribute("aria-hidden", "true");
    handle.addEventListener("pointerdown", (event) => this.grab(event, handle, end));
    handle.addEventListener("pointermove", (event) => this.drag(event));
    for (const over of ["pointerup", "pointercancel"]) handle.addEventListener(over, () => this.drop());
    this.frame.append(handle);
    return handle;
  }

  // a press on the text

  begin({ pointerType, isPrimary, target, clientX: x, clientY: y }) {
    if (pointerType !== "touch" || !isPrimary || target.closest(".no")) return;
    this.frame.classList.add("touching");
    this.press = { x, y, holds: false, timer: setTimeout(() => this.hold(), HOLD) };
  }

  hold() {
    this.press.holds = true;
    this.word();
    this.fixed = this.marking.selected();
  }

  stray({ clientX: x, clientY: y }) {
    const { press } = this;
    if (!press) return;
    if (press.holds) {
      const place = this.text.placeAt(x, y);
      if (place !== null) this.draw(place < this.fixed[0] ? this.fixed[1] : this.fixed[0], place);
    } else if (Math.hypot(x - press.x, y - press.y) > SLOP) {
      this.stop();
    }
  }

  end() {
    const { press } = this;
    if (press && !press.holds) this.word();
    else if (press) this.marking.settle({ exact: this.exact });
    this.stop();
  }

  stop() {
    clearTimeout(this.press?.timer);
    this.press = null;
  }

  /** Select the word under the finger; pressed again, or beside all words, select nothing. */
  word() {
    const place = this.text.placeAt(this.press.x, this.press.y);
    if (place === null) return;
    const [start, end] = this.text.trimmed(...this.text.wordAt(place));
    const [first, last] = this.marking.selected();
    const none = start === end || (!this.marking.isEmpty && start === first && end === last);
    this.marking.select(none ? place : start, none ? place : end, { by: "touch", unit: "word" });
    if (none) this.marking.act.point(place, this.text.position(place).node.parentElement);
  }

  // the handles

  follow() {
    const { marking } = this;
    const shown = marking.by === "touch" && !marking.isEmpty;
    const frame = this.frame.getBoundingClientRect();
    for (const [i, handle] of this.handles.entries()) {
      const box = shown ? this.text.box(marking.selected()[i], i === 1) : null;
      handle.hidden = !box;
      if (!box) continue;
      const size = handle.offsetWidth;
      const at = box.left - frame.left;
      const left = Math.min(Math.max(0, at - (i ? 0 : size)), Math.max(0, frame.width - size));
      handle.style.left = `${left}px`;
      handle.style.top = `${box.bottom - frame.top - 4}px`;
      handle.style.setProperty("--knob", `${Math.min(Math.max(0, at - left - (i ? 0 : 20)), size - 20)}px`);
    }
  }

  grab(event, handle, end) {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const [start, last] = this.marking.selected();
    const box = this.text.box(end === "start" ? start : last, end === "end");
    this.grabbed = {
      fixed: end === "start" ? last : start,
      dx: (box?.left ?? event.clientX) - event.clientX + (end === "start" ? 1 : -1),
      dy: (box ? box.top + box.height / 2 : event.clientY) - event.clientY,
    };
    this.frame.classList.add("dragging");
  }

  drag({ clientX: x, clientY: y }) {
    if (!this.grabbed) return;
    this.grabbed.x = x;
    this.grabbed.y = y;
    const place = this.text.placeAt(x + this.grabbed.dx, y + this.grabbed.dy);
    if (place !== null) this.draw(this.grabbed.fixed, place);
    if (!this.moving) this.moveAlong();
  }

  drop() {
    if (!this.grabbed) return;
    this.grabbed = null;
    this.frame.classList.remove("dragging");
    this.marking.settle({ exact: this.exact });
  }

  /** Select from the end that stays to the finger; never nothing. */
  draw(fixed, place) {
    const forward = place > fixed;
    const to = this.exact ? place : this.text.wordEdge(place, forward);
    if (to !== fixed && to !== this.marking.focus) this.marking.select(fixed, to, { by: "touch" });
  }

  /** A handle at the edge of the screen draws the text along. */
  moveAlong() {
    const { grabbed } = this;
    const down = grabbed && grabbed.y > innerHeight - EDGE;
    this.moving = Boolean(grabbed && (down || grabbed.y < EDGE));
    if (!this.moving) return;
    const column = this.frame.closest(".text-col");
    const scroller = column.scrollHeight > column.clientHeight + 1 ? column : window;
    scroller.scrollBy({ top: down ? 8 : -8, behavior: "instant" });
    const place = this.text.placeAt(grabbed.x + grabbed.dx, grabbed.y + grabbed.dy);
    if (place !== null) this.draw(grabbed.fixed, place);
    requestAnimationFrame(() => this.moveAlong());
  }
}
