// Moments in a try: the first tap stamps one when the finger went down and is saved at once, the second
// says what it was. Its name is the device's own, so that a second tap can follow a first that waits.
import { isGuess, serverTimeOf } from "../room/clock.js";
import { makeId } from "../room/ids.js";
import { outbox, socket } from "../room/room.js";
import { words } from "../room/words.js";
import { filmTime } from "../playback/state.js";

const pins = () => document.querySelector("[data-try-pins]");
const more = () => pins()?.querySelector("[data-pin-more]");
const momentOf = (event) => ({ at: serverTimeOf(event), estimated: isGuess() });

let current = null;
let wentDown = null;

async function place({ dataset }, { at, estimated }) {
  const { exercise, shown, tryBegan } = dataset;
  const name = makeId();
  current = name;
  show(at - tryBegan);
  sync("saving");
  const answer = await outbox.send("try_pin.place", { exercise, shown, client_uuid: name, estimated }, { at });
  if (!answer.ok) return current === name ? close(answer.words) : say(answer.words);
  if (current !== name || !more()) return;
  more().querySelector("[data-pin-time]").textContent = filmTime(answer.try_ms);
  sync("saved");
}

async function tell(name, body) {
  const answer = await outbox.send(name, body);
  if (!answer.ok) say(answer.words ?? words.notSent);
}

function mark(what) {
  const pin = current;
  close();
  tell("try_pin.say", { pin, what });
}

function undo() {
  const pin = current;
  close();
  tell("try_pin.undo", { pin });
}

function show(ms) {
  say("");
  more().hidden = false;
  more().querySelector("[data-pin-time]").textContent = filmTime(ms);
}

function close(said = "") {
  current = null;
  if (!more()) return;
  const hadFocus = more().contains(document.activeElement);
  more().hidden = true;
  if (hadFocus) pins().querySelector("[data-pin]")?.focus({ preventScroll: true });
  say(said);
}

function sync(state) {
  const dot = more()?.querySelector("[data-pin-sync]");
  if (!dot) return;
  const shown = state === "saving" && !socket.connected ? "waiting" : state;
  dot.dataset.sync = shown;
  dot.textContent = words[shown];
}

function say(text) {
  const notice = pins()?.querySelector("[data-pin-said]");
  if (!notice) return;
  notice.textContent = text;
  notice.hidden = !text;
}

export function run() {
  document.addEventListener("pointerdown", (event) => {
    const button = event.target.closest("[data-pin]");
    wentDown = button ? { button, moment: momentOf(event) } : null;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-try-pins] button");
    if (!button) return;
    // A finger that only scrolls makes no click; a key makes a click without a finger.
    if (button.matches("[data-pin]")) place(button, wentDown?.button === button ? wentDown.moment : momentOf(event));
    else if (!current) return;
    else if (button.dataset.what) mark(button.dataset.what);
    else if (button.matches("[data-pin-undo]")) undo();
    else if (button.matches("[data-pin-done]")) close();
  });
}
