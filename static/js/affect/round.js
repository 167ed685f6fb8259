// The affect round: a word of one's own takes the place of a suggested one, and the other way
// round; passing is between a person and their device, and for the film at work alone.
let passed = null;

function draw() {
  const form = document.querySelector("[data-passable]");
  const calm = document.querySelector("[data-passed]");
  if (!form || !calm) return;
  form.hidden = form.dataset.passable === passed;
  calm.hidden = !form.hidden;
}

export function run() {
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.dataset.command !== "affect.save") return;
    if (target.type === "radio") form.elements.namedItem(`own_${target.name}`).value = "";
    else if (target.name.startsWith("own_") && target.value) {
      for (const chip of form.querySelectorAll(`[name=${target.name.slice(4)}]`)) chip.checked = false;
    }
  });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-pass], [data-unpass]")) return;
    passed = target.closest("[data-pass]") ? document.querySelector("[data-passable]").dataset.passable : null;
    draw();
  });
  document.addEventListener("drawn", draw);
  draw();
}
