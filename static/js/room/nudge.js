// A soft question where words read like theory, or stand without any feeling: asked once for the same
// words, and never in the way. The second press saves them as they are.
import { words } from "./words.js";

const asked = new WeakMap();
const theory = new Set(words.theory.split(/\s+/));
const wordsOf = (text) => text.toLowerCase().split(/[^\p{L}]+/u);

const textsOf = (form) => form.dataset.nudge.split(" ").map((name) => form.elements.namedItem(name)?.value ?? "");
const readsLikeTheory = (form) => textsOf(form).some((text) => wordsOf(text).some((word) => theory.has(word)));

// Words, and nothing of what is asked for before them.
function standsAlone(form) {
  const name = form.dataset.nudgeAlone;
  if (!name || !form.elements.namedItem(name).value.trim()) return false;
  const visible = [...form.elements].filter((one) => one.name && one.name !== name && one.type !== "hidden" && one.tagName !== "BUTTON");
  return !visible.some((one) => (one.type === "radio" ? one.checked : one.value.trim()));
}

export function run() {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.dataset.nudge) return;
      const said = textsOf(form).join("\n");
      if (asked.get(form) === said || !(readsLikeTheory(form) || standsAlone(form))) return;
      asked.set(form, said);
      event.preventDefault();
      event.stopPropagation();
      form.dispatchEvent(new CustomEvent("say", { bubbles: true, detail: words.nudge }));
      form.querySelector(":scope > .notice")?.scrollIntoView({ block: "nearest" });
    },
    true,
  );
}
