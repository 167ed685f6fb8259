// The tag pad: the first tap stamps the film's time when the finger went down and is saved at once;
// the second says more. It is drawn once and its levels are only shown and hidden. What is corrected or
// taken back here can be put back (steps.js).
import { isGuess, serverTimeOf } from "../room/clock.js";
import { makeId } from "../room/ids.js";
import { outbox, socket } from "../room/room.js";
import { words } from "../room/words.js";
import { shownAt } from "../playback/follower.js";
import { film, filmTime, positionAt } from "../playback/state.js";
import { placed, says, takeBack, takeBackLast, tellNothing } from "./steps.js";

const ZONES = ["withdrawal", "confrontation", "inner"];
const pad = () => document.querySelector("[data-pad]");
const level = (two) => pad()?.querySelector(`[data-level="2"][data-family="${two}"]`);
const isEyesFree = () => pad()?.hasAttribute("data-eyes-free");
const open = () => pad()?.querySelector('[data-level="2"]:not([hidden])');

// What the finger is at: the device's own name for the tag, so that a second tap can follow a first
// that has not been sent yet. With no eyes on the phone nothing opens: what was marked is felt.
const PULSES = { withdrawal: [60], confrontation: [60, 90, 60], inner: [220] };
let current = null;
let isEarlier = false;
let wentDown = null;

// What an event tells of its moment: server time, whether that is a guess, and the picture on this
// very screen, where it shows the film.
export function momentOf(event) {
  const shown = shownAt(event.timeStamp);
  return { at: serverTimeOf(event), estimated: isGuess(), film_ms: shown === null ? "" : Math.max(0, shown) };
}

async function place(zone, { at, ...seen }, byKey) {
  const name = makeId();
  const time = filmTime(seen.film_ms === "" ? positionAt(at) : seen.film_ms);
  current = isEyesFree() ? null : name;
  isEarlier = false;
  placed(name, time);
  if (isEyesFree()) feel(zone, time);
  else show(level(zone), time, byKey);
  sync("saving");
  const inner = zone === "inner";
  const body = { family: inner ? "unsure" : zone, client_uuid: name, clip: film().clip ?? "", ...seen };
  const answer = await outbox.send("tag.place", inner ? { ...body, reaction: "other" } : body, { at });
  if (!answer.ok && isEyesFree()) return say(answer.words);
  if (current !== name) return;
  if (!answer.ok) return close(answer.words);
  sync("saved");
  for (const time of pad().querySelectorAll("[data-pad-time]")) time.textContent = filmTime(answer.clip_ms);
}

// The same for every mark of a family, so that a hand learns it.
function feel(zone, time) {
  navigator.vibrate?.(PULSES[zone]);
  const word = pad().querySelector(`[data-zone="${zone}"] > span:not(.mark)`).textContent;
  say(pad().dataset.marked.replace("{family}", word).replace("{time}", time));
}

async function mark(button) {
  const { direction, marker, reaction, becomes, other } = button.dataset;
  // Of a mark that is corrected the family may be another one by now.
  const family = becomes ?? other ?? (reaction ? undefined : open().dataset.family);
  const body = { tag: current, direction, marker, reaction, family };
  for (const name of Object.keys(body)) body[name] ?? delete body[name];
  const time = shownTime();
  if (other) show(level(other), time, true);
  else close();
  tell(await (isEarlier ? says(body, time) : outbox.send("tag.mark", body)));
}

const shownTime = () => open()?.querySelector("[data-pad-time]").textContent ?? "";

async function undo() {
  const [tag, time] = [current, shownTime()];
  close();
  tell(await takeBack(tag, time));
}

async function undoLast() {
  close();
  tell(await takeBackLast());
}

function tell(answer) {
  if (answer && !answer.ok) say(answer.words ?? words.notSent);
}

// What was said of an earlier mark, said anew.
function again(tag, family, time) {
  current = tag;
  isEarlier = true;
  const two = level(family) ?? level("withdrawal");
  show(two, time, true);
  sync("saved");
  two.scrollIntoView({ block: "nearest" });
}

// The group's own words come and go while it meets; where one has the pad open nothing moves.
function layIn(two) {
  const own = pad().parentElement.querySelector("[data-own-words]");
  for (const place of two.querySelectorAll("[data-own-place]")) {
    const words = own.querySelector(`[data-own-words-of="${place.dataset.ownPlace}"]`);
    place.replaceChildren(...words.cloneNode(true).children);
  }
}

function show(two, time, byKey) {
  say("");
  layIn(two);
  for (const one of pad().querySelectorAll("[data-level]")) one.hidden = one !== two;
  two.querySelector("[data-pad-time]").textContent = time;
  if (byKey) two.querySelector(".marker").focus();
}

function close(said = "") {
  const hadFocus = open()?.contains(document.activeElement);
  for (const one of pad()?.querySelectorAll("[data-level]") ?? []) one.hidden = one.dataset.level !== "1";
  if (hadFocus) pad().querySelector(".tagpad-zone").focus({ preventScroll: true });
  current = null;
  say(said);
}

function sync(state) {
  const shown = state === "saving" && !socket.connected ? "waiting" : state;
  for (const dot of pad()?.querySelectorAll("[data-pad-sync]") ?? []) {
    dot.dataset.sync = shown;
    dot.textContent = words[shown];
  }
}

function say(text) {
  if (text) tellNothing();
  const notice = pad()?.querySelector("[data-pad-said]");
  if (!notice) return;
  notice.textContent = text;
  notice.hidden = !text;
}

const TYPED_IN = "input:not([type=range]), textarea, select, dialog, [contenteditable]";

function pressedKey(event) {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "z";
  if (isUndo && document.querySelector("[data-pad], [data-own-steps]") && !event.target.closest(TYPED_IN)) {
    event.preventDefault();
    return undoLast();
  }
  if (!pad() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(TYPED_IN)) return;
  const key = event.key.toLowerCase();
  if (!open()) {
    const zone = ZONES[Number(key) - 1];
    if (zone) place(zone, momentOf(event), true);
  } else if (key === "escape") {
    close();
  } else if (key === "backspace") {
    event.preventDefault();
    undo();
  } else {
    const button = open().querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button) return;
    event.preventDefault();
    mark(button);
  }
}

export function run() {
  document.addEventListener("pointerdown", (event) => {
    const zone = event.target.closest("[data-zone]");
    wentDown = zone ? { zone, moment: momentOf(event) } : null;
  });
  document.addEventListener("click", (event) => {
    const more = event.target.closest("[data-tag-again]")?.closest("details[data-say]");
    if (more) {
      const { family } = more.closest("li").dataset;
      again(more.dataset.say, family, more.closest("li").querySelector(".number").textContent);
    }
    if (!event.target.closest("[data-pad]")) return;
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.zone) {
      // A finger that only scrolls makes no click; a key makes a click without a finger.
      const moment = wentDown?.zone === button ? wentDown.moment : momentOf(event);
      place(button.dataset.zone, moment, event.detail === 0);
    } else if (button.matches("[data-pad-back-from]")) undoLast();
    else if (button.matches("[data-pad-undo]")) undo();
    else if (button.matches("[data-pad-done]")) close();
    else mark(button);
  });
  document.addEventListener("keydown", pressedKey);
}
