// What stands on the screen: drawn again from the server's fragments, keeping whatever the person
// is in the middle of (focus, caret, half-typed words, open lists, places scrolled to, the player).
import { Idiomorph } from "../../vendor/idiomorph.esm.js";
import { touched } from "./early.js";
import { keepingPlace } from "./place.js";
import { within } from "./patience.js";

const FETCHED_WITHIN_MS = 8000;

// After its form was answered, a field follows the server again.
export function release(form) {
  for (const field of form.elements) touched.delete(field);
}

// While a word is being put together (Chinese, Japanese, many a keyboard's suggestions) nothing moves
// under it: what is to be drawn waits for its end, or for a moment's thought.
const THOUGHT_MS = 1500;
const postponed = new Map();
let composing = null;

function compose() {
  clearTimeout(composing);
  composing = setTimeout(composed, THOUGHT_MS);
}

function composed() {
  clearTimeout(composing);
  composing = null;
  const drawings = [...postponed.values()];
  postponed.clear();
  for (const drawing of drawings) draw(...drawing);
}

document.addEventListener("compositionstart", compose);
document.addEventListener("compositionupdate", compose);
document.addEventListener("compositionend", composed);

// data-by-script: a hidden value that belongs to the words being typed beside it.
// data-keep: left alone as long as the same thing stands on the fresh screen; gone when it does not.
// data-own: made here by a script for the form of that command; the server knows nothing of it.
const callbacks = {
  beforeNodeMorphed(old, fresh) {
    if (!(old instanceof Element)) return true;
    if (old.hasAttribute("data-keep") && isKept(old, fresh)) return false;
    if (old.matches("input, textarea, select") && touched.has(old) && old.name === fresh.name) return false;
    if (old.matches("[data-by-script]") && [...(old.form?.elements ?? [])].some((one) => touched.has(one))) return false;
    // Another fold than before, if in its place: it begins as it is drawn.
    if (old.matches("details") && old.id !== fresh.id) old.toggleAttribute("open", fresh.hasAttribute("open"));
    return !old.isEqualNode(fresh);
  },
  beforeNodeRemoved: (old) => !(old instanceof Element && belongsHere(old)),
  // What the person opened stays open; what was pressed is under way until it is answered, however
  // much quicker than the answer the room is.
  beforeAttributeUpdated: (name) => !["open", "aria-busy", "data-settling", "data-refused"].includes(name),
};

function isKept(old, fresh) {
  return fresh instanceof Element && fresh.hasAttribute("data-keep") && old.id === fresh.id;
}

function belongsHere(old) {
  return old.dataset.own && old.dataset.own === old.parentElement?.dataset.command;
}

export function regions(root = document) {
  return [...root.querySelectorAll("[data-audience]")];
}

const part = () => document.querySelector(".phase-now, #now-h")?.textContent;

function draw(region, html, revision) {
  if (composing) return postponed.set(region, [region, html, revision]);
  const before = part();
  keepingPlace(region, () => morph(region, html, "innerHTML"));
  region.dataset.revision = revision;
  if (part() !== before) beginAtTheTop();
  document.dispatchEvent(new CustomEvent("drawn", { detail: region }));
}

function morph(old, fresh, morphStyle) {
  // Only words being typed are spared; a focused button is drawn like anything else.
  const ignoreActiveValue = Boolean(document.activeElement?.matches("input, textarea, select"));
  Idiomorph.morph(old, fresh, { morphStyle, ignoreActiveValue, callbacks });
}

// However far down somebody had read in the part before.
function beginAtTheTop() {
  scrollTo(0, 0);
  document.querySelector(".now-body")?.scrollTo(0, 0);
}

// A push holds the whole fragment, so a newer one needs nothing that came between. Or it holds one
// piece of it, which is all that has changed since the revision `after`.
export function changed({ audience, revision, after, html, pieces }) {
  const region = regions().find((one) => one.dataset.audience === audience);
  if (!region || revision <= standsAt(region)) return;
  if (after === undefined) draw(region, html, revision);
  else if (after > standsAt(region) || !drawPieces(region, pieces, revision)) catchUp(region, revision);
}

// A page that is on its way already may have been drawn before this.
async function catchUp(region, revision) {
  await fetching;
  if (revision > standsAt(region)) refetch();
}

// False where this screen has not got all of them.
function drawPieces(region, pieces, revision) {
  const puts = pieces.map((piece) => putting(region, piece));
  if (puts.includes(null) || composing || postponed.has(region)) return false;
  keepingPlace(region, () => puts.forEach((put) => put()));
  region.dataset.revision = revision;
  document.dispatchEvent(new CustomEvent("drawn", { detail: region }));
  return true;
}

// A piece is an element of its own; or an `item` of a `list`, put in at its place, or taken out.
function putting(region, { html, item, list }) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  const old = region.querySelector(`#${CSS.escape(item ?? fresh.id)}`);
  const place = list && region.querySelector(`#${CSS.escape(list)}`);
  if (!old && !place) return null;
  if (!fresh) return () => old?.remove();
  return old ? () => morph(old, fresh, "outerHTML") : () => place.insertBefore(fresh, follower(place, fresh));
}

// Whom it is put in before.
function follower(place, fresh) {
  const order = ({ dataset }) => Number(dataset.order) * ("lastFirst" in place.dataset ? -1 : 1);
  return [...place.children].find((one) => order(one) > order(fresh)) ?? null;
}

// The number a region stands at, or will when what is postponed is drawn.
function standsAt(region) {
  return Number(postponed.get(region)?.[2] ?? region.dataset.revision);
}

// Which way this screen differs from the server's numbers: "behind", "ahead" (the server has been
// led back to an earlier state), or "" where it does not. Half a number ahead is a presenter's stop
// that is not saved yet.
export function differs(revisions) {
  const apart = regions().map((region) => (revisions[region.dataset.audience] ?? 0) - standsAt(region));
  return apart.some((by) => by > 0) ? "behind" : apart.some((by) => by <= -1) ? "ahead" : "";
}

let fetching = null;

// The page is the truth: after any absence, fetch it and draw what differs. Resolves with "here";
// with "gone" where the page opens no more to this person; with "" where nothing could be learned.
export function refetch() {
  fetching ??= fetchPage().finally(() => (fetching = null));
  return fetching;
}

async function fetchPage() {
  let answer, text;
  try {
    const signal = within(FETCHED_WITHIN_MS);
    answer = await fetch(location.href, { headers: { Accept: "text/html" }, signal });
    text = await answer.text();
  } catch {
    return ""; // Still out of contact: the next connection asks again.
  }
  if (answer.redirected) return gone("signed out");
  if (answer.status === 403 || answer.status === 404) return gone("shut");
  if (!answer.ok) return "";
  const page = new DOMParser().parseFromString(text, "text/html");
  // Somebody else has signed in on this device, or the person's part is another one now.
  if (page.body.dataset.participant !== document.body.dataset.participant) return gone("another");
  document.querySelector("meta[name=csrf-token]").content = page.querySelector("meta[name=csrf-token]").content;
  for (const fresh of regions(page)) {
    const region = regions().find((one) => one.dataset.audience === fresh.dataset.audience);
    if (region && Number(fresh.dataset.revision) >= standsAt(region)) draw(region, fresh.innerHTML, fresh.dataset.revision);
  }
  return "here";
}

function gone(how) {
  document.dispatchEvent(new CustomEvent("gone", { detail: how }));
  return "gone";
}
