// A muted player that follows the wall: softly where it can, by one jump where it must.
import { serverNow } from "../room/clock.js";
import { kind } from "../room/room.js";
import { bring, clipMs, load, unload, watchMarks } from "./place.js";
import { film, isRunning, positionAt } from "./state.js";

const LOOK_EVERY_MS = 100;
const LOOKS = 5;
const ENTER_MS = 40;
const LEAVE_MS = 15;
const MOST = 0.08;
const JUMP_FROM_MS = 1000;
const JUMPS_APART_MS = 3000;
const SETTLES_MS = 500;
const FAR_MS = 250;

// Writing the rate makes these stutter: they jump a little instead.
const onlyJumps = /^((?!chrome|android|crios|fxios).)*safari/i.test(navigator.userAgent);

const video = document.createElement("video");
let errors = [];
let correcting = false;
let ignoreUntil = 0;
let jumpedAt = -Infinity;

const wanted = () => film().url && (kind === "console" || film().on_companions);

function attach() {
  const place = document.querySelector("[data-film]");
  if (!place || !wanted()) {
    unload(video);
    return video.remove();
  }
  load(video);
  if (video.parentElement !== place) place.replaceChildren(video);
  look();
}

function changed() {
  errors = [];
  correcting = false;
  ignoreUntil = 0;
  jumpedAt = -Infinity;
  attach();
}

function look() {
  if (!video.dataset.url || video.readyState < 1 || video.seeking) return;
  const now = serverNow();
  const expected = positionAt(now);
  if (!isRunning(now) || film().held || now < film().changed_at_ms) return stand(expected);
  if (video.paused) {
    // In its place already, it starts with all others; else it looks for a place a little ahead.
    if (Math.abs(clipMs(video) - expected) > FAR_MS) bring(video, positionAt(now + SETTLES_MS / 2));
    video.playbackRate = film().rate;
    video.play().catch(() => {});
    ignoreUntil = performance.now() + SETTLES_MS;
    return;
  }
  if (video.readyState < 3 || performance.now() < ignoreUntil) return;
  errors = [...errors, clipMs(video) - expected].slice(-LOOKS);
  if (errors.length === LOOKS) correct([...errors].sort((a, b) => a - b)[LOOKS >> 1], now);
}

function stand(expected) {
  errors = [];
  if (!video.paused) video.pause();
  bring(video, expected);
}

// `error` in ms, ahead of the wall where it is positive.
function correct(error, now) {
  const size = Math.abs(error);
  if (size > JUMP_FROM_MS || (onlyJumps && size > 150)) return jump(now);
  correcting = size > (correcting ? LEAVE_MS : ENTER_MS);
  const nudge = correcting ? Math.max(-MOST, Math.min(MOST, error / 1000)) : 0;
  const rate = film().rate * (1 - Math.round(nudge * 200) / 200);
  if (!onlyJumps && Math.abs(video.playbackRate - rate) > 0.001) video.playbackRate = rate;
}

function jump(now) {
  if (performance.now() - jumpedAt < JUMPS_APART_MS) return;
  jumpedAt = performance.now();
  errors = [];
  correcting = false;
  video.playbackRate = film().rate;
  bring(video, positionAt(now + SETTLES_MS / 2));
  ignoreUntil = performance.now() + 2 * SETTLES_MS;
}

export function run() {
  Object.assign(video, { muted: true, playsInline: true, preload: "auto", disablePictureInPicture: true });
  video.setAttribute("muted", "");
  video.tabIndex = -1;
  video.setAttribute("aria-hidden", "true");
  watchMarks(video);
  document.addEventListener("film", ({ detail: { before } }) =>
    before.clip === film().clip && before.revision === film().revision ? attach() : changed());
  document.addEventListener("drawn", attach);
  setInterval(look, LOOK_EVERY_MS);
  attach();
}
