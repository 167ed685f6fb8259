// What every screen does in its room: draws what changes, keeps contact, sends what waits.
import * as banner from "./banner.js";
import * as commands from "./commands.js";
import * as drafts from "./drafts.js";
import { handOver } from "./early.js";
import { leave } from "./leaving.js";
import { heart, outbox, reconnect, socket } from "./room.js";
import * as screen from "./screen.js";
import * as time from "./time.js";
import * as tray from "./tray.js";

async function isShut(reason) {
  // The server closes a socket for good when somebody signed out or left: the page says what now.
  if (reason === "io server disconnect" && (await screen.refetch()) !== "gone") socket.connect();
}

function isRefused() {
  // Refused by the server, not merely out of reach: the page knows what to show. Where it still
  // opens, the server could not take the screen just then.
  if (!socket.active) screen.refetch().then((found) => found === "gone" || setTimeout(reconnect, 2000));
}

// After any absence: a look at the page, and no wait for a connection that was tried before it.
function back() {
  if (document.hidden) return;
  reconnect();
  screen.refetch();
}

function keepContact() {
  socket.on("connect", screen.refetch);
  socket.on("disconnect", isShut);
  socket.on("connect_error", isRefused);
  socket.on("changed", screen.changed);
  for (const moment of ["visibilitychange", "resume"]) document.addEventListener(moment, back);
  for (const moment of ["online", "pageshow"]) addEventListener(moment, (event) => event.persisted !== false && back());
  heart.addEventListener("woke", back);
  // Whoever closes the page has left, and is not asleep.
  addEventListener("pagehide", (event) => event.persisted || socket.disconnect());
  document.addEventListener("gone", ({ detail: how }) => (how === "shut" ? leave() : location.reload()));
}

export function run() {
  keepContact();
  banner.run();
  if (outbox) {
    outbox.addEventListener("silence", () => heart.beat());
    outbox.addEventListener("stale", screen.refetch);
    commands.listen(outbox);
    drafts.run(outbox.room); // After what it says is listened for.
    tray.run(outbox);
  }
  time.run();
  handOver();
  // The socket was quicker than this script.
  if (socket.connected) screen.refetch();
  else isRefused();
}
