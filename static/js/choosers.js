// The comboboxes of the claim's form: who speaks and passes on, and which answer to which question.

import { Combobox, matches } from "./combobox.js";

const NEW = "new";
const WHOLE = "whole";

/** The order of a list as it opens: what is proposed, then what this source has had lately, then the rest. */
function ranked(keys, first) {
  const place = new Map(first.map((key, index) => [key, index]));
  return [...keys].sort((a, b) => (place.get(a) ?? Infinity) - (place.get(b) ?? Infinity) || 0);
}

/** Choose a party for a select by name, other name or monogram. */
export function partyChooser({ select, label, data, words, proposed, picked }) {
  const parties = data.parties;
  const names = ([key]) => [parties[key].name, parties[key].monogram, ...parties[key].names];
  const base = Object.keys(parties);
  return new Combobox({
    select,
    label,
    placeholder: select.options[0].text,
    shown: () => (select.value ? select.selectedOptions[0].text : ""),
    options: (query) => {
      const offered = proposed();
      const found = ranked(base, [...offered, ...data.recent])
        .filter((key) => !query || matches(query, names([key]).join(" ")))
        .map((key) => {
          const known = parties[key].names.find((name) => query && matches(query, name) && !matches(query, parties[key].name));
          return {
            value: key,
            text: [...select.options].find((option) => option.value === key)?.text ?? parties[key].name,
            note: known ?? "",
            mark: offered.includes(key) ? words.proposed : "",
          };
        });
      const short = query && found.findIndex(({ value }) => parties[value].monogram.toLowerCase() === query.trim().toLowerCase());
      if (short > 0) found.unshift(...found.splice(short, 1));
      const fresh = [...select.options].find((option) => option.value === NEW);
      if (fresh) found.push({ value: NEW, text: fresh.text });
      return found;
    },
    chosen: ({ value }, event) => {
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      if (event && value !== NEW) picked();
    },
    cleared: () => {
      select.value = "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
}

/** Choose an answer, and its question with it. `choose(question, answer, denied)` puts both into the form. */
export function answerChooser({ select, data, words, likely, declines, choose }) {
  const rows = Object.entries(data.questions).flatMap(([question, { text, kind, answers }]) => [
    ...answers.map(([key, answer, about]) => ({ value: key, question, answer: key, text: answer, note: text, about })),
    ...(kind === "yesno" ? [] : [{ value: `${NEW}:${question}`, question, answer: NEW, text: words.newAnswer, note: text }]),
    { value: `${WHOLE}:${question}`, question, answer: WHOLE, text: words.whole, note: text },
  ]);
  const byAnswer = new Map(rows.map((row) => [row.value, row]));
  const order = rows.filter(({ value, answer }) => value === answer).map(({ value }) => value);
  return new Combobox({
    select,
    label: words.questionAndAnswer,
    visibleLabel: true,
    placeholder: words.typeAnswer,
    how: words.howAnswer,
    shown: () => (select.value ? select.selectedOptions[0].text : ""),
    options: (query) => {
      const found = ranked(order, likely()).map((key) => byAnswer.get(key));
      const asked = new Set();
      const all = found.flatMap((row) => {
        const first = !asked.has(row.question);
        asked.add(row.question);
        return first && (declines() || query) ? [row, byAnswer.get(`${WHOLE}:${row.question}`), byAnswer.get(`${NEW}:${row.question}`)] : [row];
      });
      const kept = all.filter((row) => row && (!query || matches(query, `${row.text} ${row.note} ${row.about ?? ""}`)));
      const inAnswer = (row) => row.value === row.answer && matches(query, row.text);
      if (query) kept.sort((a, b) => inAnswer(b) - inAnswer(a));
      return [...kept, { value: NEW, question: NEW, answer: "", text: words.newQuestion }];
    },
    chosen: (option, event) => choose(option.question, option.answer, { denied: Boolean(event?.shiftKey), goOn: Boolean(event) }),
    cleared: () => choose("", "", { denied: false, goOn: false }),
  });
}
