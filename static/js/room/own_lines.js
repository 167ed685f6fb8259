// In what all see, each finds their own lines to correct: a screen drawn once for everybody does not
// know whose it is, and this page does.
import { participant } from "./room.js";

function draw() {
  for (const own of document.querySelectorAll("[data-of]")) {
    if (own.matches("details")) own.hidden = own.dataset.of !== participant;
  }
}

export function run() {
  document.addEventListener("drawn", draw);
  draw();
}
