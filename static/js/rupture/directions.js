// Only the directions that the chosen family has are offered; the server has the last word.
function offer(group) {
  const family = group.closest("form").querySelector("[name=family]:checked")?.value;
  const labels = [...group.querySelectorAll("label[data-of]")];
  const of = (label) => !family || label.dataset.of.split(" ").includes(family);
  for (const label of labels) {
    const input = label.querySelector("input");
    label.hidden = !of(label);
    if (label.hidden) input.checked = false;
  }
  group.hidden = !labels.some(of);
  // Where there is one direction only, it goes without saying.
  const offered = labels.filter(of);
  if (family && offered.length === 1) offered[0].querySelector("input").checked = true;
}

function offerAll() {
  for (const group of document.querySelectorAll("[data-directions]")) offer(group);
}

export function run() {
  document.addEventListener("change", (event) => {
    if (event.target.name !== "family") return;
    const groups = event.target.closest("form")?.querySelectorAll("[data-directions]");
    for (const group of groups ?? []) offer(group);
  });
  document.addEventListener("drawn", offerAll);
  offerAll();
}
