// Whoever leads beside the one who has the room sees the same console; what would move the room is
// switched off there, so that nobody presses what is then refused.
export function run() {
  look();
  document.addEventListener("drawn", look);
}

function look() {
  const told = document.querySelector("[data-looks-on]");
  if (!told) return;
  const moving = new Set(told.dataset.looksOn.split(" "));
  for (const form of document.querySelectorAll("form[data-command]")) {
    if (moving.has(form.dataset.command)) for (const button of form.querySelectorAll("button")) button.disabled = true;
  }
}
