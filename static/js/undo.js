// Undo: the last step of this editor, taken back by the server, so that it holds after a reload and on another device.

/** Take it back. `fill` happens in place where the step was a save of this very draft; else on to where it was.
 *
 * `say` tells it; `here` takes back what the server cannot be asked about, true where there was something. */
export async function undo({ form, kept, say, here }) {
  await kept.settle();
  let answer;
  try {
    answer = await fetch(form.dataset.undo, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, draft: form.elements.draft.value }),
      redirect: "error",
    });
  } catch {
    if (!here()) say(form.dataset.undoOffline);
    return;
  }
  const told = await answer.json();
  if (told.fields) {
    kept.replaced(told.fields, told.at);
    say(told.said);
  } else if (told.open) {
    kept.gone(told.gone);
    location.assign(told.open);
  } else if (told.ask) {
    kept.gone("");
    location.assign(told.ask);
  } else {
    say(told.error, told.more);
  }
}
