// The presenter's stop, seen from their own device: whether it has gone through. It is offered by
// both ways until somebody answers, past all that waits, and what to do meanwhile is said at once.
import { film } from "../playback/state.js";
import { pause } from "../room/patience.js";
import { outbox, socket } from "../room/room.js";
import { words } from "../room/words.js";
import { byPost, bySocket } from "../room/ways.js";

const NAME = "hold.stop";
const AGAIN_AFTER_MS = 1000;
const SAID_FOR_MS = 10_000;

const told = document.querySelector(".stop-told");
const underWay = new Set();
let leaving = null;

function tell(text, { forMs } = {}) {
  clearTimeout(leaving);
  if (told.textContent !== text) told.textContent = text;
  told.hidden = !text;
  if (forMs) leaving = setTimeout(() => tell(""), forMs);
}

const isWaiting = () => told.textContent === words.stopNotSent && !told.hidden;

// Heard of it, by an answer or because this screen was stopped as well.
function goneThrough() {
  if (isWaiting()) tell(words.stopSent, { forMs: SAID_FOR_MS });
}

async function insist(item) {
  if (underWay.has(item.id)) return;
  underWay.add(item.id);
  while (underWay.has(item.id)) {
    const answer = await anyWay(item);
    if (answer?.held && underWay.has(item.id)) tell(answer.words);
    else if (answer && !answer.again) answered(item, answer);
    if (underWay.has(item.id)) await pause(AGAIN_AFTER_MS);
  }
}

// The socket may be dead and not know it, so the other way is not kept for later.
async function anyWay(item) {
  const ways = [byPost(outbox.url, outbox.participant, item, () => outbox.say("stale"))];
  if (socket.connected) ways.push(bySocket(socket, item));
  const heard = await Promise.any(ways.map((way) => way.then((answer) => answer ?? Promise.reject()))).catch(() => null);
  return heard;
}

function answered(item, answer) {
  if (!underWay.delete(item.id)) return;
  if (answer.ok) told.hidden || tell(words.stopSent, { forMs: SAID_FOR_MS });
  else tell(answer.words ?? words.notSent, { forMs: SAID_FOR_MS });
  // It lies in the outbox still, whose turn it is to ask for the same answer.
  outbox.hurryUp();
}

function unsent(item) {
  if (item.name !== NAME) return;
  if (!film().held) tell(words.stopNotSent);
  insist(item);
}

export async function run() {
  if (!outbox || !told) return;
  document.addEventListener("submit", ({ target }) => {
    if (target.dataset.command === NAME && !socket.connected) tell(words.stopNotSent);
  });
  outbox.addEventListener("unsent", ({ detail }) => unsent(detail));
  outbox.addEventListener("answered", ({ detail: { item, answer } }) => {
    if (item.name === NAME) answered(item, answer);
  });
  document.addEventListener("film", ({ detail: { before } }) => {
    if (film().held && !before.held) goneThrough();
    if (before.held && !film().held) tell("");
  });
  // Pressed before this page was loaded anew, and unanswered since.
  for (const item of await outbox.shelf.all(outbox.room)) unsent(item);
}
