// Words that belong to the moment in which they were begun, and not to the one they were sent in: a
// line of narration, each lane of a note ([data-begun] names the field that keeps it).
import { serverNow } from "../room/clock.js";

export function run() {
  document.addEventListener("input", ({ target }) => {
    const name = target.dataset.begun ?? (target.name === "words" ? "begun" : null);
    const begun = name && target.form?.elements.namedItem(name);
    if (!begun) return;
    if (!target.value) begun.value = "";
    else if (!begun.value) begun.value = String(Math.round(serverNow()));
  });
}
