// The keys of the form. They act in whatever field has the focus; none of them is a letter alone.

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MAC = /Mac|iPhone|iPad/.test(navigator.platform); // there Alt and a letter write a sign
const STEPS = { ArrowUp: [0, 1], ArrowDown: [0, -1], PageUp: [1, 0], PageDown: [-1, 0] };

export class FormKeys {
  constructor({ claimForm }) {
    this.of = claimForm;
    const { form } = claimForm;
    form.addEventListener("keydown", (event) => this.before(event), { capture: true });
    form.addEventListener("keydown", (event) => this.key(event));
    form.elements.said.addEventListener("keydown", (event) => this.step(event));
    // after a claim was filed the hands go on in the text; leading to the claim's row takes the focus away first
    if (location.hash.startsWith("#claim-")) {
      addEventListener("load", () => requestAnimationFrame(() => document.activeElement === document.body && this.toText()));
    }
  }

  before(event) {
    const { altKey, ctrlKey, metaKey, shiftKey } = event;
    if (event.isComposing) return;
    if (altKey && !ctrlKey && !metaKey && !shiftKey && !MAC && /^Key[A-Z]$/.test(event.code)) this.toField(event);
    if (event.key !== "Enter") return;
    if (altKey && !ctrlKey) {
      if (shiftKey) this.of.proposals.toggleAll().then(() => this.goOn());
      else this.of.proposals.toggleField(this.nameOf(event.target));
    } else if (ctrlKey || metaKey) {
      this.finish();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** The browser's own access keys, which some browsers want with Shift, without a way around their menus; a list opens. */
  toField(event) {
    const field = this.of.form.querySelector(`[accesskey="${event.code.slice(3).toLowerCase()}"]`);
    if (!field) return;
    event.preventDefault();
    event.stopPropagation();
    field.focus();
    field.select?.();
    this.of.combos.find(({ input }) => input === field)?.open();
  }

  key(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    this.toText();
  }

  nameOf(target) {
    const combo = this.of.combos.find(({ input }) => input === target);
    return (combo?.select ?? target).name ?? "";
  }

  /** The first field that the claim still needs; null where none is missing. */
  get missing() {
    const { field } = this.of;
    if (!field.words.value.trim()) return field.words;
    if (![...this.of.form.querySelectorAll("li.speaker select")].some((select) => select.value)) return field.speaker;
    if (!field.question.value || !this.of.answer) return field.question;
    if (!this.of.polarity) return field.polarity[0];
    if (!field.said.value.trim()) return field.said;
    return null;
  }

  /** To what is missing; where nothing is, to the question whether the words say this. */
  goOn() {
    const next = this.missing ?? this.of.field.says_this;
    const combo = this.of.comboOf(next);
    next.focus();
    if (combo) combo.open();
    else next.scrollIntoView({ block: "nearest" });
  }

  /** Ask whether the words say this; on the question itself: yes, and file it. */
  finish() {
    const { field, form } = this.of;
    const asked = document.activeElement === field.says_this;
    document.activeElement.blur(); // what was typed into a list is taken
    if (this.missing || !(asked || field.says_this.checked)) {
      const label = this.missing?.labels[0]?.textContent ?? "";
      if (label) this.of.say(form.dataset.missing.replace("{}", label));
      this.goOn();
      return;
    }
    field.says_this.checked = true;
    form.requestSubmit(form.querySelector(".acts .go"));
  }

  /** To the text, the words that are taken selected, to be changed with its keys. */
  toText() {
    const { text, ranges } = this.of;
    text.root.focus({ preventScroll: true });
    if (!ranges.length) return;
    const from = text.position(ranges[0][0]);
    const to = text.position(ranges[0][1], true);
    getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }

  /** In the day: arrows by a day, Page Up and Page Down by a month. */
  step(event) {
    const steps = STEPS[event.key];
    const said = event.target.value.trim();
    if (!steps || !DAY.test(said) || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    const day = new Date(`${said}T00:00:00Z`);
    day.setUTCMonth(day.getUTCMonth() + steps[0], day.getUTCDate() + steps[1]);
    event.target.value = day.toISOString().slice(0, 10);
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    this.of.say(event.target.value);
  }
}
