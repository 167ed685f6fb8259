// Where the film is, as the server last told it: a state that stays true until the next one.
import { serverNow } from "../room/clock.js";
import { kind, socket } from "../room/socket.js";
import { Motion } from "./motion.js";

let state = { clip: null, url: null, playing: false, held: false };
let motion = new Motion(state);

export const film = () => state;

// Film time in ms within the clip, at an instant of server time in ms.
export const positionAt = (instant) => motion.positionAt(instant);

// Where it stops by itself: at the end of the clip, or of a moment that is shown again.
export const endsAt = () => motion.endsAt;

// Whether a player with that place on its screen is to stand, so as to show nothing after it.
export const mustStandAt = (ms, instant = serverNow()) => motion.mustStandAt(ms, instant);

// Which picture of the recording a player shows that stands there.
export const pictureAt = (ms) => motion.pictureAt(ms);

export const isRunning = (instant = serverNow()) => motion.isRunningAt(instant);

// The room's speed at an instant of server time.
export const rateAt = (instant) => motion.rateAt(instant);

// When the running film passes a place, in server time, in the round of an instant.
export const passes = (ms, instant) => motion.passes(ms, instant);

// Told to start, or to begin anew, and not yet at it: from where and when it will.
export const waitsAt = (instant) => motion.waitsAt(instant);
export const roundAt = (instant) => motion.roundAt(instant);

// At its end for a moment, to begin anew.
export const restsAt = (instant) => motion.restsAt(instant);

export function filmTime(ms) {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const minutes = Math.floor(seconds / 60);
  const two = (n) => String(n).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

// A page fetched a moment ago may be older than what was pushed since.
function isOlder(told) {
  if (told.clip === null || told.clip !== state.clip) return false;
  return told.revision < state.revision ||
    (told.revision === state.revision && told.changed_at_ms < state.changed_at_ms);
}

// Phones have a file of the clip alone, which begins with its first picture.
function onPhone(told) {
  const pictureMs = told.picture_ms || 40;
  const first = Math.ceil((told.in_ms - 0.5) / pictureMs) * pictureMs;
  const marks = { in_ms: told.in_ms - first, out_ms: told.out_ms - first };
  return { ...told, ...marks, url: told.clip_url, growing: null };
}

function hear(said) {
  if (isOlder(said)) return;
  const before = state;
  const told = kind === "companion" && said.url && "clip_url" in said ? onPhone(said) : said;
  state = told;
  motion = new Motion(told);
  document.dispatchEvent(new CustomEvent("film", { detail: { before } }));
  draw();
}

// A presenter's stop comes before anything is written, and so before a new state: whatever is told
// next is newer. It stands where it was when the stop came, on every screen alike.
function stopNow({ at_ms: at }) {
  const position = Math.min(positionAt(at), endsAt());
  const revision = Math.floor(state.revision ?? 0) + 0.5;
  const { clip_url: _, ...same } = state;
  hear({ ...same, held: true, playing: false, position_ms: position, changed_at_ms: at, rate_before: null, revision });
}

function read() {
  const page = document.getElementById("playback");
  if (page) hear(JSON.parse(page.textContent));
}

// Time as a line and as a clock, wherever a screen shows one: [data-film-line], [data-film-time].
function draw() {
  const position = positionAt(serverNow());
  for (const line of document.querySelectorAll("[data-film-line]")) {
    line.max = state.duration_ms || 1;
    line.value = position;
  }
  const text = filmTime(position);
  for (const clock of document.querySelectorAll("[data-film-time]")) {
    if (clock.textContent !== text) clock.textContent = text;
  }
}

export function run() {
  socket.on("playback", hear);
  socket.on("stop", stopNow);
  document.addEventListener("drawn", read);
  read();
  setInterval(draw, 250);
}
