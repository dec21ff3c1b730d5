// The claim's form: its words, the answers of its question, the proposals beside its fields, its sentence.

import { sentence } from "./sentence.js";

const TURNED = { affirms: "denies", denies: "affirms" };
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export class ClaimForm {
  constructor({ form, data, text }) {
    this.form = form;
    this.data = data;
    this.text = text;
    this.field = form.elements;
    this.before = [];
    this.changed = () => {};
    this.answers = document.getElementById("answers");
    this.field.question.addEventListener("change", () => this.showAnswers());
    form.addEventListener("input", (event) => this.edited(event));
    form.addEventListener("change", (event) => this.edited(event));
    form.addEventListener("click", (event) => this.clicked(event));
    for (const field of form.querySelectorAll("[data-spare] select")) {
      field.addEventListener("change", () => this.spare());
    }
    form.querySelector("#f-speaker").addEventListener("change", () => this.spare());
    this.spare();
    this.paint();
    this.read();
  }

  /** Only the next free place for a relay or a joint speaker is shown. */
  spare() {
    for (const kind of ["relay", "speaker"]) {
      let shown = false;
      for (const item of this.form.querySelectorAll(`li.${kind}`)) {
        const empty = !item.querySelector("select").value;
        item.classList.toggle("later", empty && shown && "spare" in item.dataset);
        if (empty) shown = true;
      }
    }
  }

  // words

  get ranges() {
    return this.field.pieces.value
      .split(",")
      .filter(Boolean)
      .map((range) => range.split("-").map(Number));
  }

  take(start, end, { add = false } = {}) {
    this.before.push([this.field.pieces.value, this.field.words.value]);
    const kept = add ? this.ranges.filter(([a, b]) => b < start || a > end) : [];
    const ranges = [...kept, [start, end]].sort((a, b) => a[0] - b[0]);
    this.put(ranges.map((range) => range.join("-")).join(","), ranges.map(([a, b]) => this.text.between(a, b)).join(" […] "));
  }

  undo() {
    const last = this.before.pop();
    if (last) this.put(...last);
    return Boolean(last);
  }

  put(pieces, words) {
    this.field.pieces.value = pieces;
    this.field.words.value = words;
    this.field.says_this.checked = false;
    this.form.querySelector(".places")?.remove();
    this.paint();
    this.near();
    this.propose();
    this.read();
    this.changed();
  }

  /** Show the taken words in the text, and say where they stand. */
  paint() {
    const ranges = this.ranges;
    const where = document.getElementById("where");
    if (ranges.length) {
      const [first, last] = [ranges[0][0], ranges.at(-1)[1]].map((place) => this.text.characters(place));
      where.textContent = where.dataset.pattern.replace("{}", first).replace("{}", last);
    } else {
      where.textContent = "";
    }
    if (!window.CSS?.highlights) return;
    CSS.highlights.set("pending", new Highlight(...ranges.map(([start, end]) => this.text.range(start, end))));
  }

  async propose() {
    const slots = [...this.form.querySelectorAll("[data-offers]")];
    for (const slot of slots) slot.replaceChildren();
    const asked = this.field.pieces.value;
    if (!asked) return;
    try {
      const answer = await fetch(`${this.form.dataset.proposals}?pieces=${encodeURIComponent(asked)}`);
      if (!answer.ok || asked !== this.field.pieces.value) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const slot of slots) {
        const fresh = [...found.querySelectorAll(`[data-field="${slot.dataset.offers}"]`)];
        slot.replaceChildren(...fresh.filter((offer) => !this.has(offer.querySelector("button").value)));
      }
    } catch {
      // proposals are a help; without a network there are none
    }
  }

  /** Whether the form says already what a proposal ("cue=says") would put into it. */
  has(proposal) {
    const [name, ...rest] = proposal.split("=");
    const value = rest.join("=");
    if (name === "cue") return this.field.cue.value === value;
    return [...this.form.querySelectorAll(`li.${name} select`)].some((select) => select.value === value);
  }

  /** A proposal is taken by a press on its button, and in no other way. */
  clicked(event) {
    const button = event.target.closest("button[name=take]");
    if (!button) return;
    event.preventDefault();
    const [name, ...rest] = button.value.split("=");
    const value = rest.join("=");
    if (name === "cue") {
      this.field.cue.value = value;
    } else {
      const all = [...this.form.querySelectorAll(`li.${name} select`)];
      if (!all.some((select) => select.value === value)) (all.find((select) => !select.value) ?? all[0]).value = value;
    }
    button.closest(".offer").remove();
    this.spare();
    this.read();
    this.changed();
  }

  // question and answer

  showAnswers(chosen = "") {
    const question = this.data.questions[this.field.question.value];
    const { whole, new: another, yes, choose } = this.answers.dataset;
    const options = (question?.answers ?? []).map(([key, words], index) => {
      return [key, words, question.kind === "yesno" ? yes : LETTERS[index % 26]];
    });
    if (question && question.kind !== "yesno") options.push(["new", another, ""]);
    if (question) options.push(["whole", whole, ""]);
    if (!question) {
      const hint = document.createElement("p");
      hint.className = "hint";
      hint.textContent = this.field.question.value === "new" ? "" : choose;
      this.answers.replaceChildren(hint);
    } else {
      this.answers.replaceChildren(...options.map((option) => radio("answer", option, chosen)));
    }
    if (this.field.question.value === "new") {
      document.getElementById("new-question").open = true;
      document.getElementById("new-answer").open = true;
    }
    this.near();
    this.read();
  }

  get answer() {
    return this.form.querySelector("[name=answer]:checked")?.value ?? "";
  }

  get polarity() {
    return this.form.querySelector("[name=polarity]:checked")?.value ?? "";
  }

  /** Answer a claim: the same question, turned on yes or no, else another answer, or the same one denied. */
  counter(claim) {
    const others = this.data.questions[claim.question]?.answers.map(([key]) => key).filter((key) => key !== claim.answer) ?? [];
    const turn = claim.kind === "yesno" || claim.polarity !== "affirms" || !others.length;
    this.field.question.value = claim.question;
    this.showAnswers(claim.answer && (turn ? claim.answer : others[0]));
    const stance = claim.answer && turn ? TURNED[claim.polarity] ?? "affirms" : "affirms";
    for (const option of this.form.querySelectorAll("[name=polarity]")) option.checked = option.value === stance;
    this.field.says_this.checked = false;
    this.read();
    this.changed();
  }

  /** Questions that are easily taken for this one, and other claims on the very same words. */
  near() {
    const box = document.getElementById("near");
    const question = this.data.questions[this.field.question.value];
    const lines = (question?.apart ?? []).map(([key, note]) => `${note} ${box.dataset.compare.replace("{}", this.data.questions[key]?.text ?? "")}`);
    const apart = new Set((question?.apart ?? []).map(([key]) => key));
    const already = this.touching()
      .filter(({ claim, same }) => claim.question !== this.field.question.value && (same || apart.has(claim.question)))
      .map(({ key }) => document.querySelector(`#claim-${key} a`)?.textContent ?? "");
    if (already.length) lines.push(`${box.dataset.already} ${already.join("; ")}`);
    box.querySelector("ul").replaceChildren(...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
    box.hidden = lines.length === 0;
  }

  /** Claims on words that the taken ones touch, and whether these are the same. */
  touching() {
    const ranges = this.ranges;
    if (!ranges.length) return [];
    return Object.entries(this.data.claims).flatMap(([key, claim]) => {
      const marks = [...this.text.root.querySelectorAll(`mark[data-numbers~="${claim.number}"]`)];
      if (!marks.length) return [];
      const start = this.text.placeOf(marks[0].firstChild, 0);
      const end = this.text.placeOf(marks.at(-1), marks.at(-1).childNodes.length);
      if (!ranges.some(([a, b]) => a < end && start < b)) return [];
      return [{ key, claim, same: ranges[0][0] === start && ranges.at(-1)[1] === end }];
    });
  }

  // what follows from a change

  edited(event) {
    const { name } = event.target;
    if (["words", "answer", "polarity", "question"].includes(name)) this.field.says_this.checked = false;
    if (name === "words") {
      this.field.pieces.value = "";
      this.paint();
    }
    if (event.target.value === "new" && event.type === "change") this.openNew(name);
    this.read();
  }

  openNew(name) {
    const target = name === "answer" ? "new-answer" : /^(speaker|relay|answer_about)/.test(name) ? "new-party" : null;
    if (target) document.getElementById(target).open = true;
  }

  restored(fields) {
    this.showAnswers(fields.answer ?? "");
    this.spare();
    this.paint();
    this.near();
    this.propose();
    this.read();
  }

  read() {
    const name = (value) => (value === "new" ? this.field.party_name.value : this.data.parties[value]);
    const all = (kind) => [...this.form.querySelectorAll(`li.${kind} select`)].map((select) => name(select.value)).filter(Boolean);
    const question = this.data.questions[this.field.question.value];
    const fresh = this.answer === "new" || this.field.question.value === "new";
    const runs = sentence(this.data.sentence, {
      said: this.field.said.value,
      speakers: all("speaker"),
      teller: all("relay").at(-1) ?? this.data.publisher,
      polarity: this.polarity,
      act: this.field.act.value,
      manner: this.field.manner.value,
      certainty: this.field.certainty.value,
      isConditional: this.field.conditional.checked,
      answer: question?.answers.find(([key]) => key === this.answer)?.[1] ?? (fresh ? this.field.answer_text.value : ""),
      question: question?.text ?? this.field.question_text.value,
    });
    const shown = document.getElementById("sentence");
    const nodes = runs.map(([words, bold]) => {
      if (!bold) return document.createTextNode(words);
      const strong = document.createElement("b");
      strong.textContent = words;
      return strong;
    });
    if (!nodes.length) {
      const hint = document.createElement("span");
      hint.className = "soft";
      hint.textContent = shown.dataset.empty;
      nodes.push(hint);
    }
    if (shown.textContent !== nodes.map((node) => node.textContent).join("")) shown.replaceChildren(...nodes);
  }
}

function radio(name, [value, words, letter], chosen) {
  const label = document.createElement("label");
  label.className = "pick";
  const input = document.createElement("input");
  input.type = "radio";
  input.name = name;
  input.value = value;
  input.checked = value === chosen;
  label.append(input, " ");
  if (letter) {
    const tile = document.createElement("span");
    tile.className = "t f";
    tile.textContent = letter;
    label.append(tile, " ");
  }
  label.append(words);
  return label;
}
