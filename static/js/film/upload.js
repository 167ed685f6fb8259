// Sends a film with its form and tells how far it is. Without this the form sends itself, as forms do.
import { words } from "../room/words.js";

const MINUTE_MS = 60_000;

function told(share, began) {
  const leftMs = share ? ((performance.now() - began) / share) * (1 - share) : 0;
  const minutes = Math.round(leftMs / MINUTE_MS);
  const left = minutes ? words.minutes.replace("{count}", minutes) : words.seconds;
  return words.sending.replace("{percent}", Math.floor(share * 100)).replace("{left}", left);
}

// The server's answer is the page anew: with its words where something needs a look.
function drawAnswer(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("main").replaceWith(document.adoptNode(answer.querySelector("main")));
  document.title = answer.title;
  run();
  const main = document.querySelector("main");
  const alert = main.querySelector("[role=alert]");
  const first = alert ?? main.querySelector("[aria-invalid]") ?? main.querySelector("h1");
  if (!first.matches("input, select, textarea")) first.tabIndex = -1;
  first.focus();
}

function send(form) {
  const place = form.querySelector("[data-sending]");
  const bar = place.querySelector("progress");
  const line = place.querySelector("[role=status]");
  const button = form.querySelector("button.primary");
  const request = new XMLHttpRequest();
  const began = performance.now();
  const over = (text) => {
    button.removeAttribute("aria-busy");
    button.disabled = false;
    line.textContent = text;
    bar.hidden = true;
  };
  bar.hidden = false;
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = (event.loaded / event.total) * 100;
    const text = told(event.loaded / event.total, began);
    if (line.textContent !== text) line.textContent = text;
  });
  request.upload.addEventListener("load", () => (line.textContent = words.arrived));
  request.addEventListener("load", () => {
    if (request.status < 400) location.assign(request.responseURL);
    else drawAnswer(request.responseText);
  });
  request.addEventListener("error", () => over(words.broken));
  request.open("POST", form.action);
  request.send(new FormData(form));
}

function tooLarge(form) {
  const file = form.elements.film.files[0];
  const problem = document.getElementById("film-problem");
  const is = Boolean(file) && file.size > Number(form.dataset.limit);
  if (is) problem.textContent = words.tooLarge;
  problem.hidden = !is && !form.elements.film.hasAttribute("aria-invalid");
  return is;
}

export function run() {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  form.elements.film.addEventListener("change", () => tooLarge(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (tooLarge(form)) form.elements.film.focus();
    else send(form);
  });
}

run();
