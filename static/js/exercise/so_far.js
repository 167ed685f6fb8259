// How long a chair has been sat in so far: <dd data-so-far="seconds" data-since="server ms">.
import { serverNow } from "../room/clock.js";

function draw() {
  for (const element of document.querySelectorAll("[data-so-far][data-since]")) {
    const more = Math.max(0, serverNow() - element.dataset.since) / 1000;
    const seconds = Math.floor(Number(element.dataset.soFar) + more);
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (element.textContent !== text) element.textContent = text;
  }
}

export function run() {
  draw();
  setInterval(draw, 1000);
  document.addEventListener("drawn", draw);
}
