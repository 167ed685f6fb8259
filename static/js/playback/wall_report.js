// What the wall tells the server, and what it learns by being answered: that it is in contact, and
// that it has heard of the last change. An open socket proves neither.
import { roundTrip } from "../room/clock.js";
import { socket } from "../room/socket.js";
import * as screen from "../room/screen.js";
import { film } from "./state.js";

const EVERY_MS = 500;
const STANDING_EVERY_MS = 1500;
const ANSWER_WITHIN_MS = 4000;
const ALONE_AFTER_MS = 5000;
const LOOK_EVERY_MS = 250;
// A change is pushed and answered by two ways; the push may be the slower one.
const PUSHED_WITHIN_MS = 1000;

let answeredAt = performance.now();
let toldAt = -Infinity;
let there = true;
let isUnderWay = false;
let isMore = false;
let tells = () => null;
let contact = () => {};

export const inContact = () => there;

function look() {
  const now = performance.now();
  const lasts = now - answeredAt < ALONE_AFTER_MS;
  if (lasts !== there) {
    there = lasts;
    contact(there);
  }
  if (now - toldAt >= (film().playing ? EVERY_MS : STANDING_EVERY_MS)) report();
}

// One at a time: where the database cannot be written just now each waits its time there, and a second
// one behind it as long again, until all of them came too late.
async function report() {
  if (!socket.connected) return;
  if (isUnderWay) {
    isMore = true;
    return;
  }
  isUnderWay = true;
  toldAt = performance.now();
  const answer = await socket
    .timeout(ANSWER_WITHIN_MS)
    .emitWithAck("wall.report", { round_trip_ms: roundTrip() ?? 0, ...tells() })
    .catch(() => null); // The next one will tell.
  isUnderWay = false;
  if (answer) hear(answer);
  if (!isMore) return;
  isMore = false;
  report();
}

function hear(answer) {
  const hasMissed = () => answer.revision > film().revision;
  if (hasMissed()) setTimeout(() => hasMissed() && screen.refetch(), there ? PUSHED_WITHIN_MS : 0);
  // Back in contact it goes on by what holds now, and not by what it heard last.
  if (!there && hasMissed()) return;
  answeredAt = performance.now();
  look();
}

export function now() {
  report();
}

export function run(wall) {
  ({ tells, contact } = wall);
  socket.on("connect", report);
  // Heard by a push is heard as well.
  socket.on("playback", () => (answeredAt = performance.now()));
  setInterval(look, LOOK_EVERY_MS);
}
