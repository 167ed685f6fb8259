// Where a clip begins and ends: two marks along a film, set to the picture by mouse, touch or keys.
// Without this the two times are typed.
import { words } from "../room/words.js";
import { draw } from "./drawing.js";
import { makeHandle, tell } from "./handles.js";
import { Outline } from "./outline.js";
import { Stretch } from "./stretch.js";
import { read, written } from "./times.js";
import { Viewer } from "./viewer.js";

const FIVE_SECONDS = 5000;
const NEARER = 0.5;
// Around the clip, when it is brought into sight.
const AROUND = 0.15;
const LEAST_MS = 5000;

class Editor {
  constructor(place, form, video) {
    Object.assign(this, { place, form, video, durationMs: Number(place.dataset.duration) });
    this.pictureMs = Number(place.dataset.picture);
    this.fixed = place.hasAttribute("data-fixed");
    this.stretch = new Stretch(this.durationMs);
    const redraw = () => this.later();
    this.viewer = new Viewer(video, { pictureMs: this.pictureMs, durationMs: this.durationMs, moved: redraw });
    this.outline = new Outline(place.dataset.outline, () => this.outlined());
    this.surface = place.querySelector("[data-surface]");
    this.whole = place.querySelector("[data-whole]");
    this.handles = Object.fromEntries(["in_ms", "out_ms"].map((name) => [name, place.querySelector(`[data-handle=${name}]`)]));
    this.saved = { in_ms: this.typed("in_ms") ?? 0, out_ms: this.typed("out_ms") ?? this.durationMs };
    this.listen(redraw);
    video.controls = false;
    place.hidden = false;
    if (this.marks()[1] - this.marks()[0] < this.durationMs * 0.98) this.fit();
    this.viewer.goTo(this.marks()[0]);
    requestAnimationFrame(function frame() {
      if (!video.paused) redraw();
      requestAnimationFrame(frame);
    });
  }

  typed(name) {
    return read(this.form.elements[name].value);
  }

  // As they are typed; where one is no time, where it last was.
  marks() {
    for (const name of ["in_ms", "out_ms"]) this.saved[name] = this.typed(name) ?? this.saved[name];
    return [this.saved.in_ms, this.saved.out_ms];
  }

  bounds(name) {
    const [from, to] = this.marks();
    return name === "in_ms" ? [0, to - this.pictureMs] : [from + this.pictureMs, this.durationMs];
  }

  // A mark lies where a picture begins.
  set(name, ms) {
    if (this.fixed) return;
    const at = Math.min(this.durationMs, Math.round(ms));
    this.saved[name] = at;
    this.form.elements[name].value = written(at);
    this.later();
  }

  setToPicture(name, ms) {
    const number = Math.round(ms / this.pictureMs);
    const at = Math.min(this.durationMs, Math.round(number * this.pictureMs));
    this.set(name, at);
    this.viewer.goTo(name === "in_ms" ? at + 1 : at - this.pictureMs / 2);
  }

  // The picture that is shown is the first of the clip, or its last.
  mark(name) {
    const here = this.viewer.here;
    const at = name === "in_ms" ? here : Math.min(this.durationMs, here + this.pictureMs);
    this.set(name, at);
    const other = name === "in_ms" ? "out_ms" : "in_ms";
    const [from, to] = this.marks();
    // A beginning behind the end, or the other way round: the clip begins anew there.
    if (from >= to) this.set(other, name === "in_ms" ? this.durationMs : 0);
    this.say(name);
  }

  say(name) {
    const [from, to] = this.marks();
    const told = { from: written(from), to: written(to), length: written(to - from) };
    const text = words[name === "in_ms" ? "begins" : "ends"].replace(/\{(\w+)\}/g, (_, key) => told[key]);
    this.place.querySelector("[data-said]").textContent = this.fixed ? words.fixed : text;
  }

  fit() {
    const [from, to] = this.marks();
    const around = (to - from) * AROUND;
    this.stretch.show(from - around, to + around);
    this.later();
  }

  zoom(factor) {
    const here = this.viewer.here;
    const inSight = here >= this.stretch.from && here <= this.stretch.to;
    this.stretch.zoom(factor, inSight ? here : (this.stretch.from + this.stretch.to) / 2);
    this.later();
  }

  get actions() {
    const { viewer } = this;
    return {
      toggle: () => viewer.toggle(),
      back: () => viewer.by(-FIVE_SECONDS),
      on: () => viewer.by(FIVE_SECONDS),
      second_back: () => viewer.by(-1000),
      second_on: () => viewer.by(1000),
      picture_back: () => viewer.step(-1),
      picture_on: () => viewer.step(1),
      begin: () => this.mark("in_ms"),
      end: () => this.mark("out_ms"),
      to_begin: () => viewer.goTo(this.marks()[0] + 1),
      to_end: () => viewer.goTo(this.marks()[1] - this.pictureMs / 2),
      between: () => viewer.playBetween(this.marks()[0] + 1, this.marks()[1]),
      nearer: () => this.zoom(NEARER),
      farther: () => this.zoom(1 / NEARER),
      fit: () => this.fit(),
      all: () => (this.stretch.whole(), this.later()),
      keys: () => this.place.querySelector("dialog").showModal(),
    };
  }

  listen(redraw) {
    document.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-do]");
      if (button) this.actions[button.dataset.do]();
      const quiet = target.closest("[data-quiet-at]");
      if (quiet) this.viewer.goTo(Number(quiet.dataset.quietAt));
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
    for (const [name, handle] of Object.entries(this.handles)) {
      if (this.fixed) handle.setAttribute("aria-disabled", "true");
      makeHandle(handle, {
        atPointer: (event) => this.atPointer(event, this.surface, this.stretch),
        value: () => this.saved[name],
        bounds: () => this.bounds(name),
        pictureMs: this.pictureMs,
        set: (ms) => this.setToPicture(name, ms),
        done: () => this.say(name),
      });
    }
    makeHandle(this.surface, {
      atPointer: (event) => this.atPointer(event, this.surface, this.stretch),
      value: () => this.viewer.here,
      bounds: () => [0, this.durationMs - 1],
      pictureMs: this.pictureMs,
      set: (ms) => this.viewer.goTo(ms + 1),
      done: () => {},
    });
    this.surface.addEventListener("pointerdown", (event) => {
      this.viewer.goTo(this.atPointer(event, this.surface, this.stretch));
    }, { capture: true });
    this.surface.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.whole.addEventListener("pointerdown", (event) => this.pullWhole(event));
    this.form.addEventListener("input", redraw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    new ResizeObserver(redraw).observe(this.surface);
  }

  atPointer(event, surface, stretch) {
    const { left, width } = surface.getBoundingClientRect();
    return Math.min(this.durationMs - 1, Math.max(0, stretch.at((event.clientX - left) / width)));
  }

  // With Ctrl as everywhere else; sideways along the film. A page is scrolled past it undisturbed.
  wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      this.stretch.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.atPointer(event, this.surface, this.stretch));
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = (event.deltaX / this.surface.clientWidth) * this.stretch.lengthMs;
      this.stretch.show(this.stretch.from + by, this.stretch.to + by);
    } else return;
    event.preventDefault();
    this.later();
  }

  pullWhole(event) {
    const go = (moved) => {
      const at = this.atPointer(moved, this.whole, { at: (share) => share * this.durationMs });
      this.stretch.show(at - this.stretch.lengthMs / 2, at + this.stretch.lengthMs / 2);
      this.later();
    };
    this.whole.setPointerCapture(event.pointerId);
    this.whole.addEventListener("pointermove", go);
    this.whole.addEventListener("lostpointercapture", () => this.whole.removeEventListener("pointermove", go), { once: true });
    go(event);
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    if (event.key === " " && event.target.closest("button:not([role=slider]), a, summary")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = (event.shiftKey && SHIFTED[key]) || KEYS[key];
    if (!action) return;
    event.preventDefault();
    this.actions[action]();
  }

  outlined() {
    const list = this.place.querySelector("[data-quiet-list]");
    const told = this.outline.quiet;
    if (list.childElementCount !== told.length) {
      list.replaceChildren(...told.map(([from, to]) => quietPlace(from, to)));
    }
    list.closest("details").hidden = told.length === 0;
    list.closest("details").querySelector("[data-count]").textContent = String(told.length);
    this.later();
  }

  // Several changes in one picture of the screen are drawn once.
  later() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.draw();
    });
  }

  draw() {
    const { here } = this.viewer;
    if (!this.video.paused) this.stretch.follow(here);
    const marks = this.marks();
    const { outline, stretch, durationMs } = this;
    draw(this.surface.querySelector("canvas"), { outline, stretch, marks, here });
    draw(this.whole.querySelector("canvas"), { outline, stretch: new Stretch(durationMs), marks, here, small: true });
    const part = this.whole.querySelector("[data-part]");
    part.style.setProperty("--from", String(stretch.from / durationMs));
    part.style.setProperty("--length", String(stretch.lengthMs / durationMs));
    for (const [number, name] of ["in_ms", "out_ms"].entries()) this.drawHandle(name, marks[number]);
    tell(this.surface, here, [0, durationMs], written(here));
    write(this.place, "[data-here]", written(here));
    write(this.place, "[data-length]", written(Math.max(0, marks[1] - marks[0])));
    this.place.querySelector("[data-short]").hidden = marks[1] - marks[0] >= LEAST_MS;
    const toggle = this.place.querySelector("[data-do=toggle]");
    const label = this.video.paused ? toggle.dataset.play : toggle.dataset.pause;
    if (toggle.textContent !== label) toggle.textContent = label;
    const split = this.form.elements.at_ms ?? document.querySelector("[name=at_ms]");
    if (split && document.activeElement !== split && split.dataset.follows) split.value = written(here);
  }

  drawHandle(name, ms) {
    const handle = this.handles[name];
    const share = this.stretch.share(ms);
    handle.style.setProperty("--at", String(Math.min(1, Math.max(0, share))));
    handle.toggleAttribute("data-away", share < 0 || share > 1);
    tell(handle, ms, this.bounds(name), written(ms));
  }
}

const KEYS = {
  " ": "toggle", k: "toggle", j: "back", l: "on", ArrowLeft: "picture_back", ArrowRight: "picture_on",
  i: "begin", "[": "begin", o: "end", "]": "end", p: "between", "+": "nearer", "=": "nearer", "-": "farther",
  f: "fit", 0: "all", "?": "keys",
};
const SHIFTED = { ArrowLeft: "second_back", ArrowRight: "second_on", i: "to_begin", o: "to_end" };

function write(place, name, text) {
  const line = place.querySelector(name);
  if (line.textContent !== text) line.textContent = text;
}

function quietPlace(from, to) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "quiet", textContent: `${written(from)}–${written(to)}` });
  button.dataset.quietAt = String(from);
  item.append(button);
  return item;
}

const place = document.querySelector("[data-cutting]");
const form = document.querySelector("form[data-marks]");
const video = document.querySelector(".film > video");
if (place && form && video) new Editor(place, form, video);
