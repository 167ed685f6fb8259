// One screen of a live room: console, wall or companion.
import * as banner from "./banner.js";
import { keepTime } from "./clock.js";
import * as commands from "./commands.js";
import * as drafts from "./drafts.js";
import { leave } from "./leaving.js";
import { heart, kind, outbox, reconnect, socket } from "./room.js";
import * as screen from "./screen.js";
import * as time from "./time.js";
import * as tray from "./tray.js";

// What each screen can do beyond drawing, loaded only where it is used. Each has `run()`. What takes
// longest to come about, the film, is first.
const ABILITIES = {
  console: [
    "../lead/onlooking.js",
    "../glance/spoken.js",
    "../phase/plan.js",
    "../phase/practice.js",
    "../phase/bell.js",
    "../playback/state.js",
    "../playback/follower.js",
    "../hold/stop.js",
    "../playback/console.js",
    "../tag/pad.js",
    "../tag/say_more.js",
    "../playback/narrate.js",
    "../viewing/say_aloud.js",
    "../affect/round.js",
    "../viewing/moments.js",
    "../viewing/dial.js",
    "./own_lines.js",
    "./nudge.js",
    "../reveal/here.js",
    "../rupture/directions.js",
    "../rupture/describe.js",
    "../exercise/so_far.js",
    "../exercise/from_top.js",
  ],
  wall: [
    "../playback/state.js",
    "../playback/wall.js",
    "../phase/practice.js",
    "../phase/bell.js",
    "../reveal/here.js",
    "./awake.js",
  ],
  companion: [
    "../playback/state.js",
    "../playback/follower.js",
    "../phase/practice.js",
    "../phase/bells.js",
    "./about_device.js",
    "./awake.js",
    "../hold/stop.js",
    "../tag/pad.js",
    "../tag/say_more.js",
    "../playback/narrate.js",
    "../viewing/say_aloud.js",
    "../affect/round.js",
    "../viewing/moments.js",
    "../viewing/dial.js",
    "./own_lines.js",
    "./nudge.js",
    "../reveal/here.js",
    "../rupture/directions.js",
  ],
};

socket.on("connect", () => {
  keepTime(socket);
  screen.refetch();
});
socket.on("disconnect", async (reason) => {
  // The server closes a socket for good when somebody signed out or left: the page says what now.
  if (reason === "io server disconnect" && (await screen.refetch()) !== "gone") socket.connect();
});
socket.on("connect_error", () => {
  // Refused by the server, not merely out of reach: the page knows what to show. Where it still
  // opens, the server could not take the screen just then.
  if (!socket.active) screen.refetch().then((found) => found === "gone" || setTimeout(reconnect, 2000));
});
socket.on("changed", screen.changed);

// After any absence: a look at the page, and no wait for a connection that was tried before it.
function back() {
  if (document.hidden) return;
  reconnect();
  screen.refetch();
}
for (const moment of ["visibilitychange", "resume"]) document.addEventListener(moment, back);
for (const moment of ["online", "pageshow"]) addEventListener(moment, (event) => event.persisted !== false && back());
heart.addEventListener("woke", back);
// Whoever closes the page has left, and is not asleep.
addEventListener("pagehide", (event) => event.persisted || socket.disconnect());
document.addEventListener("gone", ({ detail: how }) => (how === "shut" ? leave() : location.reload()));

banner.run();
if (outbox) {
  outbox.addEventListener("silence", () => heart.beat());
  outbox.addEventListener("stale", screen.refetch);
  drafts.run(outbox.room);
  commands.listen(outbox);
  tray.run(outbox);
}
time.run();
for (const ability of ABILITIES[kind]) import(ability).then((module) => module.run(), beginAnewOnContact);

// Contact was lost while this page was loading, and browsers do not ask for such a module twice.
// (At most twice a minute: one that is never there must not keep the page loading.)
function beginAnewOnContact() {
  socket.on("connect", () => {
    if (Date.now() - Number(sessionStorage.getItem("began-anew") ?? 0) < 30_000) return;
    sessionStorage.setItem("began-anew", Date.now());
    location.reload();
  });
}
