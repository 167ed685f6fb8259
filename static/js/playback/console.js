// Driving the film: buttons, the line of time, and keys. What was said no to is said in words.
import { roundTrip, serverNow } from "../room/clock.js";
import { outbox, socket } from "../room/room.js";
import * as screen from "../room/screen.js";
import { words } from "../room/words.js";
import { film, isRunning, positionAt } from "./state.js";

const FIVE_SECONDS = 5000;
const controls = () => document.querySelector("[data-film-controls]");
const part = (name) => controls()?.querySelector(`[data-film-${name}]`);
let ended = false;
let dragging = false;

// Told with the last answer: the next press need not wait for the push that follows it.
let answered = null;
let underWay = null;
// Where presses that come quicker than answers want the film in the end.
let place = null;
let pictures = 0;

// A press that is quicker than the answer to the last goes behind it, and knows by then how the film
// stands. Behind a no it does not go: it was meant for a film that stood otherwise. A pause is meant
// however it stands.
async function send(name, body) {
  if (!socket.connected) return say(words.notSent);
  const before = underWay;
  const pressed = { at: serverNow(), line: socket.id };
  const mine = (async () => {
    const went = before === null || (await before);
    return (went || name === "pause") && sendNow(name, body, pressed);
  })();
  underWay = mine;
  try {
    return await mine;
  } finally {
    if (underWay === mine) underWay = null;
  }
}

// A film does not start by itself when a laptop is back in contact: unsent is unsaid, also where it
// only waited for the answer to another press.
async function sendNow(name, body = {}, { at, line }) {
  if (socket.id !== line) return say(words.notSent);
  // A stop that is not saved yet lies between two of them.
  const revision = Math.floor(answered ?? film().revision ?? 0);
  const answer = await outbox.send(`playback.${name}`, { revision, round_trip_ms: roundTrip() ?? "", ...body }, { at });
  say(answer.ok ? "" : answer.words);
  answered = answer.revision ?? null;
  return answer.ok;
}

// Of many places in a hurry only the last is worth a journey.
async function seekTo(ms) {
  const isUnderWay = place !== null;
  place = Math.max(0, Math.round(ms));
  if (isUnderWay) return;
  for (let to = null; to !== place; ) {
    to = place;
    if (!(await send("seek", { to_ms: to }))) break;
  }
  place = null;
}

const seekBy = (ms) => seekTo((place ?? positionAt(serverNow())) + ms);

async function step(by) {
  const isUnderWay = pictures !== 0;
  pictures += by;
  if (isUnderWay) return;
  while (pictures) {
    const now = pictures;
    if (!(await send("step", { pictures: now }))) pictures = now;
    pictures -= now;
  }
}

function say(text) {
  const notice = part("said");
  if (!notice) return;
  notice.textContent = text;
  notice.hidden = !text;
}

const ACTIONS = {
  toggle: () => (isRunning() ? send("pause") : send("play")),
  back: () => seekBy(-FIVE_SECONDS),
  on: () => seekBy(FIVE_SECONDS),
  picture_back: () => step(-1),
  picture_on: () => step(1),
  companions: () => send("companions", { on: !film().on_companions }),
  captions: () => send("captions", { on: !film().captions_shown }),
  loop: () => send("loop", { on: !film().loops }),
  keys: () => part("keys")?.showModal(),
};
const KEYS = {
  " ": "toggle", k: "toggle", j: "back", l: "on", ArrowLeft: "picture_back", ArrowRight: "picture_on",
  o: "loop",
};

function draw() {
  if (!controls()) return;
  const running = isRunning();
  const toggle = controls().querySelector("[data-film-do=toggle]");
  const label = running ? toggle.dataset.pause : toggle.dataset.play;
  if (toggle.textContent !== label) toggle.textContent = label;
  press("toggle", running);
  press("companions", film().on_companions);
  press("captions", film().captions_shown);
  press("loop", film().loops);
  const line = part("seek");
  if (line && !dragging) {
    line.max = film().duration_ms ?? 0;
    line.value = positionAt(serverNow());
  }
  const rate = part("rate");
  if (rate && document.activeElement !== rate) rate.value = String(film().rate ?? 1);
  // What stands still may be told about: the page has it.
  if (film().playing && !running && !ended) screen.refetch();
  ended = film().playing && !running;
}

function press(name, on) {
  const button = controls().querySelector(`[data-film-do=${name}]`);
  if (button && button.getAttribute("aria-pressed") !== String(Boolean(on))) {
    button.setAttribute("aria-pressed", String(Boolean(on)));
  }
}

function pressedKey(event) {
  const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey || !controls()) return;
  // With a mark laid open a letter is a word for it.
  if (document.querySelector(`[data-pad] [data-level="2"]:not([hidden]) [data-key="${CSS.escape(event.key.toLowerCase())}"]`)) return;
  if (event.target.closest("input:not([type=range]), textarea, select, dialog, [contenteditable]")) return;
  // The line of time goes by its own arrows; all other keys mean the same as anywhere.
  if (event.target.type === "range" && event.key.startsWith("Arrow")) return;
  if (event.key === " " && event.target.closest("button, a, summary")) return;
  event.preventDefault();
  ACTIONS[action]();
}

export function run() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-film-do]");
    if (button) ACTIONS[button.dataset.filmDo]();
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-film-seek]")) dragging = true;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-film-seek]")) {
      dragging = false;
      seekTo(Number(event.target.value));
    }
    if (event.target.matches("[data-film-rate]")) {
      send("rate", { rate: Number(event.target.value) });
      event.target.blur();
    }
  });
  document.addEventListener("keydown", pressedKey);
  document.addEventListener("film", ({ detail: { before } }) => {
    answered = null;
    // A no because of a pause is no longer true once that is lifted.
    if (before.held && !film().held) say("");
    draw();
  });
  document.addEventListener("drawn", draw);
  setInterval(draw, 250);
  draw();
}
