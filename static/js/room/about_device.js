// What this device knows of itself, for whoever wonders: how right its clock is.
import { clockError } from "./clock.js";

const EVERY_MS = 2000;

function draw() {
  const line = document.querySelector("[data-device-clock]");
  if (!line) return;
  const error = clockError();
  const { known, unknown } = line.dataset;
  const text = error === null ? unknown : known.replace("{ms}", Math.max(1, Math.round(error)));
  if (line.textContent !== text) line.textContent = text;
}

export function run() {
  document.addEventListener("clock", draw);
  setInterval(draw, EVERY_MS);
  draw();
}
