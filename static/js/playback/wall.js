// The wall's player carries the sound and is right: it is started and stopped, never nudged, and
// tells twice a second where it is, so that everybody else can follow.
import { serverNow } from "../room/clock.js";
import { socket } from "../room/room.js";
import { bring, clipMs, load, watchMarks } from "./place.js";
import { endsAt, film, isRunning, positionAt } from "./state.js";

const REPORT_EVERY_MS = 500;
const WATCH_EVERY_MS = 40;
// A picture or so before the out mark: a browser may show one more before it stands.
const STOPS_BEFORE_MS = 50;
// How long it takes to find a place in a film that runs already.
const FINDING_MS = 300;

const box = document.getElementById("wall-player");
const video = box?.querySelector("video");
const sound = document.getElementById("wall-sound");
let starting = null;
let waits = true;

function follow() {
  clearTimeout(starting);
  load(video);
  showCaptions();
  if (!video.dataset.url) return place();
  video.playbackRate = film().rate;
  if (!isRunning() || film().held) stand();
  else if (serverNow() < film().changed_at_ms) startLater();
  else startLate();
  place();
}

function stand() {
  waits = true;
  video.pause();
  bring(video, positionAt(serverNow()));
}

function startLater() {
  waits = true;
  video.pause();
  bring(video, film().position_ms);
  starting = setTimeout(start, film().changed_at_ms - serverNow());
}

// A page opened or a speed changed while the film runs.
function startLate() {
  const late = positionAt(serverNow()) - clipMs(video);
  if (video.paused || Math.abs(late) > 1000) bring(video, positionAt(serverNow() + FINDING_MS));
  start();
}

async function start() {
  waits = false;
  try {
    await video.play();
  } catch (refused) {
    if (refused.name !== "NotAllowedError") return;
    // Better silent than standing; one click in this window gives the sound.
    video.muted = true;
    sound.hidden = false;
    video.play().catch(() => {});
  }
}

function watch() {
  if (!video.paused && clipMs(video) >= endsAt() - STOPS_BEFORE_MS) video.pause();
}

function report() {
  const { clip, revision, playing } = film();
  if (!playing || waits || video.seeking || !video.dataset.url) return;
  socket.emit("wall.report", { clip, revision, film_ms: clipMs(video), at_ms: serverNow() });
}

function showCaptions() {
  const { captions, captions_shown: shown } = film();
  let track = video.querySelector("track");
  if (!captions || !shown) return track && (track.track.mode = "hidden");
  if (track?.getAttribute("src") !== captions) {
    track?.remove();
    track = video.appendChild(document.createElement("track"));
    track.kind = "captions";
    track.src = captions;
  }
  track.track.mode = "showing";
}

// The player lies exactly behind the place that the fragment keeps for it.
function place() {
  const kept = document.querySelector("[data-film]");
  box.hidden = !kept || !film().url;
  if (box.hidden) return;
  const { left, top, width, height } = kept.getBoundingClientRect();
  for (const [side, value] of Object.entries({ left, top, width, height })) {
    box.style.setProperty(side, `${value}px`);
  }
}

export function run() {
  watchMarks(video);
  document.addEventListener("film", ({ detail: { before } }) => {
    const same = before.clip === film().clip && before.revision === film().revision && before.held === film().held;
    if (!same) follow();
  });
  document.addEventListener("drawn", place);
  addEventListener("resize", place);
  new ResizeObserver(place).observe(document.documentElement);
  document.addEventListener("visibilitychange", () => document.hidden || follow());
  document.addEventListener("click", () => {
    video.muted = false;
    sound.hidden = true;
    if (!waits) video.play().catch(() => {});
  });
  setInterval(report, REPORT_EVERY_MS);
  setInterval(watch, WATCH_EVERY_MS);
  follow();
}
