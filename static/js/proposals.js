// Proposals beside the fields: what the words suggest, taken and cleared by a press or a key, and in no other way.

const GROUPS = ["speaker", "relay"];
const RADIOS = ["polarity"];

export class Proposals {
  /** `after()` is called when a proposal was taken or cleared, `say(words)` tells people who listen. */
  constructor({ form, likely, after, say }) {
    this.form = form;
    this.words = form.dataset;
    this.after = after;
    this.say = say;
    this.likely = likely;
    this.byHand = new Set();
    this.pending = Promise.resolve();
    this.asked = "";
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=take]");
      if (!button) return;
      event.preventDefault();
      this.toggle(button.closest(".offer"));
    });
  }

  /** Ask what the words suggest; what was suggested before goes. */
  ask(pieces, core) {
    const snapshot = this.form.elements.snapshot.value;
    this.asked = new URLSearchParams({ snapshot, pieces, core }).toString();
    for (const slot of this.slots()) slot.replaceChildren();
    if (!pieces) return;
    this.pending = this.fetch(this.asked);
  }

  async fetch(asked) {
    try {
      const answer = await fetch(`${this.words.proposals}?${asked}`);
      if (!answer.ok || asked !== this.asked) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.likely = (found.querySelector("[data-likely]")?.dataset.likely ?? "").split(" ").filter(Boolean);
      for (const slot of this.slots()) {
        const fresh = [...found.querySelectorAll(`[data-field="${slot.dataset.offers}"]`)];
        slot.replaceChildren(...fresh.filter((offer) => !this.holds(offer)));
      }
      const number = this.form.querySelectorAll(".offer[data-first]").length;
      if (number) this.say(this.words.proposed.replace("{}", number));
    } catch {
      // proposals are a help; without a network there are none
    }
  }

  slots() {
    return [...this.form.querySelectorAll("[data-offers]")];
  }

  /** The keys of parties that are proposed for a group. */
  offered(group) {
    return [...this.form.querySelectorAll(`.offer[data-field="${group}"]`)].map((offer) => valueOf(offer));
  }

  /** An editor's own choice: no key that takes all will change it, and it is no proposal any more. */
  touched(name) {
    const field = fieldOf(name);
    this.byHand.add(field);
    this.follow(field);
  }

  /** The form's own field changed: what it holds no more is not taken. */
  follow(field) {
    for (const offer of this.form.querySelectorAll(`.offer.taken[data-field="${field}"]`)) {
      if (!this.holds(offer)) this.mark(offer, false);
    }
  }

  /** The one key: take what is proposed for the field, then what else is, and at last clear it. */
  toggleField(name) {
    const all = [...this.form.querySelectorAll(`[data-offers="${fieldOf(name)}"] .offer`)];
    if (!all.length) return this.say(this.words.none);
    const first = all.filter((offer) => "first" in offer.dataset);
    const steps = first.length > 1 ? [first] : all.map((offer) => [offer]);
    const now = steps.findLastIndex((offers) => offers.some((offer) => offer.classList.contains("taken")));
    const next = steps[now + 1];
    for (const offer of (next && now >= 0) || !next ? steps[now] : []) this.put(offer, false);
    for (const offer of next ?? []) this.put(offer, true);
    return this.told(next ?? steps[now], Boolean(next));
  }

  /** Take all that is proposed first, where the editor has not chosen; pressed again, clear it all. */
  async toggleAll() {
    await this.pending;
    const first = [...this.form.querySelectorAll(".offer[data-first]")];
    const open = first.filter((offer) => !offer.classList.contains("taken") && !this.byHand.has(offer.dataset.field));
    const those = open.length ? open : first.filter((offer) => offer.classList.contains("taken"));
    if (!those.length) return this.say(this.words.none);
    for (const group of open.length ? GROUPS : []) {
      // what earlier words suggested makes room
      if (those.some((offer) => offer.dataset.field === group)) for (const select of this.group(group)) select.value = "";
    }
    for (const offer of those) this.put(offer, open.length > 0);
    return this.told(those, open.length > 0);
  }

  toggle(offer) {
    const take = !offer.classList.contains("taken");
    this.put(offer, take);
    this.told([offer], take);
  }

  told(offers, take) {
    const what = offers.map((offer) => offer.querySelector("button").dataset.shown).join("; ");
    this.say((take ? this.words.took : this.words.cleared).replace("{}", what));
    this.after();
  }

  put(offer, take) {
    const { field } = offer.dataset;
    const value = valueOf(offer);
    if (take) offer.dataset.before = this.value(field);
    if (GROUPS.includes(field)) {
      const all = this.group(field);
      const held = all.find((select) => select.value === value);
      if (!take && held) held.value = "";
      if (take && !held) (all.find((select) => !select.value) ?? all[0]).value = value;
    } else {
      this.set(field, take ? value : offer.dataset.before ?? "");
    }
    for (const other of take && !GROUPS.includes(field) ? this.form.querySelectorAll(`.offer.taken[data-field="${field}"]`) : []) {
      this.mark(other, false);
    }
    this.mark(offer, take);
    this.byHand.delete(field);
  }

  mark(offer, taken) {
    const button = offer.querySelector("button");
    offer.classList.toggle("taken", taken);
    button.textContent = taken ? this.words.clear : this.words.take;
    button.setAttribute("aria-label", `${button.textContent}: ${button.dataset.shown}`);
  }

  group(name) {
    return [...this.form.querySelectorAll(`li.${name} select`)];
  }

  value(field) {
    if (RADIOS.includes(field)) return this.form.querySelector(`[name=${field}]:checked`)?.value ?? "";
    const element = this.form.elements[field];
    return element?.type === "checkbox" ? (element.checked ? element.value : "") : element?.value ?? "";
  }

  set(field, value) {
    if (RADIOS.includes(field)) {
      for (const radio of this.form.elements[field]) radio.checked = radio.value === value;
    } else if (this.form.elements[field].type === "checkbox") {
      this.form.elements[field].checked = Boolean(value);
      if (value) this.form.elements[field].closest("details").open = true;
    } else {
      this.form.elements[field].value = value;
    }
  }

  /** Whether the form says already what is proposed. */
  holds(offer) {
    const { field } = offer.dataset;
    if (GROUPS.includes(field)) return this.group(field).some((select) => select.value === valueOf(offer));
    return this.value(field) === valueOf(offer);
  }
}

function valueOf(offer) {
  const [, ...rest] = offer.querySelector("button").value.split("=");
  return rest.join("=");
}

/** "relay_2" is a relay. */
export function fieldOf(name) {
  return name.replace(/_\d$/, "");
}
