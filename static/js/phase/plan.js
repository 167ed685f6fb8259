// The plan beside the present: minutes go by without anything being pushed.
import { refetch } from "../room/screen.js";

const AGAIN_EVERY_MS = 20_000;

export function run() {
  show();
  document.addEventListener("drawn", show);
  setInterval(() => document.hidden || refetch(), AGAIN_EVERY_MS);
  // The next step stands where the last one stood: the second tap of a double one is not for it.
  document.addEventListener("click", once, true);
}

function once(event) {
  if (event.detail > 1 && event.target.closest(".next-step, .phases")) event.preventDefault();
}

function show() {
  const language = document.documentElement.lang;
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  for (const element of document.querySelectorAll("[data-time-of]")) {
    const text = time.format(Number(element.dataset.timeOf));
    if (element.textContent !== text) element.textContent = text;
  }
}
