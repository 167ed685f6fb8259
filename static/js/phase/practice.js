// A guided practice: the sentence of now, by server time, so that all screens change together and
// a late joiner lands in the present one.
import { serverNow } from "../room/clock.js";

const EVERY_MS = 250;

export function run() {
  show();
  setInterval(show, EVERY_MS);
  document.addEventListener("drawn", show);
}

function show() {
  for (const practice of document.querySelectorAll("[data-practice][data-began]")) {
    const elapsed = (serverNow() - Number(practice.dataset.began)) / 1000;
    const lines = [...practice.querySelectorAll("[data-at]")];
    const present = Math.max(0, lines.filter((line) => Number(line.dataset.at) <= elapsed).length - 1);
    const sentence = practice.querySelector("[data-sentence]");
    if (sentence) say(sentence, lines[present]?.textContent);
    else mark(lines, present, elapsed * 1000 > Number(practice.dataset.lasts));
  }
}

function say(element, text) {
  if (text && element.textContent !== text) element.textContent = text;
}

// On the console the whole script stands, with the sentence of now lit.
function mark(lines, present, over) {
  lines.forEach((line, index) => {
    const state = over || index < present ? "done" : index === present ? "current" : "";
    if ((line.dataset.state ?? "") === state) return;
    if (state) line.dataset.state = state;
    else delete line.dataset.state;
    if (state === "current") line.scrollIntoView({ block: "nearest" });
  });
}
