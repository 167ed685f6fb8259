// What more there is to say of a mark: its form is made when it is opened. A list of many marks, drawn
// anew at each, would be made of forms that nobody looks at.
import { serverNow } from "../room/clock.js";
import { filmTime, positionAt } from "../playback/state.js";

function open({ dataset }, place) {
  const made = document.getElementById("say-more").content.cloneNode(true);
  for (const part of made.querySelectorAll("[data-only]")) {
    if (part.dataset.only !== ("inner" in dataset ? "inner" : "between")) part.remove();
  }
  // The pad is there while a film is being watched; the film's time is that of the one at work.
  if (!document.querySelector("[data-pad]")) made.querySelector("[data-tag-again]").closest(".actions").remove();
  if (place.closest("[data-before]")) made.querySelector("[data-until-now]").remove();
  for (const one of made.querySelectorAll("*")) {
    for (const name of ["id", "for", "aria-describedby"]) {
      const said = one.getAttribute(name);
      if (said) one.setAttribute(name, said.replaceAll("tag-0-", `tag-${dataset.say}-`));
    }
  }
  for (const tag of made.querySelectorAll("[name=tag]")) tag.setAttribute("value", dataset.say);
  fill(made, "note", dataset.note);
  fill(made, "end", dataset.end ?? "");
  const levels = Object.entries({
    intensity: dataset.intensity,
    note_visibility: dataset.level,
    noticed: dataset.noticed,
    visibility: dataset.shown,
  });
  for (const [name, value = ""] of levels) {
    const chosen = made.querySelector(`[type=radio][name=${name}][value="${CSS.escape(value)}"]`);
    chosen?.setAttribute("checked", "");
  }
  place.append(made);
  // Half-typed words come back with their form.
  document.dispatchEvent(new CustomEvent("drawn", { detail: place }));
}

function fill(made, name, value) {
  const field = made.querySelector(`[name=${name}]`);
  if (field.matches("textarea")) field.textContent = value;
  else field.setAttribute("value", value);
}

export function run() {
  document.addEventListener("click", ({ target }) => {
    const field = target.closest("[data-until-now]")?.closest("form").elements.namedItem("end");
    if (!field) return;
    field.value = filmTime(positionAt(serverNow()));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // A fold tells of its opening without the page hearing it bubble.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      const place = target.matches?.("details[data-say]") && target.open && target.querySelector("[data-keep]");
      if (place && !place.childElementCount) open(target, place);
    },
    true,
  );
}
