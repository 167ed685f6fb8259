// What else is marked with one tap: contact lost and back, a shift in state; and the pad's halves for
// whoever keeps their eyes on the film. The tap counts from when the finger went down.
import { makeId } from "../room/ids.js";
import { outbox } from "../room/room.js";
import { words } from "../room/words.js";
import { filmTime, positionAt } from "../playback/state.js";
import { momentOf } from "../tag/pad.js";

const EYES_FREE = "afttrainer-eyes-free";
const KEYS = { 4: "[data-contact]", 5: "[data-shift]" };
let wentDown = null;

function say(text) {
  const line = document.querySelector("[data-tools-said]");
  if (!line) return;
  line.textContent = text;
  line.hidden = !text;
}

async function send(name, body, { at, film_ms }, said) {
  const time = filmTime(film_ms === "" ? positionAt(at) : film_ms);
  say(document.querySelector("[data-tools-said]").dataset[said].replace("{time}", time));
  const answer = await outbox.send(name, { ...body, film_ms }, { at });
  if (!answer.ok) say(answer.words ?? words.notSent);
  return answer;
}

async function contact(button, moment) {
  const { clip, open } = button.dataset;
  const name = open ? "" : makeId();
  turn(button, name);
  const answer = open
    ? await send("contact.back", { moment: open }, moment, "backSaid")
    : await send("contact.lost", { clip, client_uuid: name }, moment, "lostSaid");
  if (!answer.ok && button.dataset.open === name) turn(button, open);
}

function turn(button, open) {
  button.dataset.open = open;
  button.textContent = open ? button.dataset.back : button.dataset.lost;
  button.setAttribute("aria-pressed", String(Boolean(open)));
}

function press(button, moment) {
  if (button.matches("[data-contact]")) contact(button, moment);
  else send("state_shift.mark", { clip: button.dataset.clip, client_uuid: makeId() }, moment, "shiftSaid");
}

function remembered() {
  try {
    return localStorage.getItem(EYES_FREE) === "yes";
  } catch {
    return false;
  }
}

function remember(on) {
  try {
    localStorage.setItem(EYES_FREE, on ? "yes" : "no");
  } catch {
    // Then it is asked for anew on the next page.
  }
}

function drawHalves(on = remembered()) {
  document.querySelector("[data-pad]")?.toggleAttribute("data-eyes-free", on);
  document.querySelector("[data-eyes-free-switch]")?.setAttribute("aria-pressed", String(on));
}

function pressedKey(event) {
  const button = KEYS[event.key] && document.querySelector(KEYS[event.key]);
  if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=range]), textarea, select, dialog, [contenteditable]")) return;
  if (document.querySelector('[data-pad] [data-level="2"]:not([hidden])')) return;
  press(button, momentOf(event));
}

export function run() {
  document.addEventListener("pointerdown", (event) => {
    const button = event.target.closest("[data-contact], [data-shift]");
    wentDown = button ? { button, moment: momentOf(event) } : null;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-contact], [data-shift]");
    if (button) press(button, wentDown?.button === button ? wentDown.moment : momentOf(event));
    const halves = event.target.closest("[data-eyes-free-switch]");
    if (!halves) return;
    const on = halves.getAttribute("aria-pressed") !== "true";
    remember(on);
    drawHalves(on);
  });
  document.addEventListener("keydown", pressedKey);
  document.addEventListener("drawn", () => drawHalves());
  drawHalves();
}
