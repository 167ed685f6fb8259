// Server time on this device: the page itself and samples over the socket, good for a device whose own
// clock is wrong.
// A `clock` event tells that the device slept or that the server's clock is another one.
import { Offset } from "./offset.js";

const BURST = 8;
const BURST_EVERY_MS = 100;
const THEN_EVERY_MS = 10_000;
const ANSWER_WITHIN_MS = 3000;
const LOOK_EVERY_MS = 1000;
// The two clocks of a device part by more only when one of them stopped or was set.
const JUMP_MS = 250;

const known = new Offset();
let socket = null;
let timer = null;
let asked = 0;
let wakes = 0;
let own = parted();
// Before the first sample, and after a sleep: the best that is known without asking.
let guess = own;

// Date goes on while a device sleeps; performance.now() may stand still meanwhile.
function parted() {
  return Date.now() - performance.now();
}

// Server time in ms since 1970; the device's own clock until the first sample is in.
export function serverNow() {
  const now = performance.now();
  return now + offset(now);
}

// Server time of an instant of this device's performance clock.
export function serverTimeAt(now) {
  return now + offset(now);
}

// Server time of an event on this device, by its own time stamp.
export function serverTimeOf(event) {
  return serverTimeAt(event?.timeStamp ?? performance.now());
}

// How far off `serverNow` may be, in ms; null while nothing is known.
export function clockError() {
  return known.at(performance.now())?.error ?? null;
}

// How long a message there and back takes at best, in ms; null while nothing is known.
export function roundTrip() {
  return known.roundTrip;
}

// Whether times told now rest on the device's own clock alone.
export const isGuess = () => clockError() === null;

function offset(now) {
  const found = known.at(now);
  if (!found) return guess;
  guess = found.offset;
  return found.offset;
}

// After a sleep or a change of the device's date the samples are worth nothing. Most likely it
// slept, so server time went on as the date did.
function look() {
  const before = own;
  own = parted();
  if (Math.abs(own - before) < JUMP_MS) return;
  offset(performance.now());
  guess += own - before;
  wakes += 1;
  known.forget();
  tell();
  burst();
}

const tell = () => document.dispatchEvent(new Event("clock"));

async function sample() {
  clearTimeout(timer);
  if (!socket?.connected) return;
  const wake = wakes;
  const sent = performance.now();
  timer = setTimeout(sample, asked < BURST ? BURST_EVERY_MS : THEN_EVERY_MS);
  asked += 1;
  let answer;
  try {
    answer = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck("clock", null);
  } catch {
    return; // The next one will tell.
  }
  const received = performance.now();
  look();
  // One that was under way while the device slept tells nothing.
  if (wake !== wakes) return;
  const isAnother = known.boot !== null && known.boot !== answer.boot;
  known.take({ sent, received, server: answer.ms, boot: answer.boot });
  if (isAnother) tell();
}

function burst() {
  asked = 0;
  sample();
}

export function keepTime(over) {
  socket = over;
  look();
  burst();
}

// The page was the first question, and its first words the answer: server time is known to half of what
// it took before any socket is open. (One that lay on the device tells nothing.)
function takeThePage() {
  const [page] = performance.getEntriesByType("navigation");
  const { serverMs, serverBoot: boot } = document.body.dataset;
  if (!page?.requestStart || page.transferSize === 0 || !boot) return;
  known.take({ sent: page.requestStart, received: page.responseStart, server: Number(serverMs), boot });
}

takeThePage();
setInterval(look, LOOK_EVERY_MS);
for (const [target, moment] of [[document, "visibilitychange"], [window, "online"], [window, "pageshow"]]) {
  target.addEventListener(moment, () => {
    if (document.hidden) return;
    look();
    burst();
  });
}
