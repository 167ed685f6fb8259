// One screen of a live room: console, wall or companion.
import { keepTime } from "./clock.js";
import * as early from "./early.js";
import { kind, socket } from "./socket.js";

// What takes longest to come about, the film. Each script here has `run()`; the page names it, and all
// that it needs, before anything else.
const FIRST = {
  console: ["../playback/state.js", "../playback/follower.js"],
  wall: ["../playback/state.js", "../playback/wall.js"],
  companion: ["../playback/state.js", "../playback/follower.js"],
};

// What else each screen does.
const THEN = {
  console: [
    "./joined.js",
    "../hold/stop.js",
    "../playback/console.js",
    "./about_device.js",
    "../lead/onlooking.js",
    "../glance/spoken.js",
    "../phase/plan.js",
    "./at_once.js",
    "../phase/practice.js",
    "../phase/bell.js",
    "../tag/pad.js",
    "../tag/say_more.js",
    "../tag/steps.js",
    "../playback/narrate.js",
    "../viewing/say_aloud.js",
    "../affect/round.js",
    "../viewing/moments.js",
    "../viewing/dial.js",
    "./own_lines.js",
    "../exercise/pins.js",
    "./nudge.js",
    "../reveal/here.js",
    "../rupture/directions.js",
    "../rupture/describe.js",
    "../exercise/so_far.js",
    "../exercise/from_top.js",
  ],
  wall: [
    "./joined.js",
    "../phase/practice.js",
    "../phase/bell.js",
    "../reveal/here.js",
    "./awake.js",
  ],
  companion: [
    "./joined.js",
    "../hold/stop.js",
    "./at_once.js",
    "../tag/pad.js",
    "../tag/say_more.js",
    "../tag/steps.js",
    "../phase/practice.js",
    "../phase/bells.js",
    "./about_device.js",
    "./awake.js",
    "../playback/narrate.js",
    "../viewing/say_aloud.js",
    "../affect/round.js",
    "../viewing/moments.js",
    "../viewing/dial.js",
    "./own_lines.js",
    "../exercise/pins.js",
    "./nudge.js",
    "../reveal/here.js",
    "../rupture/directions.js",
  ],
};

// A browser opens six connections at most, and gives a film the last that is free: one is left to it.
const AT_ONCE = 5;

const begin = (script) => import(script).then((module) => module.run(), beginAnewOnContact);

// The page lists what comes then, whatever is needed before whoever needs it.
const listed = document.getElementById("scripts-then");
const waiting = [...(listed?.content.querySelectorAll("link") ?? [])];
const then = new Set(THEN[kind].map((script) => new URL(script, import.meta.url).href));

async function fetchInTurn() {
  for (let link = waiting.shift(); link; link = waiting.shift()) {
    await fetched(link);
    if (then.delete(link.href)) begin(link.href);
  }
}

function fetched(link) {
  return new Promise((done) => {
    Object.assign(link, { onload: done, onerror: done });
    document.head.append(link);
  });
}

early.listen();
socket.on("connect", () => keepTime(socket));
for (const script of FIRST[kind]) begin(script);
// Where a browser does not know these links it asks for all at once.
if (document.createElement("link").relList.supports("modulepreload")) {
  for (let turn = 0; turn < AT_ONCE; turn += 1) fetchInTurn();
} else then.forEach(begin);

// Contact was lost while this page was loading, and browsers do not ask for such a module twice.
// (At most twice a minute: one that is never there must not keep the page loading.)
function beginAnewOnContact() {
  socket.on("connect", beginAnew);
  // A single script was lost on its way; or contact is lost, and nobody knows yet: then all stays.
  if (socket.connected) fetch(import.meta.url, { method: "HEAD", cache: "no-store" }).then(beginAnew, () => {});
}

function beginAnew() {
  if (Date.now() - Number(sessionStorage.getItem("began-anew") ?? 0) < 30_000) return;
  sessionStorage.setItem("began-anew", Date.now());
  location.reload();
}
