// A practice by oneself, on one's own page: sentences, ring and bells are those of the room, the clock
// is the device's own. Nothing is sent before its person keeps it.
import * as bells from "../phase/bells.js";
import * as sentences from "../phase/practice.js";
import { serverNow } from "../room/clock.js";
import * as time from "../room/time.js";

const EVERY_MS = 500;
const MINUTE_MS = 60_000;

const found = (name) => document.querySelector(`[data-${name}]`);
const practice = found("practise-now");
const lastsMs = Number(practice.dataset.lasts);
let beganMs = null;

// By one name in both: what rings begins with what is read.
function begin(button) {
  beganMs = serverNow();
  const ringing = found("bells");
  for (const element of [practice, ringing]) if (element) element.dataset.began = beganMs;
  found("before-it").hidden = true;
  found("during-it").hidden = false;
  // Within the tap itself: browsers sound only what a person has asked for.
  if (button.dataset.begin) ringing.click();
  document.dispatchEvent(new Event("drawn"));
}

function look() {
  if (beganMs !== null && serverNow() - beganMs >= lastsMs) end();
}

// However long the device slept meanwhile, it was no longer than the practice.
function end() {
  const minutes = Math.min(serverNow() - beganMs, lastsMs) / MINUTE_MS;
  found("minutes").value = Math.max(1, Math.round(minutes));
  beganMs = null;
  found("during-it").hidden = true;
  found("after-it").hidden = false;
  found("after-it").scrollIntoView({ block: "nearest" });
}

// What was going to ring does not, when it was ended before.
function endNow() {
  const ringing = found("bells");
  if (ringing?.getAttribute("aria-pressed") === "true") ringing.click();
  end();
  delete practice.dataset.began;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-begin]");
  if (button && beganMs === null) begin(button);
  if (target.closest("[data-end-it]") && beganMs !== null) endNow();
});
bells.run();
sentences.run();
time.run();
setInterval(look, EVERY_MS);
