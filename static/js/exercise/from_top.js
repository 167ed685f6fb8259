// When what is at work becomes something else, the console shows its beginning.
let before = null;

function look() {
  const now = document.querySelector("[data-at-work]")?.dataset.atWork ?? null;
  if (before !== null && now !== null && now !== before) {
    const body = document.querySelector(".now-body");
    if (body) body.scrollTop = 0;
  }
  before = now;
}

export function run() {
  document.addEventListener("drawn", look);
  look();
}
