// The page on which films are brought in: files chosen or dropped, their cards, and what is said of each.
import { confirmed } from "../room/asking.js";
import { words } from "../room/words.js";
import { markOf } from "./file_mark.js";
import { fill } from "./progress.js";
import { Sending } from "./sending.js";

// More at once would only make each slower.
const AT_ONCE = 3;
const section = document.querySelector("[data-uploads]");
const cards = section?.querySelector("[data-cards]");
const problem = document.getElementById("films-problem");
const waiting = [];
const underWay = new Set();

function complain(lines) {
  problem.textContent = lines.join("\n");
  problem.hidden = !lines.length;
}

async function chosen(files) {
  const lines = [];
  for (const file of files) {
    const why = await take(file).catch(() => words.unreadable);
    if (why) lines.push(fill(words.notBegun, { name: file.name, why }));
  }
  complain(lines);
}

// Returns why it cannot be sent, in words.
async function take(file) {
  if (!file.size) return words.empty;
  if (file.size > Number(section.dataset.limit)) return words.tooLarge;
  const mark = await markOf(file);
  if ([...underWay, ...waiting].some((other) => other.mark === mark)) return "";
  const card = [...cards.children].find((one) => one.dataset.mark === mark && !one.hasAttribute("data-arrived"));
  const sending = new Sending(file, mark, {
    endpoint: card ? null : section.dataset.uploads,
    card,
    onCard: drawn,
    onOver: over,
  });
  sending.mark = mark;
  waiting.push(sending);
  next();
  return "";
}

function next() {
  while (underWay.size < AT_ONCE && waiting.length) {
    const sending = waiting.shift();
    underWay.add(sending);
    sending.start();
  }
}

function over(sending, why) {
  underWay.delete(sending);
  if (why) complain([fill(words.notBegun, { name: sending.file.name, why })]);
  next();
}

function drawn(html) {
  const card = document.adoptNode(parsed(html).querySelector("li"));
  card.querySelector("[data-drop]").hidden = false;
  cards.append(card);
  return card;
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

// What is said of a film goes without leaving the page, so that it is sent on meanwhile.
async function say(form) {
  const button = form.querySelector("button.primary");
  const card = form.closest("li");
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  try {
    form.elements.csrf_token.value = await freshToken(card);
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const page = parsed(await answer.text());
    const anew = page.querySelector("form[data-whose]");
    if (answer.ok && answer.redirected) noted(card, form, answer.url, page);
    else if (anew) corrected(form, document.adoptNode(anew));
    else complain([page.querySelector("h1")?.textContent ?? words.gone]);
  } catch {
    complain([words.notSaved]);
  }
  button.removeAttribute("aria-busy");
  button.disabled = false;
}

// A film may take longer to come than the token of its page holds.
async function freshToken(card) {
  const answer = await fetch(`${card.dataset.upload}/card`);
  const field = parsed(await answer.text()).querySelector("[name=csrf_token]");
  return field?.value ?? card.querySelector("[name=csrf_token]").value;
}

function noted(card, form, address, page) {
  const told = card.querySelector("template[data-noted]").content.cloneNode(true);
  const link = told.querySelector("a");
  link.href = address;
  link.textContent = page.querySelector("h1").textContent;
  told.append(...page.querySelectorAll("[data-named]"));
  if (card.hasAttribute("data-arrived")) {
    told.querySelector("[data-still-coming]").remove();
    card.querySelector("[data-told]").textContent = words.arrived;
  }
  form.replaceWith(told);
  link.focus();
}

function corrected(form, anew) {
  form.replaceWith(anew);
  const first = anew.querySelector("[role=alert], [aria-invalid], .problem") ?? anew;
  first.tabIndex = -1;
  first.focus();
}

function run() {
  const input = document.getElementById("films");
  const pick = () => {
    if (!input.files.length) return;
    chosen([...input.files]);
    input.value = "";
  };
  input.addEventListener("change", pick);
  // Over a slow network somebody may have chosen before this came.
  pick();
  section.addEventListener("dragover", (event) => event.preventDefault());
  section.addEventListener("drop", (event) => {
    if (event.target === input) return;
    event.preventDefault();
    chosen([...event.dataTransfer.files]);
  });
  section.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-whose]")) return;
    event.preventDefault();
    say(event.target);
  });
  section.addEventListener("click", ({ target }) => {
    if (target.closest("[data-drop]")) drop(target.closest("li"));
  });
  for (const button of section.querySelectorAll("[data-drop]")) button.hidden = false;
}

async function drop(card) {
  if (!(await confirmed(words.dropSure))) return;
  const sending = [...underWay, ...waiting].find((one) => one.card === card);
  sending?.pause();
  const headers = { "Tus-Resumable": "1.0.0" };
  const answer = await fetch(card.dataset.upload, { method: "DELETE", headers }).catch(() => null);
  if (!answer?.ok && answer?.status !== 404 && answer?.status !== 410) return complain([words.notSaved]);
  card.remove();
  if (sending) over(sending);
}

if (section) run();
