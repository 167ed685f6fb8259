// Half-typed words, kept on this device until their form was answered: a part of the meeting that
// moves on, a reload or a phone that throws its page away loses none. They come back with their form.
import { touched } from "./early.js";
import { words } from "./words.js";

const KEPT_FOR_MS = 14 * 24 * 3600 * 1000;
const PREFIX = "afttrainer-draft:";
// Numbers of what the screen showed change while the form stays the same.
const OF_THE_SCREEN = ["shown", "revision", "asked", "csrf_token"];

let room = "";
const unsaved = new Set();
const looked = new WeakMap();

export function keyOf(form) {
  const names = [...form.querySelectorAll("input[type=hidden]:not([data-by-script])")]
    .filter(({ name }) => name && !OF_THE_SCREEN.includes(name))
    .map(({ name, defaultValue }) => `${name}=${defaultValue}`);
  return [form.dataset.command, ...names.sort()].join("&");
}

const placeOf = (key) => `${PREFIX}${room}:${key}`;

// What a person has put into a form: words, and what they chose beside them.
const written = (form) =>
  [...form.elements].filter((one) => one.name && one.tagName !== "BUTTON" && (one.type !== "hidden" || one.matches("[data-by-script]")));
export const isText = (one) => one.matches("textarea, input[type=text], input[type=search], input:not([type])");

// What was sent is no draft any more.
export function forget(key) {
  for (const form of unsaved) if (keyOf(form) === key) unsaved.delete(form);
  drop(placeOf(key));
}

function drop(place) {
  try {
    localStorage.removeItem(place);
  } catch {
    // Then nothing is there.
  }
}

function save() {
  for (const form of unsaved) {
    const fields = written(form).map((one) => [one.name, one.type, one.value, Boolean(one.checked)]);
    const hasWords = written(form).some((one) => isText(one) && one.value && one.value !== one.defaultValue);
    try {
      if (hasWords) localStorage.setItem(placeOf(keyOf(form)), JSON.stringify({ fields, at: Date.now() }));
      else localStorage.removeItem(placeOf(keyOf(form)));
    } catch {
      // This browser keeps nothing: the words are in their field.
    }
  }
  unsaved.clear();
}

function read(place) {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

function restoreAll() {
  for (const form of document.querySelectorAll("form[data-command]")) {
    const key = keyOf(form);
    if (looked.get(form) === key) continue;
    looked.set(form, key);
    const draft = read(placeOf(key));
    if (draft?.fields && restore(form, draft.fields)) sayBack(form);
  }
}

// Whether there were words to put back.
function restore(form, fields) {
  let brought = false;
  for (const [name, type, value, checked] of fields) {
    const field = written(form).find((one) => one.name === name && one.type === type && (!isChoice(one) || one.value === value));
    if (!field || (isChoice(field) ? field.checked === checked : field.value === value)) continue;
    if (isChoice(field)) field.checked = checked;
    else field.value = value;
    if (field.type !== "hidden") field.dispatchEvent(new Event("input", { bubbles: true }));
    if (!isText(field)) continue;
    brought = true;
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  return brought;
}

// What was sent once, back into its form.
export function putInto(form, body) {
  const fields = written(form).map((one) => {
    const values = [].concat(body[one.name] ?? []);
    return [one.name, one.type, isChoice(one) ? one.value : (values[0] ?? ""), values.includes(one.value)];
  });
  restore(form, fields);
}

const isChoice = (one) => one.type === "radio" || one.type === "checkbox";

function sayBack(form) {
  form.dispatchEvent(new CustomEvent("say", { bubbles: true, detail: words.draftBack }));
}

function dropOld() {
  try {
    for (const place of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      if (!(Date.now() - read(place)?.at < KEPT_FOR_MS)) drop(place);
    }
  } catch {
    // No storage, no drafts.
  }
}

// What was touched before this script was there is a draft as well, beside what was kept before that.
function takeUp(form) {
  const early = new Set([...form.elements].filter((one) => touched.has(one)).map(({ name }) => name));
  if (!early.size) return;
  const key = keyOf(form);
  const kept = read(placeOf(key))?.fields ?? [];
  looked.set(form, key);
  if (restore(form, kept.filter(([name]) => !early.has(name)))) sayBack(form);
  unsaved.add(form);
}

export function run(ofRoom) {
  room = ofRoom;
  dropOld();
  document.addEventListener("input", ({ target }) => {
    if (!target.form?.dataset.command) return;
    unsaved.add(target.form);
    save(); // At once: the room may move on with the next letter.
  });
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);
  document.addEventListener("drawn", restoreAll);
  document.querySelectorAll("form[data-command]").forEach(takeUp);
  save();
  restoreAll();
}
