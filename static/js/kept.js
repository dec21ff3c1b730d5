// A form that keeps itself: on this device at every pause in typing, on the server a little later, and says which.

import * as copies from "./copies.js";

const DEVICE = 300;
const SERVER = 2000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "editor", "purpose", "draft", "says_this", "seen"]);

/** Begin to keep `form`; `status` is the element that says so. `fill(fields)` puts a copy back into the form. */
export function keepForm({ form, status, user, posted, fill }) {
  const purpose = form.elements.purpose.value;
  const words = status.dataset;
  let deviceTimer = 0;
  let serverTimer = 0;
  let sending = false;
  let leaving = false;
  let typed = false;

  const fields = () => {
    const kept = {};
    for (const [key, value] of new FormData(form)) {
      if (!NOT_KEPT.has(key) && typeof value === "string" && value !== "") kept[key] = value;
    }
    return kept;
  };

  const say = (text, { lost = false, extra = null } = {}) => {
    const mark = document.createElement("span");
    mark.className = "mark";
    mark.textContent = words.draftWord ?? "draft";
    const said = document.createElement("span");
    said.textContent = text;
    if (lost) said.className = "lost";
    status.replaceChildren(...[lost ? null : mark, said, extra].filter(Boolean));
  };

  const keepHere = (saved) => {
    const draft = form.elements.draft.value;
    return copies.keep(user, { draft, purpose, fields: fields(), at: Date.now(), saved });
  };

  const keepThere = async () => {
    if (sending || leaving) return;
    sending = true;
    const before = JSON.stringify(fields());
    try {
      const answer = await fetch(form.dataset.drafts, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams([...new FormData(form)].filter(([key]) => key !== "says_this")),
        redirect: "error",
      });
      if (leaving) return;
      if (answer.ok) {
        const { at } = await answer.json();
        const time = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
        const here = keepHere(before === JSON.stringify(fields()));
        say((here ? words.saved : words.savedThere).replace("{}", time));
      } else if (answer.status === 401 || answer.status === 403) {
        const link = document.createElement("a");
        link.href = form.dataset.signIn ?? "/accounts/login/";
        link.textContent = words.signIn ?? "";
        say(keepHere(false) ? words.signedOut : words.nowhere, { lost: true, extra: link });
      } else {
        say(keepHere(false) ? words.refused : words.nowhere, { lost: true });
      }
    } catch {
      if (!leaving) say(keepHere(false) ? words.offline : words.nowhere, { lost: true });
    } finally {
      sending = false;
    }
  };

  const changed = () => {
    typed = true;
    clearTimeout(deviceTimer);
    clearTimeout(serverTimer);
    deviceTimer = setTimeout(() => {
      deviceTimer = 0;
      keepHere(false);
    }, DEVICE);
    serverTimer = setTimeout(keepThere, SERVER);
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

  const flush = () => {
    if (deviceTimer) keepHere(false);
    clearTimeout(deviceTimer);
    deviceTimer = 0;
  };

  const restore = () => {
    const asked = new URLSearchParams(location.search);
    for (const filed of [asked.get("filed")].filter(Boolean)) {
      copies.remove(user, filed);
      asked.delete("filed");
      history.replaceState(null, "", location.pathname + (asked.size ? `?${asked}` : "") + location.hash);
    }
    if (posted) {
      keepHere(false);
      return;
    }
    if (asked.has("counter") || asked.has("words")) return;
    const copy = copies.find(user, { purpose, draft: asked.get("draft") });
    if (!copy || (asked.has("draft") && copy.saved)) return;
    form.elements.draft.value = copy.draft;
    fill(copy.fields);
    const discard = document.createElement("button");
    discard.type = "button";
    discard.textContent = words.discard;
    discard.addEventListener("click", async () => {
      leaving = true;
      clearTimeout(deviceTimer);
      clearTimeout(serverTimer);
      deviceTimer = 0;
      copies.remove(user, copy.draft);
      await discardThere(copy.draft);
      location.assign(location.pathname);
    });
    say(words.restored, { extra: discard });
    if (!copy.saved) changed();
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    keepHere(false);
    clearTimeout(deviceTimer);
    clearTimeout(serverTimer);
    deviceTimer = 0;
    leaving = true;
  });
  addEventListener("pagehide", flush);
  addEventListener("visibilitychange", flush);
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  addEventListener("online", () => typed && keepThere());
  restore();
  return { changed };
}

/** Put the fields of a copy into the form: those that it names filled, all others emptied. */
export function fillForm(form, fields) {
  for (const element of form.elements) {
    if (!element.name || NOT_KEPT.has(element.name) || element.type === "submit") continue;
    const value = fields[element.name] ?? "";
    if (element.type === "radio" || element.type === "checkbox") element.checked = element.value === value;
    else element.value = value;
  }
  for (const details of form.querySelectorAll("details")) {
    const filled = [...details.querySelectorAll("input, textarea, select")].some((each) => fields[each.name]);
    if (filled) details.open = true;
  }
}
