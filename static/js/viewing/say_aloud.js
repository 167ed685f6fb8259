// What the presenter says aloud while watching, recorded by their own phone: at most a minute at a
// time, kept on the phone until the server has it. Browsers give a microphone to secure pages only.
import { confirmed } from "../room/asking.js";
import { serverNow } from "../room/clock.js";
import { makeId } from "../room/ids.js";
import { outbox, participant, socket } from "../room/room.js";
import { Shelf } from "../room/shelf.js";

const AGAIN_AFTER_MS = 5000;
const BITS_A_SECOND = 32_000;
const shelf = new Shelf("sounds");
let recorder = null;
let sending = false;
let timer = null;

const box = () => document.querySelector("[data-say-aloud]");

function say(which, why = "") {
  const line = box()?.querySelector("[data-said]");
  if (line) line.textContent = which ? box().dataset[which].replace("{why}", why) : "";
}

function whyNot() {
  if (!window.isSecureContext) return "notSecure";
  return navigator.mediaDevices?.getUserMedia && window.MediaRecorder ? "" : "notHere";
}

// Where it cannot be, its button is not there and the reason is.
function offer() {
  const around = document.getElementById("aloud");
  const reason = whyNot();
  if (!around || !reason) return;
  const line = around.querySelector("[data-aloud-cannot]");
  line.textContent = around.dataset[reason];
  line.hidden = false;
  for (const part of around.querySelectorAll("[data-aloud-offer], [data-say-aloud]")) part.hidden = true;
}

async function begin() {
  let stream;
  const wanted = { echoCancellation: true, noiseSuppression: true, channelCount: 1 };
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: wanted });
  } catch {
    return say("notAllowed");
  }
  if (!box() || recorder) return stream.getTracks().forEach((track) => track.stop());
  const parts = [];
  const { clip, sayAloud: url, mostMs } = box().dataset;
  recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS_A_SECOND });
  const begun = serverNow();
  const ends = setTimeout(end, Number(mostMs));
  const counting = setInterval(() => count(serverNow() - begun), 250);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    clearTimeout(ends);
    clearInterval(counting);
    stream.getTracks().forEach((track) => track.stop());
    const lasts = Math.round(serverNow() - begun);
    keep({ url, clip, begun: Math.round(begun), lasts, sound: new Blob(parts, { type: recorder.mimeType }) });
    recorder = null;
    turn();
  };
  recorder.start();
  turn();
  say("recording");
}

function end() {
  if (recorder?.state === "recording") recorder.stop();
}

function count(ms) {
  const seconds = box()?.querySelector("[data-seconds]");
  if (seconds) seconds.textContent = `${Math.floor(ms / 1000)} s`;
}

function turn() {
  const button = box()?.querySelector("button");
  if (!button) return;
  button.setAttribute("aria-pressed", String(Boolean(recorder)));
  button.textContent = recorder ? box().dataset.end : box().dataset.begin;
  if (!recorder) box().querySelector("[data-seconds]").textContent = "";
}

async function keep(item) {
  say("sending");
  await shelf.put({ ...item, room: outbox.room, id: makeId() });
  flush();
}

// In the order in which they were said; what is not answered stays.
async function flush() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  for (const item of await shelf.all(outbox.room)) {
    const answer = await post(item).catch(() => null);
    if (!answer) {
      say("waits");
      timer = setTimeout(flush, AGAIN_AFTER_MS);
      break;
    }
    await shelf.take(item);
    if (answer.ok) say("kept");
    else say("notTaken", answer.words);
  }
  sending = false;
}

// The server's answer; null where it has to be sent again.
async function post({ url, id, clip, begun, lasts, sound }) {
  const asked = new URLSearchParams({ id, clip, begun, lasts, participant });
  const answer = await fetch(`${url}?${asked}`, { method: "POST", body: sound, headers: headers() });
  if (answer.status === 413) return { ok: false, words: box()?.dataset.tooLong ?? "" };
  if (answer.status === 400) outbox.say("stale");
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  const told = isJson ? await answer.json() : null;
  return told && !told.again ? told : null;
}

function headers() {
  const token = document.querySelector("meta[name=csrf-token]").content;
  return { "X-CSRFToken": token, Accept: "application/json", "Content-Type": "application/octet-stream" };
}

async function forget(button) {
  if (!(await confirmed(button.dataset.question))) return;
  const answer = await fetch(button.dataset.forgetSound, { method: "POST", headers: headers() }).catch(() => null);
  // Where it is gone already, the push that says so is on its way.
  if (!answer || (!answer.ok && answer.status !== 404)) button.after(told(button.dataset.notNow));
}

function told(words) {
  const line = document.createElement("p");
  line.className = "problem";
  line.setAttribute("role", "alert");
  line.textContent = words;
  return line;
}

export function run() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-say-aloud] button, [data-forget-sound]");
    if (!button) return;
    if (button.matches("[data-forget-sound]")) forget(button);
    else if (recorder) end();
    else begin();
  });
  // Put away, or turned off on another device: what was said until then is kept.
  document.addEventListener("visibilitychange", () => document.hidden && end());
  document.addEventListener("drawn", () => {
    offer();
    if (!box()) end();
  });
  addEventListener("pagehide", end);
  socket.on("connect", flush);
  offer();
  flush();
}
