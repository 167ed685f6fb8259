// Where the film is now, as a line in the strip.
import { serverNow } from "../room/clock.js";
import { film, positionAt } from "../playback/state.js";

function draw() {
  const { clip, duration_ms: lasts } = film();
  const position = clip ? positionAt(serverNow()) : 0;
  for (const line of document.querySelectorAll("[data-film-here]")) {
    const x = `${(100 * position) / (lasts || 1)}%`;
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    line.setAttribute("visibility", position > 0 ? "visible" : "hidden");
  }
}

export function run() {
  setInterval(draw, 250);
  document.addEventListener("drawn", draw);
  draw();
}
