// Forms that are commands. What was typed stays where it is until the server has said yes.
import { serverTimeOf } from "./clock.js";
import { confirmed } from "./asking.js";
import { release } from "./screen.js";
import { words } from "./words.js";

const DOUBLE_TAP_MS = 600;

// A form just answered takes no press for a moment; drawing leaves the attribute alone.
function settle(form) {
  form.setAttribute("data-settling", "");
  setTimeout(() => form.removeAttribute("data-settling"), DOUBLE_TAP_MS);
}

export function bodyOf(form, submitter) {
  const body = {};
  for (const [name, value] of new FormData(form, submitter)) {
    body[name] = name in body ? [].concat(body[name], value) : value;
  }
  return body;
}

export function listen(outbox) {
  // Whoever has changed something since means the next tap.
  document.addEventListener("input", ({ target }) => target.form?.removeAttribute("data-settling"));
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.command) return;
    event.preventDefault();
    // The second half of a double tap would land on what the first half has just changed.
    if (form.hasAttribute("data-settling")) return;
    if (form.dataset.ask && !(await confirmed(form.dataset.ask))) return;
    const button = event.submitter ?? form.querySelector("button");
    button?.setAttribute("aria-busy", "true");
    const answer = await outbox.send(form.dataset.command, bodyOf(form, event.submitter), {
      at: serverTimeOf(event),
      urgent: form.hasAttribute("data-urgent"),
    });
    button?.removeAttribute("aria-busy");
    settle(form);
    show(form, answer);
  });
}

// The answer on its form: cleared where it was done, marked in words where something is to correct.
export function show(form, answer) {
  for (const line of form.querySelectorAll("[data-problem]")) {
    const said = answer.fields?.[line.dataset.problem]?.join(" ") ?? "";
    line.textContent = said;
    line.hidden = !said;
    for (const field of form.querySelectorAll(`[name="${CSS.escape(line.dataset.problem)}"]`)) {
      if (said) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  say(form, answer.ok ? "" : (answer.words ?? words.notSent));
  if (answer.ok) {
    release(form);
    if (form.hasAttribute("data-empty-after")) form.reset();
    form.dispatchEvent(new CustomEvent("done", { bubbles: true, detail: answer }));
  } else {
    form.querySelector("[aria-invalid=true]")?.focus();
  }
}

function say(form, text) {
  let notice = form.querySelector(":scope > .notice");
  if (!text) return notice?.remove();
  notice ??= form.appendChild(Object.assign(document.createElement("p"), { className: "notice" }));
  notice.setAttribute("role", "alert");
  notice.dataset.own = form.dataset.command;
  notice.textContent = text;
}
