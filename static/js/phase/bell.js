// The bell. In the room it sounds from the wall alone; the console can try it out.
import { serverNow } from "../room/clock.js";
import { kind } from "../room/socket.js";

const EVERY_MS = 250;
// A wall opened a little later still rings; one opened long after does not.
const RINGS_WITHIN_MS = 4000;

const bell = new Audio(new URL("../../audio/bell.mp3", import.meta.url));
bell.preload = "auto";
const rung = new Set();
let asked = false;
let refused = false;

export function run() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-try-bell]")) ring();
    if (event.target.closest("[data-allow-sound]")) allow();
  });
  if (kind !== "wall") return;
  follow();
  setInterval(follow, EVERY_MS);
  document.addEventListener("drawn", follow);
}

function follow() {
  const practice = document.querySelector("[data-bell]");
  if (!practice) return;
  if (!asked) allow();
  practice.querySelector("[data-allow-sound]").hidden = !refused;
  const { bell: rings, began, lasts } = practice.dataset;
  if (!began) return;
  const named = [["start", 0], ["end", Number(lasts)]].filter(([name]) => rings.includes(name));
  // Others ring at seconds of their own, as where the turns in pairs change.
  const timed = (practice.dataset.ringsAt ?? "").split(" ").filter(Boolean).map((at) => [`at ${at}`, at * 1000]);
  for (const [name, after] of [...named, ...timed]) {
    const since = serverNow() - Number(began) - after;
    const key = `${began} ${name}`;
    if (rung.has(key) || since < 0 || since > RINGS_WITHIN_MS) continue;
    rung.add(key);
    ring();
  }
}

async function ring() {
  bell.volume = 1;
  bell.currentTime = 0;
  await play();
}

// Browsers let a window sound only after it was touched, or where its opener was: tried unheard,
// before it is needed.
async function allow() {
  asked = true;
  bell.volume = 0;
  if ((await play()) && !bell.volume) bell.pause();
}

async function play() {
  try {
    await bell.play();
    refused = false;
  } catch (error) {
    refused = error.name === "NotAllowedError";
  }
  return !refused;
}
