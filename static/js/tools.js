// What can be done with the selected words, beside them: take them, add them, make them the core.

export class Tools {
  /** `can` says of a button's name whether it makes sense for the selection; `act` does it. */
  constructor({ root, text, frame, marking, can, act }) {
    this.root = root;
    this.text = text;
    this.frame = frame;
    this.marking = marking;
    this.can = can;
    // a press must not take the focus, and with it the selection, away from the text
    root.addEventListener("pointerdown", (event) => event.preventDefault());
    root.addEventListener("click", (event) => {
      const name = event.target.closest("button")?.dataset.do;
      if (name) act[name](...marking.selected(), { byPointer: event.detail > 0 });
    });
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") text.root.focus({ preventScroll: true });
    });
  }

  follow() {
    const { marking, root } = this;
    // while the mouse draws, they would stand in its way and draw the selection to themselves
    root.hidden = marking.isEmpty || marking.drawing;
    if (root.hidden) return;
    for (const button of root.querySelectorAll("button")) {
      button.hidden = Boolean(this.can[button.dataset.do] && !this.can[button.dataset.do](...marking.selected()));
    }
    const touched = marking.by === "touch";
    root.classList.toggle("low", touched);
    if (touched) return;
    const box = this.text.box(marking.focus, marking.focus > marking.anchor);
    if (!box) return;
    const frame = this.frame.getBoundingClientRect();
    root.style.left = `${Math.min(Math.max(0, box.left - frame.left), Math.max(0, frame.width - root.offsetWidth))}px`;
    root.style.top = `${box.bottom - frame.top + 6}px`;
  }
}
