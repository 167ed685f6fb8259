// One screen of a live room: console, wall or companion.
import { io } from "../../vendor/socket.io.esm.min.js";
import { keepTime } from "./clock.js";
import * as commands from "./commands.js";
import { Outbox } from "./outbox.js";
import * as screen from "./screen.js";
import * as time from "./time.js";
import { words } from "./words.js";

const { screen: kind, supervision, participant } = document.body.dataset;
const socket = io({
  transports: ["websocket"],
  auth: { screen: kind, supervision: Number(supervision) },
  reconnectionDelay: 200,
  reconnectionDelayMax: 2000,
  randomizationFactor: 0.5,
});

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
socket.on("connect_error", (error) => {
  connected(false);
  // Refused in words by the server (not merely out of reach): the page knows what to show.
  if (!socket.active && error.message) screen.refetch();
});
socket.on("changed", screen.changed);
document.addEventListener("visibilitychange", () => document.hidden || screen.refetch());
addEventListener("pageshow", (event) => event.persisted && screen.refetch());

export const outbox = participant ? new Outbox({ supervision, participant, socket }) : null;
if (outbox) {
  commands.listen(outbox);
  outbox.addEventListener("waiting", ({ detail: waiting }) => {
    for (const dot of document.querySelectorAll("header .sync")) {
      const state = !waiting ? "saved" : socket.connected ? "saving" : "waiting";
      dot.dataset.sync = state;
      dot.textContent = words[state];
    }
  });
}
time.run();

export { socket };
