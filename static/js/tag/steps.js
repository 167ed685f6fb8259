// The last thing done at one's own marks on this page, and the way back from it. A step is named here, so
// that it can be put back before anything of it has been sent.
import { makeId } from "../room/ids.js";
import { outbox } from "../room/room.js";

// What it was, the mark's name, where in the film that is, and the name of the step; none where it was placed.
let last = null;
// What each becomes when it is taken back, and what the line says of that.
const TAKEN_BACK = { undone: "back", back: "undone", changed: "unchanged", unchanged: "changed" };
const SAID = { undone: "undone", back: "back", changed: "changed", unchanged: "back" };

export function placed(tag, time) {
  last = { what: "placed", tag, time };
  tellNothing();
}

// A second tap at an earlier mark: whether it corrects anything is the server's to say.
export async function says(body, time) {
  const mine = { what: "changed", tag: body.tag, step: makeId(), time };
  last = mine;
  const answer = await outbox.send("tag.mark", { ...body, client_uuid: mine.step });
  if (last !== mine) return answer;
  if (answer.corrected) tell();
  else last = null;
  return answer;
}

// Resolves with the answer, as does what follows.
export function takeBack(tag, time) {
  const step = makeId();
  last = { what: "undone", tag, step, time };
  tell();
  return settled(outbox.send("tag.undo", { tag, client_uuid: step }));
}

// Pressed again, it brings back what it took back.
export function takeBackLast() {
  if (!last) return putBackNewest();
  const { what, tag, step: of, time } = last;
  if (!of) return takeBack(tag, time);
  const step = makeId();
  last = { what: TAKEN_BACK[what], tag, step, time };
  tell();
  return settled(outbox.send("tag.put_back", { tag, of, client_uuid: step }));
}

async function settled(answering) {
  const mine = last;
  const answer = await answering;
  // Nothing has come of it that could be put back.
  if ((!answer.ok || answer.changed === false) && last === mine) last = null;
  return answer;
}

// What this page has not done itself stands in its list, with what another device has done.
function putBackNewest() {
  const steps = [...document.querySelectorAll("[data-own-steps] > li")];
  const [newest] = steps.sort((one, other) => other.dataset.number - one.dataset.number);
  newest?.querySelector("form")?.requestSubmit();
}

function tell() {
  const said = SAID[last.what];
  const line = document.querySelector("[data-pad-back]");
  if (!line) return;
  line.querySelector("[data-pad-back-said]").textContent = line.dataset[said].replace("{time}", last.time);
  const buttons = [...line.querySelectorAll("[data-pad-back-from]")];
  const hadFocus = line.contains(document.activeElement);
  for (const button of buttons) button.hidden = button.dataset.padBackFrom !== said;
  line.hidden = false;
  if (hadFocus) document.querySelector(".tagpad-zone")?.focus({ preventScroll: true });
}

export function tellNothing() {
  document.querySelector("[data-pad-back]")?.setAttribute("hidden", "");
}

export function run() {
  // What is pressed in the list is newer than anything that was done at the pad.
  document.addEventListener("submit", ({ target }) => {
    if (!["tag.undo", "tag.put_back", "tag.say"].includes(target.dataset.command)) return;
    last = null;
    tellNothing();
  });
}
