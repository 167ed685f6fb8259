// The wall does not go dark in the middle of a meeting, and a phone does not lock while its person
// watches the film and marks it. Browsers allow that over HTTPS only; where they do not, about_device.js says so.
import { kind } from "./socket.js";

let lock = null;
let turn = Promise.resolve();

const isWished = () => !document.hidden && (kind === "wall" || document.querySelector("[data-pad]") !== null);

async function adjust() {
  if (!isWished()) {
    await lock?.release();
    lock = null;
  } else if (!lock || lock.released) {
    // A device that is low on its battery refuses.
    lock = await navigator.wakeLock.request("screen").catch(() => null);
  }
}

// One after the other: asking takes a moment, in which the part may have moved on.
function follow() {
  turn = turn.then(adjust);
}

export function run() {
  if (!navigator.wakeLock) return;
  for (const moment of ["drawn", "visibilitychange"]) document.addEventListener(moment, follow);
  follow();
}
