// "Not taken": what the room refused, with its reason, until the person has corrected it, sent it
// again, copied or thrown it away. What its own form still shows is not shown here a second time.
import { confirmed } from "./asking.js";
import { keyOf, putInto } from "./drafts.js";
import { words } from "./words.js";

let outbox = null;
let isRoomOpen = true;
const tray = () => document.querySelector(".tray");
const shown = new Map();

function make(kind, text = "", also = {}) {
  return Object.assign(document.createElement(kind), { textContent: text, ...also });
}

// Whether it stands in its own form, told there and to be corrected there.
function isAtHome({ id }) {
  return [...document.querySelectorAll(`form[data-refused^="${CSS.escape(id)} "]`)].some(
    (form) => form.dataset.refused === `${id} ${keyOf(form)}` && form.checkVisibility?.() !== false,
  );
}

async function draw() {
  const items = await outbox.refused.all(outbox.room);
  const apart = items.filter((item) => !isAtHome(item));
  const ids = new Set(apart.map(({ id }) => id));
  for (const [id, row] of shown) {
    if (ids.has(id)) continue;
    row.remove();
    shown.delete(id);
  }
  const list = tray().querySelector("ul") ?? tray().appendChild(make("ul"));
  for (const item of apart.filter(({ id }) => !shown.has(id))) {
    const row = rowOf(item);
    shown.set(item.id, row);
    list.append(row);
  }
  tray().hidden = !apart.length;
  tray().querySelector("summary").textContent = `${words.notTaken} ${apart.length}`;
}

function rowOf(item) {
  const row = make("li");
  const fields = (item.typed ?? []).map(({ name, label, text }) => {
    const line = make("label", label || words.whatYouWrote);
    const field = line.appendChild(make("textarea", text, { value: text, rows: 2, dir: "auto" }));
    field.dataset.name = name;
    return line;
  });
  const what = make("p", "", { className: "tray-what" });
  what.append(make("strong", item.title || words.aTap), " ", make("span", whyNot(item)));
  row.append(what, ...fields, buttonsOf(item, row));
  return row;
}

const whyNot = (item) =>
  [item.words ?? words.notSent, ...Object.values(item.fields ?? {}).flat()].join(" ");

function buttonsOf(item, row) {
  const actions = make("p", "", { className: "actions" });
  const add = (text, act, className = "") => {
    actions.appendChild(make("button", text, { type: "button", className })).addEventListener("click", act);
  };
  if (isRoomOpen && !item.isOver) {
    const home = item.typed?.length && homeOf(item);
    if (home) add(words.putBack, () => putBack(item, row, homeOf(item) ?? home));
    add(words.sendAgain, () => sendAgain(item, row));
  }
  if (item.typed?.length) add(words.copy, ({ target }) => copy(row, target));
  add(item.typed?.length ? words.throwAway : words.allRight, () => throwAway(item), "quiet");
  return actions;
}

const texts = (row) => [...row.querySelectorAll("textarea")];

function sendAgain({ id, name, body, at, title, typed }, row) {
  const now = Object.fromEntries(texts(row).map((field) => [field.dataset.name, field.value]));
  const corrected = (typed ?? []).map((one) => ({ ...one, text: now[one.name] }));
  outbox.send(name, { ...body, ...now }, { at, title, typed: corrected, after: id });
}

// The form it came from, where that stands on the screen (again): with the same hidden numbers.
function homeOf({ name, body }) {
  return [...document.querySelectorAll(`form[data-command="${CSS.escape(name)}"]`)].find((form) =>
    [...form.querySelectorAll("input[type=hidden]:not([data-by-script])")].every(
      (one) => !(one.name in body) || body[one.name] === one.value,
    ),
  );
}

function putBack(item, row, form) {
  const now = Object.fromEntries(texts(row).map((field) => [field.dataset.name, field.value]));
  putInto(form, { ...item.body, ...now });
  form.dataset.refused = `${item.id} ${keyOf(form)}`;
  form.dispatchEvent(new CustomEvent("say", { bubbles: true, detail: item.words }));
  form.elements.namedItem(item.typed[0].name).focus();
  draw();
}

// Plain HTTP has no clipboard of its own.
async function copy(row, button) {
  const all = texts(row).map((field) => field.value).join("\n\n");
  try {
    await navigator.clipboard.writeText(all);
  } catch {
    const page = document.body.appendChild(make("textarea", "", { value: all, className: "visually-hidden" }));
    page.select();
    document.execCommand("copy");
    page.remove();
    button.focus();
  }
  button.textContent = words.copied;
}

async function throwAway(item) {
  if (item.typed?.length && !(await confirmed(words.throwAwaySure))) return;
  await outbox.forget(item.id);
  draw();
}

// Whether there is anything in it.
export async function holdsWords() {
  return (await outbox.refused.all(outbox.room)).length > 0;
}

// The room is closed to this person: nothing can be sent, but all be read and copied.
export async function openForGood() {
  isRoomOpen = false;
  for (const row of shown.values()) row.remove();
  shown.clear();
  await draw();
  tray().open = true;
}

export function run(over) {
  outbox = over;
  outbox.addEventListener("answered", draw);
  outbox.addEventListener("waiting", draw);
  document.addEventListener("drawn", draw);
  document.addEventListener("untold", untold);
  draw();
}

// Somebody pressed it just now, and what they pressed is gone: told here.
async function untold({ detail: { answer, ...item } }) {
  await outbox.keepRefused({ ...item, id: answer.id, room: outbox.room }, answer);
  await draw();
  tray().open = true;
}
