// What there is to know of the contact, in one quiet line: never a curtain. Reading and tapping go on.
import { heart, outbox, socket } from "./room.js";
import { words } from "./words.js";

// A moment's drop on bad wifi is nobody's business.
const QUIET_FOR_MS = 1500;

const banner = document.querySelector(".connection");
let waiting = 0;
let isLost = false;
let timer = null;

function draw() {
  if (!banner || document.body.hasAttribute("data-left")) return;
  const said = isLost && !heart.hasContact ? words.noContact : outbox?.said;
  const lines = [said, outbox?.shelf.isFragile && words.fragile].filter(Boolean);
  if (lines.length && waiting) lines.push(`${words.waitingToBeSent} ${waiting}`);
  const text = lines.join(" ");
  if (text && banner.textContent !== text) banner.textContent = text;
  banner.hidden = !text;
}

function connected(yes) {
  document.body.toggleAttribute("data-connected", yes);
  if (yes) {
    clearTimeout(timer);
    timer = null;
    isLost = false;
  } else timer ??= setTimeout(lost, QUIET_FOR_MS);
  draw();
}

function lost() {
  isLost = true;
  draw();
}

function count({ detail }) {
  waiting = detail;
  heart.carries(waiting);
  const state = !waiting ? "saved" : socket.connected ? "saving" : "waiting";
  for (const dot of document.querySelectorAll("header .sync")) {
    dot.dataset.sync = state;
    dot.textContent = words[state];
  }
  draw();
}

export function run() {
  socket.on("connect", () => connected(true));
  socket.on("disconnect", () => connected(false));
  socket.on("connect_error", () => connected(false));
  heart.addEventListener("contact", draw);
  outbox?.addEventListener("waiting", count);
  // Both were there before this script.
  if (socket.connected) connected(true);
  outbox?.tell();
}
