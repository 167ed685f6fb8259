// One screen of a live room: console, wall or companion.
import { keepTime } from "./clock.js";
import * as commands from "./commands.js";
import { kind, outbox, socket } from "./room.js";
import * as screen from "./screen.js";
import * as time from "./time.js";
import { words } from "./words.js";

// What each screen can do beyond drawing, loaded only where it is used. Each has `run()`.
const ABILITIES = {
  console: [
    "../phase/plan.js",
    "../phase/practice.js",
    "../phase/bell.js",
    "../playback/state.js",
    "../playback/follower.js",
    "../playback/console.js",
    "../tag/pad.js",
    "../playback/narrate.js",
    "../affect/round.js",
    "../reveal/here.js",
    "../rupture/directions.js",
    "../rupture/describe.js",
    "../exercise/so_far.js",
    "../exercise/from_top.js",
  ],
  wall: [
    "../phase/practice.js",
    "../phase/bell.js",
    "../playback/state.js",
    "../playback/wall.js",
    "../reveal/here.js",
  ],
  companion: [
    "../phase/practice.js",
    "../playback/state.js",
    "../playback/follower.js",
    "../tag/pad.js",
    "../playback/narrate.js",
    "../affect/round.js",
    "../reveal/here.js",
    "../rupture/directions.js",
  ],
};

const banner = document.querySelector(".connection");
let bannerTimer = null;

function connected(yes) {
  document.body.toggleAttribute("data-connected", yes);
  clearTimeout(bannerTimer);
  if (yes) banner?.setAttribute("hidden", "");
  // A moment's drop on bad wifi is nobody's business.
  else bannerTimer = setTimeout(() => banner?.removeAttribute("hidden"), 1500);
}

socket.on("connect", () => {
  connected(true);
  keepTime(socket);
  screen.refetch();
});
socket.on("disconnect", (reason) => {
  connected(false);
  // The server closes a socket for good when somebody signed out or left: the page says what now.
  if (reason === "io server disconnect") location.reload();
});
socket.on("connect_error", () => {
  connected(false);
  // Refused by the server, not merely out of reach: the page knows what to show. Where it still
  // opens, the server could not take the screen just then.
  if (!socket.active) screen.refetch().then(() => setTimeout(() => socket.connect(), 2000));
});
socket.on("changed", screen.changed);
document.addEventListener("visibilitychange", () => document.hidden || screen.refetch());
addEventListener("pageshow", (event) => event.persisted && screen.refetch());

if (outbox) {
  commands.listen(outbox);
  outbox.addEventListener("waiting", ({ detail: waiting }) => {
    const state = !waiting ? "saved" : socket.connected ? "saving" : "waiting";
    for (const dot of document.querySelectorAll("header .sync")) {
      dot.dataset.sync = state;
      dot.textContent = words[state];
    }
  });
}
time.run();
for (const ability of ABILITIES[kind]) import(ability).then((module) => module.run());
