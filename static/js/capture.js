// Capture: a pasted text survives a reload, a lost network and a session that ran out.

import { fillForm, keepForm } from "./kept.js";
import { keepParagraphs } from "./paste.js";

const form = document.getElementById("capture-form");
keepForm({
  form,
  status: document.getElementById("kept"),
  user: form.dataset.user,
  posted: document.getElementById("faults") !== null,
  fill: (fields) => fillForm(form, fields),
});
keepParagraphs(form.elements.text);
document.getElementById("faults")?.focus();
