// A page is being fetched: says how far it is, and opens the form once it is there.

const OFTEN = 700;
const progress = document.getElementById("progress");
const lost = progress.dataset.lost;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
    const { state, said } = answer.ok ? await answer.json() : {};
    if (!said) {
      location.reload(); // it is ready, refused or dropped, or somebody signed out
      return;
    }
    if (progress.textContent !== said) progress.textContent = said;
    document.getElementById("under-way").dataset.state = state;
  } catch {
    progress.textContent = lost;
  }
  setTimeout(look, OFTEN);
}

setTimeout(look, OFTEN);
