// A form that keeps itself: on this device at once, on the server within two seconds, and says truly which.
//
// While somebody types without a pause it is kept all the same: a timer that runs is not put back. What the network or
// the server does not take waits on the device and goes up when they are back. Two tabs on one draft: whoever finds
// that the other wrote since goes on under a draft of its own, and says so; neither text is written over.

import * as copies from "./copies.js";

const DEVICE = 250;
const SERVER = 1500;
const AGAIN = 5000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "editor", "purpose", "draft", "draft_seen", "says_this", "snapshot"]);
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

const random = (length) => [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
const TAB = random(16);
const written = (copy) => (copy ? `${copy.tab} ${copy.at}` : "");

/** Begin to keep `form`; `status` is the element that says so. `fill(fields)` puts a copy back into the form. */
export function keepForm({ form, status, user, posted, fill }) {
  const purpose = form.elements.purpose.value;
  const words = status.dataset;
  let deviceTimer = 0;
  let serverTimer = 0;
  let sending = null;
  let leaving = false;
  let unsaved = false;
  let known = "";
  let apart = null;
  let kept = "";

  const fields = () => {
    const kept = {};
    for (const [key, value] of new FormData(form)) {
      if (!NOT_KEPT.has(key) && typeof value === "string" && value !== "") kept[key] = value;
    }
    return kept;
  };

  const say = (text, { lost = false, extra = null, quietly = false } = {}) => {
    const mark = document.createElement("span");
    mark.className = "mark";
    mark.textContent = words.draftWord ?? "draft";
    const said = document.createElement("span");
    said.textContent = text;
    if (lost) said.className = "lost";
    if (quietly) said.setAttribute("aria-hidden", "true");
    // what is told of another tab stays where it is: a link that is put anew under a finger is not pressed
    for (const each of [...status.childNodes]) if (each !== apart) each.remove();
    status.prepend(...[lost ? null : mark, said, extra].filter(Boolean));
    if (apart && !apart.isConnected) status.append(apart);
  };

  /** This tab goes on under `draft`: another one wrote the draft `other` that this was written on. */
  const part = (draft, other) => {
    form.elements.draft.value = draft;
    known = "";
    apart = document.createElement("span");
    apart.className = "apart lost";
    const link = document.createElement("a");
    link.href = `${location.pathname}?draft=${other}`;
    link.textContent = words.apartSee ?? "";
    apart.append(words.apart ?? "", " ", link);
  };

  const keepHere = (saved) => {
    clearTimeout(deviceTimer);
    deviceTimer = 0;
    const there = copies.get(user, form.elements.draft.value);
    if (there && there.tab !== TAB && written(there) !== known) {
      part(random(10), there.draft);
      if (form.elements.draft_seen) form.elements.draft_seen.value = "";
      say(words.writing ?? "");
    }
    const copy = {
      draft: form.elements.draft.value,
      purpose,
      fields: fields(),
      at: Date.now(),
      saved,
      tab: TAB,
      seen: form.elements.draft_seen?.value ?? "",
    };
    known = written(copy);
    return copies.keep(user, copy);
  };

  const send = async () => {
    const before = JSON.stringify(fields());
    const body = new URLSearchParams([...new FormData(form)].filter(([key, value]) => key !== "says_this" && typeof value === "string"));
    body.set("tab", TAB);
    try {
      const answer = await fetch(form.dataset.drafts, { method: "POST", headers: { Accept: "application/json" }, body, redirect: "error" });
      if (leaving) return;
      if (answer.ok) {
        const { key, at, apart: parted } = await answer.json();
        if (parted) part(key, form.elements.draft.value);
        if (form.elements.draft_seen) form.elements.draft_seen.value = at;
        kept = before;
        unsaved = before !== JSON.stringify(fields());
        sayKept(at, keepHere(!unsaved));
      } else if (answer.status === 401 || answer.status === 403) {
        const link = document.createElement("a");
        link.href = form.dataset.signIn ?? "/accounts/login/";
        link.textContent = words.signIn ?? "";
        say(keepHere(false) ? words.signedOut : words.nowhere, { lost: true, extra: link });
      } else {
        say(keepHere(false) ? words.refused : words.nowhere, { lost: true });
      }
      if (unsaved) later(answer.ok ? SERVER : AGAIN);
    } catch {
      if (leaving) return;
      say(keepHere(false) ? words.offline : words.nowhere, { lost: true });
      later(AGAIN);
    }
  };

  const sayKept = (at, here) => {
    const time = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    say((here ? words.saved : words.savedThere).replace("{}", time));
  };

  /** Save on the server now, after what is on its way. */
  const keepThere = async () => {
    clearTimeout(serverTimer);
    serverTimer = 0;
    while (sending) await sending;
    if (leaving) return;
    sending = send();
    await sending;
    sending = null;
  };

  const later = (pause) => {
    if (!serverTimer && !leaving) serverTimer = setTimeout(keepThere, pause);
  };

  const changed = () => {
    if (!unsaved && JSON.stringify(fields()) === kept) return;
    if (!unsaved && status.textContent) say(words.writing ?? "", { quietly: true });
    unsaved = true;
    if (!deviceTimer) deviceTimer = setTimeout(() => keepHere(false), DEVICE);
    later(SERVER);
  };

  /** The draft of that key goes on the server too; where it cannot be reached, the inbox still lists it. */
  const discardThere = async (draft) => {
    try {
      await fetch(`${form.dataset.drafts}/${draft}/discard`, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value }),
      });
    } catch {
      // no network: it stays a draft
    }
  };

  /** Nothing is kept from now on: the page goes, and its draft is filed, discarded or taken back. */
  const leave = () => {
    leaving = true;
    clearTimeout(deviceTimer);
    clearTimeout(serverTimer);
    deviceTimer = 0;
    serverTimer = 0;
  };

  const flush = () => {
    if (deviceTimer) keepHere(false);
  };

  const restore = () => {
    const asked = new URLSearchParams(location.search);
    for (const filed of [asked.get("filed")].filter(Boolean)) {
      copies.remove(user, filed);
      asked.delete("filed");
      history.replaceState(null, "", location.pathname + (asked.size ? `?${asked}` : "") + location.hash);
    }
    known = written(copies.get(user, form.elements.draft.value));
    if (posted) {
      keepHere(false);
      return;
    }
    if (asked.has("counter") || asked.has("words")) return;
    const copy = copies.find(user, { purpose, draft: asked.get("draft") });
    if (!copy || (asked.has("draft") && copy.saved)) return;
    form.elements.draft.value = copy.draft;
    if (form.elements.draft_seen) form.elements.draft_seen.value = copy.seen ?? "";
    known = written(copy);
    fill(copy.fields);
    const discard = document.createElement("button");
    discard.type = "button";
    discard.textContent = words.discard;
    discard.addEventListener("click", async () => {
      leave();
      copies.remove(user, copy.draft);
      await discardThere(copy.draft);
      location.assign(location.pathname);
    });
    say(words.restored, { extra: discard });
    if (!copy.saved) {
      unsaved = true;
      later(SERVER);
    }
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    keepHere(false);
    leave();
  });
  addEventListener("pagehide", flush);
  addEventListener("visibilitychange", flush);
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  addEventListener("online", () => unsaved && keepThere());
  restore();
  return {
    changed,
    /** What was typed is on the server when this is done, where it can be reached. */
    settle: async () => {
      if (unsaved || sending) await keepThere();
    },
    /** The server put these fields into the draft, at this time. */
    replaced: (given, at) => {
      clearTimeout(serverTimer);
      serverTimer = 0;
      unsaved = false;
      if (form.elements.draft_seen) form.elements.draft_seen.value = at;
      fill(given);
      kept = JSON.stringify(fields());
      sayKept(at, keepHere(true));
    },
    gone: (draft) => {
      leave();
      if (draft) copies.remove(user, draft);
    },
  };
}

/** Put the fields of a copy into the form: those that it names filled, all others emptied.
 *
 * The revision that the copy was written on comes with it, so that what was saved since is asked about. */
export function fillForm(form, fields) {
  for (const element of form.elements) {
    if (!element.name || NOT_KEPT.has(element.name) || element.type === "submit") continue;
    if (element.name === "seen" && !fields.seen) continue;
    const value = fields[element.name] ?? "";
    if (element.type === "radio" || element.type === "checkbox") element.checked = element.value === value;
    else element.value = value;
  }
  for (const details of form.querySelectorAll("details")) {
    const filled = [...details.querySelectorAll("input, textarea, select")].some((each) => fields[each.name]);
    if (filled) details.open = true;
  }
}
