// Where a clip begins and ends, taken from the film as it stands: buttons, and the keys [ and ].
const form = document.querySelector("form[data-marks]");
const video = document.querySelector("video");

function written(seconds) {
  const tenths = Math.round(seconds * 10);
  const minutes = Math.floor(tenths / 600);
  const rest = `${String(Math.floor((tenths % 600) / 10)).padStart(2, "0")}.${tenths % 10}`;
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

function read(text) {
  const parts = text.trim().replace(",", ".").split(":").map(Number);
  return parts.some(Number.isNaN) ? null : parts.reduce((sum, part) => sum * 60 + part, 0);
}

function mark(name) {
  // Up to the last tenth that the film has: rounding must not lead past its end.
  const at = Math.min(video.currentTime, Math.floor(video.duration * 10) / 10 || Infinity);
  form.elements[name].value = written(at);
}

function show(name) {
  const at = read(form.elements[name].value);
  if (at !== null) video.currentTime = at;
  video.focus();
}

for (const row of form.querySelectorAll("[data-script]")) row.hidden = false;
form.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-mark], [data-show]");
  if (button?.dataset.mark) mark(button.dataset.mark);
  else if (button) show(button.dataset.show);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  const name = { "[": "in_ms", "]": "out_ms" }[event.key];
  if (!name) return;
  event.preventDefault();
  mark(name);
});
