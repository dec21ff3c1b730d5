// While words are being looked for in a new text: say how far it is, and that there is something to show.

const progress = document.getElementById("progress");
const EVERY = 2000;

async function look() {
  try {
    const answer = await fetch(location.pathname, { redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("progress");
    if (now.dataset.left === progress.dataset.left && now.dataset.state === progress.dataset.state) {
      setTimeout(look, EVERY);
      return;
    }
    Object.assign(progress.dataset, { left: now.dataset.left, state: now.dataset.state });
    progress.replaceChildren(...now.childNodes);
    if (underWay()) setTimeout(look, EVERY);
    else ready();
  } catch {
    setTimeout(look, EVERY * 5); // no network: later
  }
}

// Nothing that is being read or typed is taken away: the page is loaded anew by the editor.
function ready() {
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = progress.dataset.show;
  const said = document.createElement("p");
  said.append(`${progress.dataset.ready} `, link);
  progress.append(said);
}

const underWay = () => progress.dataset.left !== "0" && ["waiting", "under way"].includes(progress.dataset.state);

if (underWay()) setTimeout(look, EVERY);
document.getElementById("faults")?.focus();
