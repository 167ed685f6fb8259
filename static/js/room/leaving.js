// When the room opens no more to this person: their words are theirs, before anything else is shown.
import { outbox } from "./room.js";
import { regions } from "./screen.js";
import * as tray from "./tray.js";
import { words } from "./words.js";

let isLeaving = false;

// What waits is offered once more and refused in words; whoever has nothing of the kind sees at once
// what the server says.
export async function leave() {
  if (isLeaving) return;
  isLeaving = true;
  await outbox?.offerByPost();
  if (!outbox || !(await tray.holdsWords())) return location.reload();
  for (const region of regions()) region.replaceChildren();
  document.querySelector(".console-head")?.remove();
  const told = document.querySelector(".connection");
  told.textContent = words.notInTheRoom;
  told.hidden = false;
  document.body.setAttribute("data-left", "");
  await tray.openForGood();
}
