// The affect round: a word of one's own takes the place of a suggested one, and the other way
// round; passing is between a person and their device.
let passed = false;

function draw() {
  const form = document.querySelector("[data-passable]");
  const calm = document.querySelector("[data-passed]");
  if (!form || !calm) return;
  form.hidden = passed;
  calm.hidden = !passed;
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
    passed = Boolean(target.closest("[data-pass]"));
    draw();
  });
  document.addEventListener("drawn", draw);
  draw();
}
