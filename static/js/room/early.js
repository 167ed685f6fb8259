// What is typed and pressed before the scripts that care for it are there.

// Fields that somebody has typed in: no drawing takes that away.
export const touched = new WeakSet();
document.addEventListener("input", (event) => touched.add(event.target));

// A press waits for the script that sends it. (By itself a browser would ask for the page anew, with what
// was typed in its address.)
const pressed = [];

function keep(event) {
  if (!event.target.dataset.command) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed.push({ form: event.target, button: event.submitter });
}

export function listen() {
  document.addEventListener("submit", keep);
}

// From now on others listen.
export function handOver() {
  document.removeEventListener("submit", keep);
  for (const { form, button } of pressed.splice(0)) {
    if (form.isConnected) form.requestSubmit(button?.isConnected ? button : null);
  }
}
