// The excerpts in the text: which marks are theirs, which of them stand at a place, which is shown as the current one.

export class Excerpts {
  #found = null;
  #sizes = new Map();
  #lit = [];

  constructor(text) {
    this.text = text;
  }

  /** The marks of each number, and its badge first. Found when one is first asked for. */
  #of(number) {
    if (!this.#found) {
      this.#found = new Map();
      for (const element of this.text.root.querySelectorAll("mark, .no")) {
        for (const each of (element.dataset.numbers ?? element.dataset.number).split(" ")) {
          if (!this.#found.has(each)) this.#found.set(each, []);
          this.#found.get(each).push(element);
        }
      }
    }
    return this.#found.get(number) ?? [];
  }

  /** The numbers of the excerpts at a place, the shortest first. */
  at(place) {
    const mark = this.text.position(place).node.parentElement.closest("mark");
    const numbers = mark?.dataset.numbers.split(" ") ?? [];
    return numbers.sort((a, b) => this.#size(a) - this.#size(b));
  }

  /** Show which words an excerpt has, and those of no other. */
  light(number) {
    const now = this.#of(number);
    for (const element of this.#lit) element.classList.remove("now");
    for (const element of now) element.classList.add("now");
    this.#lit = now;
  }

  reveal(number) {
    this.#of(number)[0]?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  #size(number) {
    if (!this.#sizes.has(number)) {
      this.#sizes.set(number, this.#of(number).reduce((sum, element) => sum + element.textContent.length, 0));
    }
    return this.#sizes.get(number);
  }
}
