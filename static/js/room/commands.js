// Forms that are commands. What was typed stays where it is until the server has said yes.
import { serverTimeOf } from "./clock.js";
import { confirmed } from "./asking.js";
import { forget, isText, keyOf } from "./drafts.js";
import { pause } from "./patience.js";
import { release } from "./screen.js";
import { words } from "./words.js";

const DOUBLE_TAP_MS = 600;
// A button that is busy for longer says that all is kept, and may be pressed again.
const BUSY_AT_MOST_MS = 4000;
const WITHOUT_CONTACT_MS = 300;

// What each form has sent and not yet heard of.
const underWay = new WeakMap();

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

// What somebody wrote, with its question: should it not be taken, it is shown by these.
function typedIn(form) {
  return [...form.elements]
    .filter((field) => field.name && isText(field) && field.value.trim())
    .map((field) => ({ name: field.name, label: field.labels[0]?.textContent.trim() ?? "", text: field.value }));
}

const titleOf = (button) => (button?.getAttribute("aria-label") ?? button?.textContent ?? "").trim();

export function listen(outbox) {
  // Whoever has changed something since means the next tap.
  document.addEventListener("input", ({ target }) => target.form?.removeAttribute("data-settling"));
  document.addEventListener("say", ({ target, detail }) => say(target, detail, "status"));
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.command) return;
    event.preventDefault();
    // The second half of a double tap would land on what the first half has just changed.
    if (form.hasAttribute("data-settling")) return;
    if (form.dataset.ask && !(await confirmed(form.dataset.ask))) return;
    send(outbox, form, event);
  });
}

async function send(outbox, form, event) {
  const button = event.submitter ?? form.querySelector("button");
  const name = form.dataset.command;
  const [key, body] = [keyOf(form), bodyOf(form, event.submitter)];
  const written = () => JSON.stringify([keyOf(form), bodyOf(form, event.submitter)]);
  const sent = written();
  // Pressed again while the same is under way: it is kept already.
  if (underWay.get(form) === sent) return;
  underWay.set(form, sent);
  button?.setAttribute("aria-busy", "true");
  const what = { at: serverTimeOf(event), title: titleOf(button), typed: typedIn(form) };
  const urgent = form.hasAttribute("data-urgent");
  const answering = outbox.send(name, body, { ...what, urgent, after: refusedIn(form) });
  form.removeAttribute("data-refused");
  const patience = outbox.socket.connected ? BUSY_AT_MOST_MS : WITHOUT_CONTACT_MS;
  const soon = await Promise.race([answering, pause(patience)]);
  forget(key);
  button?.removeAttribute("aria-busy");
  settle(form);
  if (!soon && keyOf(form) === key) sayKept(form);
  const answer = await answering;
  if (underWay.get(form) === sent) underWay.delete(form);
  // What stands there may be another form by now, of another mark or another part of the meeting.
  const isThere = form.isConnected && (what.typed.length ? keyOf(form) === key : form.dataset.command === name);
  const isPressOfBefore = !answer.ok && !what.typed.length && !(isThere && soon);
  if (isPressOfBefore) document.dispatchEvent(new CustomEvent("untold", { detail: { name, body, ...what, answer } }));
  if (isPressOfBefore && isThere) say(form, "");
  // What was written since then is still to be sent.
  else if (isThere) show(form, answer, { isSame: written() === sent });
}

// The id of what this very form was refused for.
function refusedIn(form) {
  const [id, ...key] = (form.dataset.refused ?? "").split(" ");
  return key.join(" ") === keyOf(form) ? id : undefined;
}

// It is on its way, however long that takes: the form is free for the next.
function sayKept(form) {
  if (form.hasAttribute("data-empty-after")) {
    release(form);
    form.reset();
  }
  say(form, words.waiting, "status");
}

// The answer on its form: cleared where it was done, marked in words where something is to correct.
export function show(form, answer, { isSame = true } = {}) {
  const fields = isSame ? (answer.fields ?? {}) : {};
  for (const line of form.querySelectorAll("[data-problem]")) {
    const said = fields[line.dataset.problem]?.join(" ") ?? "";
    line.textContent = said;
    line.hidden = !said;
    for (const field of form.querySelectorAll(`[name="${CSS.escape(line.dataset.problem)}"]`)) {
      if (said) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  if (answer.ok) return done(form, answer, isSame);
  if (!isSame && typedIn(form).length) return say(form, ""); // It lies among what was not taken.
  if (answer.id) form.dataset.refused = `${answer.id} ${keyOf(form)}`;
  say(form, answer.words ?? words.notSent);
  form.querySelector("[aria-invalid=true]")?.focus();
}

function done(form, answer, isSame) {
  say(form, "");
  if (isSame) {
    release(form);
    if (form.hasAttribute("data-empty-after")) form.reset();
  }
  form.dispatchEvent(new CustomEvent("done", { bubbles: true, detail: answer }));
}

function say(form, text, role = "alert") {
  let notice = form.querySelector(":scope > .notice");
  if (!text) return notice?.remove();
  notice ??= form.appendChild(Object.assign(document.createElement("p"), { className: "notice" }));
  notice.setAttribute("role", role);
  notice.dataset.own = form.dataset.command;
  notice.textContent = text;
}
