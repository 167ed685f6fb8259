// What stands on the screen: drawn again from the server's fragments, keeping whatever the person
// is in the middle of (focus, half-typed words, open lists, the player).
import { Idiomorph } from "../../vendor/idiomorph.esm.js";

const touched = new WeakSet();
document.addEventListener("input", (event) => touched.add(event.target));

// After its form was answered, a field follows the server again.
export function release(form) {
  for (const field of form.elements) touched.delete(field);
}

// data-keep: left alone as long as the same thing stands on the fresh screen; gone when it does not.
// data-own: made here by a script for the form of that command; the server knows nothing of it.
const callbacks = {
  beforeNodeMorphed(old, fresh) {
    if (!(old instanceof Element)) return true;
    if (old.hasAttribute("data-keep") && isKept(old, fresh)) return false;
    if (old.matches("input, textarea, select") && touched.has(old) && old.name === fresh.name) return false;
    return !old.isEqualNode(fresh);
  },
  beforeNodeRemoved: (old) => !(old instanceof Element && belongsHere(old)),
  // What the person opened stays open.
  beforeAttributeUpdated: (name) => name !== "open" && name !== "data-settling",
};

function isKept(old, fresh) {
  return fresh instanceof Element && fresh.hasAttribute("data-keep") && old.id === fresh.id;
}

function belongsHere(old) {
  return old.dataset.own && old.dataset.own === old.parentElement?.dataset.command;
}

function regions(root = document) {
  return [...root.querySelectorAll("[data-audience]")];
}

const part = () => document.querySelector(".phase-now, #now-h")?.textContent;

function draw(region, html, revision) {
  const before = part();
  // Only words being typed are spared; a focused button is drawn like anything else.
  const ignoreActiveValue = Boolean(document.activeElement?.matches("input, textarea, select"));
  Idiomorph.morph(region, html, { morphStyle: "innerHTML", ignoreActiveValue, callbacks });
  region.dataset.revision = revision;
  if (part() !== before) beginAtTheTop();
  document.dispatchEvent(new CustomEvent("drawn", { detail: region }));
}

// However far down somebody had read in the part before.
function beginAtTheTop() {
  scrollTo(0, 0);
  document.querySelector(".now-body")?.scrollTo(0, 0);
}

// A push holds the whole fragment, so a newer one needs nothing that came between.
export function changed({ audience, revision, html }) {
  const region = regions().find((one) => one.dataset.audience === audience);
  if (region && revision > Number(region.dataset.revision)) draw(region, html, revision);
}

let fetching = null;

// The page is the truth: after any absence, fetch it and draw what differs.
export function refetch() {
  fetching ??= fetchPage().finally(() => (fetching = null));
  return fetching;
}

async function fetchPage() {
  let answer;
  try {
    answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  } catch {
    return; // Still out of contact: the next connection asks again.
  }
  if (answer.redirected || answer.status === 403 || answer.status === 404) return location.reload();
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("meta[name=csrf-token]").content = page.querySelector("meta[name=csrf-token]").content;
  for (const fresh of regions(page)) {
    const region = regions().find((one) => one.dataset.audience === fresh.dataset.audience);
    if (region) draw(region, fresh.innerHTML, fresh.dataset.revision);
  }
}
