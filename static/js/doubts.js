// Second thoughts: asked of the server while the form is filled, and shown above the answer. They stop nobody.

const PAUSE = 350;
const ASKED = ["snapshot", "pieces", "speaker", "speaker_2", "speaker_3", "speaker_4", "question", "answer", "answer_text", "polarity", "said"];

export class Doubts {
  constructor({ form, but }) {
    this.form = form;
    this.but = but;
    this.box = document.getElementById("near");
    this.shown = document.getElementById("doubts");
    this.last = this.query();
  }

  query() {
    const filled = new FormData(this.form);
    const asked = new URLSearchParams();
    for (const name of ASKED) if (filled.get(name)) asked.set(name, filled.get(name).slice(0, 500));
    if (this.but) asked.set("but", this.but);
    return asked.toString();
  }

  ask() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), PAUSE);
  }

  async fetch() {
    const asked = this.query();
    if (asked === this.last) return;
    this.last = asked;
    try {
      const answer = await fetch(`${this.form.dataset.doubts}?${asked}`);
      if (!answer.ok || asked !== this.last) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      const typed = this.form.elements.distinction_note?.value;
      this.shown.replaceChildren(...found.body.childNodes);
      if (typed && this.form.elements.distinction_note) this.form.elements.distinction_note.value = typed;
      this.box.hidden = !this.shown.firstElementChild;
    } catch {
      // without a network the server says it when the form is sent
    }
  }
}
