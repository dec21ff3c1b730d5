// The workbench: words marked in the text on the left become a claim in the form on the right.

import { ClaimForm } from "./claimform.js";
import { Core } from "./core.js";
import { Excerpts } from "./excerpts.js";
import { Find } from "./find.js";
import { fillForm, keepForm } from "./kept.js";
import { Keys } from "./keys.js";
import { Marking } from "./marking.js";
import { SourceText } from "./text.js";
import { Tools } from "./tools.js";
import { Touch } from "./touch.js";
import { undo } from "./undo.js";

document.documentElement.classList.add("js");
document.body.classList.add("js");

const data = JSON.parse(document.getElementById("bench-data").textContent);
const form = document.getElementById("claim-form");
const live = document.getElementById("live");
const words = live.dataset;
const filed = [...document.querySelectorAll(".filed li")];
const frame = document.getElementById("text-frame");
const text = new SourceText(document.getElementById("text"));
const excerpts = new Excerpts(text);
const claimForm = new ClaimForm({ form, data, text });
const core = new Core({ form, text, ranges: () => claimForm.ranges });
let inFocus = -1;
let liveTimer = 0;
let standing = "";

const say = (said) => {
  clearTimeout(liveTimer);
  liveTimer = setTimeout(() => { live.textContent = said; }, 60);
};
const short = (said) => (said.length > 200 ? `${said.slice(0, 199)}…` : said);
/** Said and shown: what was taken back, or why not, with the page of the last steps where it says more. */
const sayUndone = (said, more = "") => {
  const shown = document.getElementById("undone");
  const link = document.createElement("a");
  link.href = more;
  link.textContent = shown.dataset.more;
  shown.replaceChildren(said, ...(more ? [" ", link] : []));
  shown.hidden = false;
  say(said);
};
/** The page of the words that are taken, beside their characters. */
function showPage() {
  const [first] = claimForm.ranges;
  const page = first && text.pageOf(first[0]);
  const where = document.getElementById("where");
  where.querySelector(".of-page")?.remove();
  if (!page) return;
  const shown = document.createElement("span");
  shown.className = "of-page";
  shown.textContent = `, ${words.page.replace("{}", page)}`;
  where.append(shown);
}
const toText = () => text.root.focus({ preventScroll: true });

function focusClaim(index, { scroll = true } = {}) {
  if (!filed.length) return say(words.none);
  filed[inFocus]?.classList.remove("now");
  inFocus = (index + filed.length) % filed.length;
  const row = filed[inFocus];
  excerpts.light(row.dataset.number);
  row.classList.add("now");
  if (scroll) {
    row.scrollIntoView({ block: "nearest", behavior: "instant" });
    excerpts.reveal(row.dataset.number);
  }
  return say(words.claim.replace("{}", `${row.dataset.number}: ${row.querySelector("a").textContent}`));
}

/** The next claim among those on the words at a place: of the shortest excerpt first, then of those around it. */
function nextClaimAt(place) {
  const here = excerpts.at(place).flatMap((number) => filed.flatMap((row, index) => (row.dataset.number === number ? [index] : [])));
  return here.length ? here[(here.indexOf(inFocus) + 1) % here.length] : -1;
}

function take(start, end, { add = false, byPointer = false } = {}) {
  const [first, last] = text.trimmed(start, end);
  if (first === last) return say(words.blank);
  claimForm.take(first, last, { add });
  say(words.taken.replace("{}", short(form.elements.words.value)));
  marking.collapse();
  toText();
  // on a narrow screen the form stands below the whole text
  if (byPointer && !add && matchMedia("(max-width: 52rem)").matches) document.getElementById("form-h").scrollIntoView();
  return true;
}

const act = {
  take,
  add: (start, end, how) => take(start, end, { ...how, add: true }),
  core: (start, end) => {
    const taken = core.take(...text.trimmed(start, end));
    say(taken === true ? words.core.replace("{}", short(text.between(start, end))) : words[taken]);
    if (taken === true) marking.collapse();
  },
  exact: () => {
    touch.exact = !touch.exact;
    document.querySelector("#tools [data-do=exact]").setAttribute("aria-pressed", touch.exact);
  },
  drop: () => marking.collapse(),
  fresh: (start, end) => {
    if (start !== end) take(start, end);
    say(words.new);
    form.elements.speaker.focus();
  },
  counter: () => {
    const claim = data.claims[filed[inFocus]?.dataset.key];
    if (!claim) return say(words.none);
    claimForm.counter(claim);
    return say(words.counter);
  },
  next: () => focusClaim(inFocus + 1),
  previous: () => focusClaim(inFocus < 0 ? -1 : inFocus - 1),
  undo: () => undo({ form, kept, say: sayUndone, here: () => claimForm.undo() && (say(words.undone), true) }),
  find: () => find.open(marking.selected()[0]),
  help: () => keys.open(),
  open: (place) => {
    const index = nextClaimAt(place);
    if (index < 0) return;
    focusClaim(index);
    filed[index].querySelector("a").focus();
  },
  /** A press on words shows who claims what with them; pressed again, the next of these claims. */
  point: (place, target) => {
    if (target.closest("mark")) focusClaim(nextClaimAt(place), { scroll: false });
  },
};

const switched = (on) => (on ? words.keysOn : words.keysOff);
const keys = new Keys({
  help: document.getElementById("help"),
  token: form.elements.csrfmiddlewaretoken.value,
  switched: (on) => {
    marking.letters = on;
    say(switched(on));
  },
  unkept: (on) => say(`${switched(on)} ${words.keysHere}`),
  back: toText,
});

const marking = new Marking({
  text,
  frame,
  letters: keys.letters,
  announce: {
    selected: (said) => say(words.selected.replace("{}", short(said))),
    at: (said, place) => {
      const numbers = excerpts.at(place).join(", ");
      const entered = numbers === standing ? "" : numbers && `. ${words.excerpt.replace("{}", numbers)}`;
      standing = numbers;
      say((said === null ? words.paragraphEnd : said.trim() ? short(said) : words.space) + entered);
    },
  },
  act,
});

const tools = new Tools({
  root: document.getElementById("tools"),
  text,
  frame,
  marking,
  act,
  can: {
    add: () => claimForm.ranges.length > 0,
    core: (start, end) => core.where(...text.trimmed(start, end)) !== null,
    exact: () => marking.by === "touch",
    drop: () => marking.by === "touch",
  },
});
const touch = new Touch({ text, frame, marking });
marking.followed = () => {
  tools.follow();
  touch.follow();
};

const find = new Find({
  bar: document.getElementById("find-bar"),
  text,
  choose: (start, end) => {
    toText();
    marking.select(start, end, { by: "keys", unit: "word" });
  },
  back: toText,
});

// one listener for thousands of numbers and rows
text.root.addEventListener("click", (event) => {
  const badge = event.target.closest(".no");
  if (!badge) return;
  event.preventDefault();
  focusClaim(filed.findIndex((row) => row.dataset.number === badge.dataset.number));
});
const list = document.querySelector(".on-source");
list.addEventListener("focusin", (event) => {
  const index = filed.indexOf(event.target.closest("li"));
  if (index < 0) return;
  inFocus = index;
  excerpts.light(filed[inFocus].dataset.number);
});
list.addEventListener("keydown", (event) => { if (event.key === "Escape") toText(); });
list.addEventListener("click", (event) => {
  const counter = event.target.closest(".counter");
  if (!counter || data.correcting) return;
  event.preventDefault();
  claimForm.counter(data.claims[counter.closest("li").dataset.key]);
  say(words.counter);
  form.elements.words.value ? form.elements.speaker.focus() : text.root.focus();
});
document.querySelector("form.undo").addEventListener("submit", (event) => {
  event.preventDefault();
  act.undo();
});
document.getElementById("keys").hidden = false;
for (const button of document.querySelectorAll("[data-key]")) {
  button.hidden = false;
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => act[button.dataset.key](...marking.selected()));
}

const kept = keepForm({
  form,
  status: document.getElementById("kept"),
  user: data.user,
  posted: form.dataset.posted === "1",
  fill: (fields) => {
    fillForm(form, fields);
    claimForm.restored(fields);
    core.show();
    showPage();
  },
});
showPage();
claimForm.changed = () => {
  kept.changed();
  core.show();
  showPage();
  tools.follow();
};
document.getElementById("faults")?.focus();
