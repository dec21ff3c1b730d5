// A list to type into, over a select that stays the form's own field: the combobox of the ARIA patterns, with a list
// that narrows and its first option ready to be taken.

let count = 0;

/** Letters without case and accents, so that "lee" finds "Lee" and "e" finds "é". */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Whether every word that was typed begins a word of the text. */
export function matches(query, text) {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u);
  return fold(query).split(/\s+/).filter(Boolean).every((part) => words.some((word) => word.startsWith(part.replace(/[^\p{L}\p{N}]/gu, ""))));
}

export class Combobox {
  /**
   * `options(query)` gives the options to list, the likeliest first: { value, text, note, mark }. `chosen(option, event)`
   * puts one into the form, `shown()` says what the form holds, `how` is a line about keys below the list.
   */
  constructor({ select, label, visibleLabel = false, placeholder = "", how = "", options, chosen, shown, cleared }) {
    Object.assign(this, { select, options, chosen, shown, cleared });
    this.listed = [];
    this.active = -1;
    this.typed = false;
    const id = `combo-${(count += 1)}`;
    this.box = element("div", { class: "combo" });
    this.input = element("input", {
      id, role: "combobox", type: "text", autocomplete: "off", spellcheck: "false", placeholder,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
    });
    this.list = element("ul", { id: `${id}-list`, role: "listbox", "aria-label": label });
    this.pop = element("div", { class: "combo-pop", hidden: "" });
    this.pop.append(this.list);
    this.describedBy = [select.getAttribute("aria-describedby")];
    if (how) {
      this.pop.append(element("p", { class: "hint", id: `${id}-how` }, how));
      this.describedBy.push(`${id}-how`);
    }
    if (visibleLabel) {
      const own = select.labels[0];
      own.classList.add("vh");
      own.after(element("label", { for: id }, label));
    } else {
      this.input.setAttribute("aria-label", label);
    }
    this.describe();
    for (const name of ["aria-invalid", "accesskey"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    select.removeAttribute("accesskey");
    select.classList.add("vh");
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    // whoever leads to the field, such as a link in the list of faults, comes to the one that is seen
    select.focus = () => this.input.focus();
    select.addEventListener("focus", () => this.input.focus());
    select.addEventListener("change", () => this.show());
    this.box.append(this.input, this.pop);
    select.after(this.box);
    this.input.addEventListener("input", (event) => {
      event.stopPropagation(); // only the select is the form's
      this.typed = true;
      this.open();
    });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const index = [...this.list.children].indexOf(event.target.closest("[role=option]"));
      if (index >= 0) this.take(index, event);
    });
    this.show();
  }

  get isOpen() {
    return !this.pop.hidden;
  }

  /** Other elements that describe the field besides its own lines. */
  describe(...ids) {
    const all = [...this.describedBy, ...ids].filter(Boolean).join(" ");
    if (all) this.input.setAttribute("aria-describedby", all);
  }

  /** Show what the form holds. */
  show() {
    this.typed = false;
    this.input.value = this.shown();
  }

  open() {
    const query = this.typed ? this.input.value : "";
    this.listed = this.options(query).slice(0, 60);
    this.list.replaceChildren(...this.listed.map((option, index) => this.row(option, index)));
    const none = !this.listed.length;
    this.pop.hidden = none;
    this.input.setAttribute("aria-expanded", String(!none));
    this.move(none ? -1 : 0);
  }

  close() {
    this.pop.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(-1);
  }

  row({ text, note, mark }, index) {
    const row = element("li", { id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false" });
    row.append(element("span", { class: "t-main" }, text));
    if (mark) row.append(" ", element("span", { class: "mark" }, mark));
    if (note) row.append(" ", element("span", { class: "note" }, note));
    return row;
  }

  move(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const row = this.list.children[index];
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    row.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", row.id);
    return row.scrollIntoView({ block: "nearest" });
  }

  take(index, event) {
    const option = this.listed[index];
    this.close();
    if (!option) return;
    this.chosen(option, event);
    this.show();
  }

  /** Left by Tab or pointer: what was typed stands for the option that was ready; nothing typed clears the field. */
  leave() {
    if (this.typed && !this.input.value.trim()) {
      this.cleared();
    } else if (this.typed && this.isOpen && this.active >= 0) {
      this.chosen(this.listed[this.active], null);
    }
    this.close();
    this.show();
  }

  key(event) {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey || event.isComposing) return;
    if (key === "Tab") return this.leave(); // before the focus moves: a list that scrolls would have it next
    const last = this.listed.length - 1;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (!this.isOpen) this.open();
      else if (altKey && key === "ArrowUp") this.close();
      else this.move(key === "ArrowDown" ? (this.active + 1) % (last + 1) : (this.active + last) % (last + 1));
    } else if (key === "PageDown" || key === "PageUp") {
      if (!this.isOpen) return;
      this.move(key === "PageDown" ? Math.min(last, this.active + 8) : Math.max(0, this.active - 8));
    } else if (key === "Enter" && !altKey) {
      // a closed list opens; Enter here never sends the form
      if (this.isOpen) this.take(this.active, event);
      else this.open();
    } else if (key === "Escape" && (this.isOpen || this.typed)) {
      this.close();
      this.show();
      this.input.select();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== "" || key === "hidden") made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}
