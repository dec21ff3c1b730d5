// The workbench: words marked in the text on the left become a claim in the form on the right.

import { ClaimForm } from "./claimform.js";
import { fillForm, keepForm } from "./kept.js";
import { Marking } from "./marking.js";
import { SourceText } from "./text.js";

document.documentElement.classList.add("js");
document.body.classList.add("js");

const data = JSON.parse(document.getElementById("bench-data").textContent);
const form = document.getElementById("claim-form");
const live = document.getElementById("live");
const help = document.getElementById("help");
const filed = [...document.querySelectorAll(".filed li")];
const text = new SourceText(document.getElementById("text"));
const claimForm = new ClaimForm({ form, data, text });
let inFocus = -1;
let liveTimer = 0;

const say = (words) => {
  clearTimeout(liveTimer);
  liveTimer = setTimeout(() => { live.textContent = words; }, 60);
};
const short = (words) => (words.length > 200 ? `${words.slice(0, 199)}…` : words);

function focusClaim(index) {
  if (!filed.length) return say(live.dataset.none);
  inFocus = (index + filed.length) % filed.length;
  const row = filed[inFocus];
  light(row.dataset.number);
  for (const each of filed) each.classList.toggle("now", each === row);
  row.scrollIntoView({ block: "nearest" });
  text.root.querySelector(`mark[data-numbers~="${row.dataset.number}"]`)?.scrollIntoView({ block: "nearest" });
  return say(live.dataset.claim.replace("{}", `${row.dataset.number}: ${row.querySelector("a").textContent}`));
}

/** Show which words an excerpt has. */
function light(number) {
  for (const mark of text.root.querySelectorAll("mark")) {
    mark.classList.toggle("now", mark.dataset.numbers.split(" ").includes(number));
  }
  for (const badge of text.root.querySelectorAll(".no")) badge.classList.toggle("now", badge.textContent === number);
}

function take(start, end, { add = false, byPointer = false } = {}) {
  claimForm.take(start, end, { add });
  say(live.dataset.taken.replace("{}", short(form.elements.words.value)));
  marking.collapse();
  text.root.focus({ preventScroll: true });
  // on a narrow screen the form stands below the whole text
  if (byPointer && matchMedia("(max-width: 52rem)").matches) document.getElementById("form-h").scrollIntoView();
}

function openHelp() {
  help.querySelector("#letters").checked = marking.letters;
  help.showModal();
}

const marking = new Marking({
  text,
  takeLabel: `${document.querySelector("#keys li:nth-child(3)")?.textContent.trim() ?? ""}`,
  announce: (words, selected) => say(selected ? live.dataset.selected.replace("{}", short(words)) : words),
  act: {
    take,
    add: (start, end) => take(start, end, { add: true }),
    fresh: (start, end) => {
      if (start !== end) take(start, end);
      say(live.dataset.new);
      form.elements.speaker.focus();
    },
    counter: () => {
      const claim = data.claims[filed[inFocus]?.dataset.key];
      if (!claim) return say(live.dataset.none);
      claimForm.counter(claim);
      return say(live.dataset.counter);
    },
    next: () => focusClaim(inFocus + 1),
    previous: () => focusClaim(inFocus - 1),
    undo: () => claimForm.undo() && say(live.dataset.undone),
    help: openHelp,
    open: (place) => {
      const { node } = text.position(place);
      const number = node.parentElement.closest("mark")?.dataset.numbers.split(" ")[0];
      const index = filed.findIndex((row) => row.dataset.number === number);
      if (index >= 0) {
        focusClaim(index);
        filed[index].querySelector("a").focus();
      }
    },
  },
});

for (const badge of text.root.querySelectorAll(".no")) {
  badge.addEventListener("click", (event) => {
    event.preventDefault();
    focusClaim(filed.findIndex((row) => row.dataset.number === badge.textContent));
  });
}
for (const [index, row] of filed.entries()) {
  row.addEventListener("focusin", () => { inFocus = index; light(row.dataset.number); });
  row.querySelector(".counter").addEventListener("click", (event) => {
    if (data.correcting) return;
    event.preventDefault();
    claimForm.counter(data.claims[row.dataset.key]);
    say(live.dataset.counter);
    form.elements.words.value ? form.elements.speaker.focus() : text.root.focus();
  });
}
document.getElementById("keys").hidden = false;
document.getElementById("all-keys").addEventListener("click", openHelp);
help.querySelector("#letters").addEventListener("change", (event) => {
  marking.letters = event.target.checked;
  say(event.target.checked ? live.dataset.keysOn : live.dataset.keysOff);
});
help.addEventListener("close", () => text.root.focus({ preventScroll: true }));

const kept = keepForm({
  form,
  status: document.getElementById("kept"),
  user: data.user,
  posted: form.dataset.posted === "1",
  fill: (fields) => {
    fillForm(form, fields);
    claimForm.restored(fields);
  },
});
claimForm.changed = kept.changed;
document.getElementById("faults")?.focus();
