// Time as rings, bars and words, from clock times in the page: deadlines are never counted down.
import { serverNow } from "./clock.js";

// <svg class="ring" data-began="ms" data-lasts="ms">, <progress data-began data-lasts>,
// <span data-clock> for the time of day.
function draw() {
  const now = serverNow();
  for (const element of document.querySelectorAll("[data-began][data-lasts]")) {
    const part = Math.min(1, Math.max(0, (now - element.dataset.began) / element.dataset.lasts));
    if (element.tagName === "PROGRESS") element.value = part * element.max;
    else element.querySelector(".ring-part")?.setAttribute("stroke-dasharray", `${part} 1`);
  }
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  for (const element of document.querySelectorAll("[data-clock]")) {
    const text = time.format(now);
    if (element.textContent !== text) element.textContent = text;
  }
}

export function run() {
  draw();
  setInterval(draw, 1000);
  document.addEventListener("drawn", draw);
}
