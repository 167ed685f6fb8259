// "Describe this": the form for a new rupture, filled from one moment of the strip.
function fill(form, { start, anchor, end, familySeen, directionSeen }) {
  const put = (name, value) => {
    const field = form.elements[name];
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  put("start", start);
  put("anchor", anchor);
  put("end", end);
  for (const [name, value] of [["family", familySeen], ["direction", directionSeen]]) {
    const radio = form.querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`);
    if (!radio) continue;
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

export function run() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-describe]");
    if (!button) return;
    const box = document.getElementById(button.dataset.describe);
    box.open = true;
    fill(box.querySelector("form"), button.dataset);
    box.querySelector("[name=therapist_side]").focus({ preventScroll: true });
    box.scrollIntoView({ block: "start" });
  });
  // Kept: the empty form waits, closed, for the next one.
  document.addEventListener("done", (event) => {
    const said = event.target.closest("[data-fold-when-done]");
    if (said) said.open = false;
    const box = event.target.closest("[data-empty-when-done]");
    if (!box) return;
    event.target.reset();
    box.open = false;
  });
}
