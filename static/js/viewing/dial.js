// The dial of contact: sampled once a second while it is held or was just moved and the film runs; sent
// some seconds together. Left alone it says nothing, which is not the same as 0.
import { serverNow } from "../room/clock.js";
import { outbox } from "../room/room.js";
import { isRunning } from "../playback/state.js";

const EVERY_MS = 1000;
const COUNTS_FOR_MS = 10_000;
const TOGETHER = 5;

let held = false;
let movedAt = -Infinity;
let samples = [];

const dial = () => document.querySelector("[data-dial]");
const range = () => dial()?.querySelector("input");
const counts = () => held || performance.now() - movedAt < COUNTS_FOR_MS;

function draw() {
  const said = dial()?.querySelector("output");
  if (!said) return;
  const { noData, counts: words } = said.dataset;
  const value = Number(range().value);
  const text = counts() ? words.replace("{value}", value > 0 ? `+${value}` : String(value).replace("-", "−")) : noData;
  if (said.textContent !== text) said.textContent = text;
  dial().toggleAttribute("data-counting", counts());
}

function sample() {
  draw();
  if (dial() && counts() && isRunning()) samples.push({ clip: dial().dataset.dial, text: `${Math.round(serverNow())}:${range().value}` });
  if (samples.length >= TOGETHER || (samples.length && !counts())) flush();
}

function flush() {
  for (const clip of new Set(samples.map((one) => one.clip))) {
    const ofClip = samples.filter((one) => one.clip === clip).map(({ text }) => text);
    outbox.send("relatedness.sample", { clip, samples: ofClip });
  }
  samples = [];
}

const isMine = ({ target }) => Boolean(target.closest?.("[data-dial]")) && target.matches("input");

export function run() {
  if (!outbox) return;
  document.addEventListener("pointerdown", (event) => {
    if (isMine(event)) held = true;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      if (held) movedAt = performance.now();
      held = false;
    });
  }
  document.addEventListener("input", (event) => {
    if (!isMine(event)) return;
    movedAt = performance.now();
    draw();
  });
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());
  setInterval(sample, EVERY_MS);
}
