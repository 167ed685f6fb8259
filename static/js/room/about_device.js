// What this device knows of itself, for whoever wonders: how right its clock is, and what its browser
// does not do, here or without HTTPS.
import { clockError } from "./clock.js";

const EVERY_MS = 2000;
const CANNOT = {
  "[data-falls-asleep]": !navigator.wakeLock,
  "[data-without-https]": !window.isSecureContext,
};

function drawClock() {
  const line = document.querySelector("[data-device-clock]");
  if (!line) return;
  const error = clockError();
  const { known, unknown } = line.dataset;
  const text = error === null ? unknown : known.replace("{ms}", Math.max(1, Math.round(error)));
  if (line.textContent !== text) line.textContent = text;
}

function say() {
  for (const [lines, isSo] of Object.entries(CANNOT)) {
    for (const line of document.querySelectorAll(lines)) line.hidden = !isSo;
  }
}

export function run() {
  document.addEventListener("clock", drawClock);
  document.addEventListener("drawn", say);
  setInterval(drawClock, EVERY_MS);
  drawClock();
  say();
}
