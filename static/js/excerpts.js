// The excerpts in the text: which marks are theirs, which of them stand at a place, which is shown as the current one.

export class Excerpts {
  #marks = new Map();
  #badges = new Map();
  #sizes = new Map();
  #lit = [];

  constructor(text) {
    this.text = text;
    for (const mark of text.root.querySelectorAll("mark")) {
      for (const number of mark.dataset.numbers.split(" ")) {
        if (!this.#marks.has(number)) this.#marks.set(number, []);
        this.#marks.get(number).push(mark);
      }
    }
    for (const badge of text.root.querySelectorAll(".no")) this.#badges.set(badge.dataset.number, badge);
  }

  /** The numbers of the excerpts at a place, the shortest first. */
  at(place) {
    const mark = this.text.position(place).node.parentElement.closest("mark");
    const numbers = mark?.dataset.numbers.split(" ") ?? [];
    return numbers.sort((a, b) => this.#size(a) - this.#size(b));
  }

  /** Show which words an excerpt has, and those of no other. */
  light(number) {
    const now = [...(this.#marks.get(number) ?? []), this.#badges.get(number)].filter(Boolean);
    for (const element of this.#lit) element.classList.remove("now");
    for (const element of now) element.classList.add("now");
    this.#lit = now;
  }

  reveal(number) {
    const first = this.#badges.get(number) ?? this.#marks.get(number)?.[0];
    first?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  #size(number) {
    if (!this.#sizes.has(number)) {
      this.#sizes.set(number, (this.#marks.get(number) ?? []).reduce((sum, mark) => sum + mark.textContent.length, 0));
    }
    return this.#sizes.get(number);
  }
}
