// Who has spoken, as whoever leads presses their names: on this page and nowhere else. Nothing is sent,
// nothing is kept by the browser, and a page that is loaded anew has forgotten it.
const spoken = new Set();

function draw() {
  for (const button of document.querySelectorAll("button[data-spoke]")) {
    const has = spoken.has(button.dataset.spoke);
    button.setAttribute("aria-pressed", has);
    button.querySelector(".hint").hidden = !has;
  }
}

export function run() {
  document.addEventListener("drawn", draw);
  document.addEventListener("click", ({ target }) => {
    const who = target.closest("button[data-spoke]")?.dataset.spoke;
    if (!who) return;
    if (!spoken.delete(who)) spoken.add(who);
    draw();
  });
}
