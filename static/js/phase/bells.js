// Both bells of a practice and the silence between them as one audio file: a phone that goes to sleep
// plays on what it has begun to play, while a page's timers stand still. Asked for by the person, on
// that device only.
import { serverNow } from "../room/clock.js";

const BELL = new URL("../../audio/bell.mp3", import.meta.url);
// The bell's partials end below 2.3 kHz; half an hour takes 29 MB.
const RATE_HZ = 8000;
const FADE_IN_LATE_S = 0.2;
// Played until the practice begins, so that the phone keeps playing then.
const WAITING_S = 30;

let audio = null;
let playing = "";
let wished = false;

export function run() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-bells]");
    if (button) wish(button);
  });
  document.addEventListener("drawn", follow);
}

function wish(button) {
  wished = button.getAttribute("aria-pressed") !== "true";
  // Within the tap itself: browsers sound only what a person has asked for.
  if (wished) audio ??= new Audio();
  else stop();
  follow();
}

function follow() {
  const button = document.querySelector("[data-bells]");
  if (!button) return stop();
  const wanted = String(wished);
  if (button.getAttribute("aria-pressed") !== wanted) button.setAttribute("aria-pressed", wanted);
  if (!wished) return;
  const { began, lasts, bells } = button.dataset;
  const name = began ? `${began} ${lasts} ${bells}` : "waiting";
  if (name !== playing) sound(name, button).catch(() => stop());
}

async function sound(name, { dataset: { began, lasts, bells } }) {
  playing = name;
  const whole = began ? await file(Number(lasts) / 1000, bells) : wav(new Float32Array(WAITING_S * RATE_HZ));
  if (playing !== name) return;
  if (audio.src) URL.revokeObjectURL(audio.src);
  audio.src = URL.createObjectURL(whole);
  audio.loop = !began;
  if (began) audio.currentTime = Math.max(0, (serverNow() - Number(began)) / 1000 - FADE_IN_LATE_S);
  await audio.play();
  const button = document.querySelector("[data-bells]");
  if (button) button.dataset.bellsLast = String(Math.round(audio.duration));
}

function stop() {
  wished = false;
  playing = "";
  audio?.pause();
}

// One bell at the beginning, one at the end, as the script has them.
async function file(lastsS, bells) {
  const encoded = await (await fetch(BELL)).arrayBuffer();
  const context = new OfflineAudioContext(1, 1, RATE_HZ);
  const bell = (await context.decodeAudioData(encoded)).getChannelData(0);
  const heights = new Float32Array(Math.ceil(lastsS * RATE_HZ) + bell.length);
  if (bells.includes("start")) heights.set(bell, 0);
  if (bells.includes("end")) heights.set(bell, heights.length - bell.length);
  return wav(heights);
}

// RIFF, PCM, 16 bits, one channel.
function wav(heights) {
  const view = new DataView(new ArrayBuffer(44 + heights.length * 2));
  const write = (at, text) => [...text].forEach((letter, n) => view.setUint8(at + n, letter.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, 36 + heights.length * 2, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, RATE_HZ * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, heights.length * 2, true);
  const samples = new Int16Array(view.buffer, 44);
  heights.forEach((height, n) => (samples[n] = Math.max(-1, Math.min(1, height)) * 32767));
  return new Blob([view], { type: "audio/wav" });
}
