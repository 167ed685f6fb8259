// A line of narration belongs to the moment in which it was begun, not to the one it was sent in.
import { serverNow } from "../room/clock.js";

export function run() {
  document.addEventListener("input", ({ target }) => {
    const begun = target.form?.elements.namedItem("begun");
    if (!begun || target.name !== "words") return;
    if (!target.value) begun.value = "";
    else if (!begun.value) begun.value = String(Math.round(serverNow()));
  });
}
