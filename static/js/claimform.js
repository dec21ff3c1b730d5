// The claim's form: its words, the answers of its question, its sentence. What is proposed, doubted and pressed is in
// modules of its own.

import { answerChooser, partyChooser } from "./choosers.js";
import { Doubts } from "./doubts.js";
import { FormKeys } from "./formkeys.js";
import { Proposals, fieldOf } from "./proposals.js";
import { sentence } from "./sentence.js";

const TURNED = { affirms: "denies", denies: "affirms" };
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DESCRIBED = ["cue", "said", "certainty", "act", "manner"];

export class ClaimForm {
  constructor({ form, data, text }) {
    this.form = form;
    this.data = data;
    this.text = text;
    this.field = form.elements;
    this.before = [];
    this.changed = () => {};
    this.answers = document.getElementById("answers");
    this.live = document.getElementById("form-live");
    this.proposals = new Proposals({ form, likely: data.likely, say: (words) => this.say(words), after: () => this.settled() });
    this.doubts = new Doubts({ form, but: data.correcting });
    this.combos = [];
    this.choosers();
    this.keys = new FormKeys({ claimForm: this });
    this.field.question.addEventListener("change", () => this.showAnswers());
    form.addEventListener("input", (event) => this.edited(event));
    form.addEventListener("change", (event) => this.edited(event));
    for (const field of form.querySelectorAll("li.relay select, li.speaker select")) {
      field.addEventListener("change", () => this.spare());
    }
    this.own(Object.fromEntries(new FormData(form)));
    this.spare();
    this.paint();
    this.read();
  }

  /** Told to people who listen, a moment later: what was there before is heard out. */
  say(words) {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => { this.live.textContent = words; }, 80);
  }

  choosers() {
    const { data, form, proposals } = this;
    for (const select of form.querySelectorAll("li.relay select, li.speaker select")) {
      const group = fieldOf(select.name);
      const nth = select.name.match(/\d$/)?.[0] ?? "1";
      const label = (group === "relay" ? data.words.relay : nth === "1" ? data.words.speaker : data.words.jointSpeaker).replace("{}", nth);
      const combo = partyChooser({
        select, label, data, words: data.words,
        proposed: () => proposals.offered(group),
        picked: () => group === "speaker" && this.keys.goOn(),
      });
      combo.describe(`offers-${group}`);
      this.combos.push(combo);
    }
    const question = answerChooser({
      select: this.field.question, data, words: data.words,
      likely: () => proposals.likely,
      declines: () => this.polarity === "declines",
      choose: (...chosen) => this.choose(...chosen),
    });
    this.question = question;
    this.combos.push(question);
    for (const name of DESCRIBED) {
      const field = this.field[name];
      field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), `offers-${name}`].filter(Boolean).join(" "));
    }
    this.field.says_this.setAttribute("aria-describedby", "sentence");
  }

  comboOf(select) {
    return this.combos.find((combo) => combo.select === select);
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
    this.propose();
    this.doubts.ask();
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

  propose() {
    this.proposals.ask(this.field.pieces.value, this.field.core.value);
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
    this.question.show();
    this.doubts.ask();
    this.read();
  }

  /** The list of questions and answers gave both, and with them what the speaker does. */
  choose(question, answer, { denied, goOn }) {
    this.field.question.value = question;
    this.showAnswers(answer);
    if (answer === "new") document.getElementById("new-answer").open = true;
    if (answer && (denied || !this.polarity)) this.stand(denied ? "denies" : "affirms");
    for (const name of ["question", "answer", ...(denied ? ["polarity"] : [])]) this.proposals.touched(name);
    this.field.says_this.checked = false;
    this.read();
    this.changed();
    if (goOn) this.keys.goOn();
  }

  get answer() {
    return this.form.querySelector("[name=answer]:checked")?.value ?? "";
  }

  get polarity() {
    return this.form.querySelector("[name=polarity]:checked")?.value ?? "";
  }

  stand(stance) {
    for (const option of this.form.querySelectorAll("[name=polarity]")) option.checked = option.value === stance;
  }

  /** Answer a claim: the same question, turned on yes or no, else another answer, or the same one denied. */
  counter(claim) {
    const others = this.data.questions[claim.question]?.answers.map(([key]) => key).filter((key) => key !== claim.answer) ?? [];
    const turn = claim.kind === "yesno" || claim.polarity !== "affirms" || !others.length;
    this.field.question.value = claim.question;
    this.showAnswers(claim.answer && (turn ? claim.answer : others[0]));
    this.stand(claim.answer && turn ? TURNED[claim.polarity] ?? "affirms" : "affirms");
    for (const name of ["question", "answer", "polarity"]) this.proposals.touched(name);
    this.field.says_this.checked = false;
    this.read();
    this.changed();
  }

  // what follows from a change

  edited(event) {
    const { name } = event.target;
    if (["words", "answer", "polarity", "question"].includes(name)) this.field.says_this.checked = false;
    if (name === "words") {
      this.field.pieces.value = "";
      this.paint();
    }
    if (name === "core" && this.ranges.length) this.propose();
    this.proposals.touched(name);
    if (fieldOf(name) === "speaker" && event.type === "change") this.passOn();
    this.decline(name);
    if (event.target.value === "new" && event.type === "change") this.openNew(name);
    this.doubts.ask();
    this.read();
  }

  /** Who speaks is told by the publisher, unless by another whom the editor chose; nobody passes on their own words. */
  passOn() {
    const { proposals, data } = this;
    if (proposals.byHand.has("relay")) return;
    const speakers = proposals.group("speaker").map((select) => select.value).filter(Boolean);
    const before = proposals.group("relay").map((select) => select.value).filter(Boolean);
    const told = speakers.length && !speakers.includes(data.publisherKey) && data.parties[data.publisherKey];
    const relays = (before.length || !told ? before : [data.publisherKey]).filter((party) => !speakers.includes(party));
    for (const [index, select] of proposals.group("relay").entries()) select.value = relays[index] ?? "";
    proposals.follow("relay");
    for (const select of proposals.group("relay")) this.comboOf(select).show();
    this.spare();
  }

  /** Stance, act and hedge of a decline go together, whichever is chosen. */
  decline(name) {
    const declines = name === "act" ? this.field.act.value === "decline" : this.polarity === "declines";
    if (!["act", "polarity"].includes(name)) return;
    if (declines) {
      this.stand("declines");
      this.field.act.value = "decline";
      this.field.certainty.value = "unspecified";
    } else if (name === "polarity" && this.field.act.value === "decline") {
      this.field.act.value = "state";
    } else if (name === "act" && this.polarity === "declines") {
      this.stand("");
    }
  }

  openNew(name) {
    const target = name === "answer" ? "new-answer" : /^(speaker|relay|answer_about)/.test(name) ? "new-party" : null;
    if (target) document.getElementById(target).open = true;
  }

  /** Proposals were taken or cleared. */
  settled() {
    this.field.says_this.checked = false;
    for (const combo of this.combos) combo.show();
    this.spare();
    this.doubts.ask();
    this.read();
    this.changed();
  }

  /** What the form holds already is the editor's own. */
  own(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.field[name];
      const opens = field?.tagName === "SELECT" ? [...field.options].find((option) => option.defaultSelected)?.value ?? "" : field?.defaultValue ?? "";
      const filled = ["cue", "speaker", "relay", "polarity"].includes(fieldOf(name)) || this.data.correcting;
      if (value && (filled || value !== opens)) this.proposals.touched(name);
    }
  }

  restored(fields) {
    this.showAnswers(fields.answer ?? "");
    for (const combo of this.combos) combo.show();
    this.own(fields);
    this.spare();
    this.paint();
    this.propose();
    this.read();
  }

  read() {
    const name = (value) => (value === "new" ? this.field.party_name.value : this.data.parties[value]?.name);
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
