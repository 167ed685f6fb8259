// What is pressed before the script that sends it is there waits for it. (By itself a browser would ask
// for the page anew, with what was typed in its address.)
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
