// The wall's player carries the sound and is right: it is started and stopped, never nudged, and
// tells twice a second where it is, so that everybody else can follow.
import { serverNow } from "../room/clock.js";
import { isThere } from "./growing.js";
import { bringTo, clipMs, isFinding, seconds, unload, watchMarks } from "./place.js";
import { ELSEWHERE_MS, Player } from "./player.js";
import { film, isRunning, positionAt, roundAt, waitsAt } from "./state.js";
import * as report from "./wall_report.js";

// Sound takes a little longer to come up.
const STARTS_IN_MS = 80;
// A report is of the last second.
const TOLD_FROM_MS = 1000;
// The room follows within a second. Where it does not, another wall leads, and this one joins it.
const APART_MS = 1000;
const APART_FOR_MS = 3000;
// So much of a film that is being encoded lies ahead where it goes on.
const AHEAD_MS = 3000;
// How often it is looked whether the film still runs.
const SAYS_EVERY_MS = 250;

const box = document.getElementById("wall-player");
const video = box?.querySelector("video");
const sound = document.getElementById("wall-sound");
const alone = document.getElementById("wall-alone");

class Wall extends Player {
  apartSince = null;

  look(now = serverNow()) {
    if (!report.inContact()) return this.isAlone();
    super.look(now);
  }

  // Nobody could stop it: the presenter's wish would not reach it.
  isAlone() {
    video.pause();
    this.startAt = null;
  }

  runs(now) {
    const apart = Math.abs(this.error()) > APART_MS;
    this.apartSince = apart ? (this.apartSince ?? performance.now()) : null;
    if (!apart || performance.now() - this.apartSince <= APART_FOR_MS) return;
    this.again();
    this.waits(now);
  }

  starts(now) {
    if (this.startAt === null && this.isShort(now)) this.startsHere(now);
    else super.starts(now);
  }

  planAgain(now) {
    if (this.isShort(now)) this.startsHere(now);
    else super.planAgain(now);
  }

  // Whether the film has not been encoded as far as the room's clock has got.
  isShort(now) {
    return !waitsAt(now) && !isEncoded(positionAt(now));
  }

  // One that is encoded no faster than it runs never would be. It goes on from where it was sent, or
  // has come to since, as soon as it can for a while; and the room follows.
  startsHere(now) {
    this.startAt = null;
    const { position: sent } = roundAt(now);
    const here = clipMs(video);
    if (here < sent - ELSEWHERE_MS || here > positionAt(now) + ELSEWHERE_MS) return bringTo(video, sent);
    if (!isFinding(video) && video.readyState >= 3 && isEncoded(here)) this.start(false);
  }

  again() {
    super.again();
    this.apartSince = null;
  }

  // Better silent than standing; one click in this window gives the sound.
  refused() {
    video.muted = true;
    sound.hidden = false;
    video.play().catch(() => {});
  }

  // What a report says of the film: null while it stands, starts or looks for its place.
  get word() {
    if (video.paused || video.seeking || !this.hasSettled || !film().playing) return null;
    const ahead = this.measured(TOLD_FROM_MS);
    if (ahead === null) return null;
    const { clip, revision } = film();
    const at = serverNow();
    return { clip, revision, film_ms: positionAt(at) + ahead, at_ms: at };
  }
}

// Browsers let a page sound once somebody has clicked in it; one that has sounded may go on.
let hasSounded = false;

function mayBeHeard() {
  if (!sound.hidden) return false;
  const allowed = navigator.getAutoplayPolicy?.("mediaelement") === "allowed";
  return allowed || hasSounded || Boolean(navigator.userActivation?.hasBeenActive);
}

// For the console, so that it can say before a play what is missing. Nothing waits for it.
function readiness() {
  const isLoaded = film().url && video.dataset.url && video.readyState >= video.HAVE_FUTURE_DATA;
  return { film: isLoaded ? film().clip : null, sound: mayBeHeard() };
}

const isEncoded = (ms) => isThere(video, seconds(ms + AHEAD_MS) * 1000);

const wall = video && new Wall(video, { startsInMs: STARTS_IN_MS });

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

// A question to the room lies over a film that stands, and never over one that runs.
function sayRuns() {
  document.body.toggleAttribute("data-film-runs", isRunning());
}

// The player lies exactly behind the place that the fragment keeps for it.
function place() {
  const kept = document.querySelector("[data-film]");
  if (!film().url) unload(video);
  box.hidden = !kept || !film().url;
  if (box.hidden) return;
  const { left, top, width, height } = kept.getBoundingClientRect();
  for (const [side, value] of Object.entries({ left, top, width, height })) {
    box.style.setProperty(side, `${value}px`);
  }
}

function contact(there) {
  alone.hidden = there;
  if (there) wall.again();
  wall.look();
}

export function run() {
  watchMarks(video);
  for (const moment of ["film", "drawn"]) document.addEventListener(moment, place);
  document.addEventListener("film", showCaptions);
  document.addEventListener("film", sayRuns);
  // One that comes to where it stops says nothing of it.
  setInterval(sayRuns, SAYS_EVERY_MS);
  addEventListener("resize", place);
  new ResizeObserver(place).observe(document.documentElement);
  document.addEventListener("click", () => {
    video.muted = false;
    sound.hidden = true;
  });
  report.run({ tells: () => ({ ...readiness(), ...wall.word }), contact });
  // A film that stalls, or goes on, is told at once.
  for (const moment of ["waiting", "playing", "canplay"]) video.addEventListener(moment, report.now);
  video.addEventListener("playing", () => (hasSounded ||= !video.muted));
  place();
  showCaptions();
  sayRuns();
  wall.run();
}
