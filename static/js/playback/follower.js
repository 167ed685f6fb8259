// A muted player that follows the wall: softly where it can, by one jump where it must.
import { serverNow, serverTimeAt } from "../room/clock.js";
import { kind } from "../room/socket.js";
import { words } from "../room/words.js";
import { clipMs, unload, watchMarks } from "./place.js";
import { Player } from "./player.js";
import { film, isRunning, rateAt } from "./state.js";
import { Steering, stutters } from "./steering.js";

const SETTLES_MS = 500;
const TURNS_MS = 150;
// An error that stands for so long is no chance of a few pictures.
const LASTING_MS = 1500;

const onlyJumps = stutters(navigator.userAgent);

// It stands in the page, so that the film is on its way before any script is.
const video = document.querySelector("[data-own-player]");
const join = notice("button", "film-join", () => follower.joins());
const behind = notice("p", "film-behind");
// Whose screen it is, over the picture.
const viewer = document.querySelector("[data-film-viewer]");
const VIEWED_AGAIN_MS = 20_000;

function notice(tag, name, pressed) {
  const made = document.createElement(tag);
  Object.assign(made, { className: name, hidden: true, onclick: pressed ?? null });
  if (tag === "button") made.type = "button";
  else made.setAttribute("role", "status");
  return made;
}

class Follower extends Player {
  steering = new Steering({ onlyJumps });

  again() {
    super.again();
    this.steering?.begin();
  }

  // What was measured in the dark was the player's own word.
  comesBack() {
    this.steering.begin();
    super.comesBack();
  }

  look(now = serverNow()) {
    if (video.isConnected && wanted() && join.hidden) super.look(now);
  }

  start(onTime) {
    super.start(onTime);
    this.steering.settle(performance.now() + SETTLES_MS);
  }

  turns() {
    super.turns();
    this.steering.settle(performance.now() + TURNS_MS);
  }

  runs(now) {
    if (video.seeking || video.readyState < 3) return;
    const soon = this.measured();
    if (soon === null) return;
    const next = this.steering.take(soon / rateAt(now), performance.now(), this.lasting / rateAt(now));
    const was = this.pace;
    this.goesAt(1 + (next.by ?? 0));
    // Whether it came out as reckoned, only new pictures tell.
    if (was !== 1 && this.pace === 1) this.pictures.countFrom = performance.now();
    behind.hidden = !this.steering.isBehind;
    // Once, and however late it arrives: what remains is made up for softly, or by the next.
    if (next.do === "jump") {
      this.tries = Infinity;
      this.waits(now);
    }
  }

  // NaN until pictures tell of long enough.
  get lasting() {
    const [first] = this.pictures.of(LASTING_MS);
    return first && performance.now() - first.at > 0.9 * LASTING_MS ? this.measured(LASTING_MS) : NaN;
  }

  refused() {
    video.pause();
    join.hidden = false;
  }

  // The tap itself is what lets it play; then it finds its place.
  async joins() {
    join.hidden = true;
    try {
      await video.play();
    } catch {
      return this.refused();
    }
    this.again();
    this.look();
  }
}

const follower = new Follower(video);

const wanted = () => film().url && (kind === "console" || film().on_companions);

// Film time in ms within the clip of the picture on this screen, at an instant of its performance
// clock; null where it shows no film. A player that stands while the film runs (it may not play, or is
// on its way to its place) shows a picture of some other moment: whoever taps then has seen the wall.
export function shownAt(instant) {
  if (!video.isConnected || video.style.visibility === "hidden") return null;
  if (video.paused && isRunning(serverTimeAt(instant))) return null;
  const shown = follower.pictures.at(instant, video.paused);
  if (shown !== null) return shown - film().in_ms;
  return video.paused ? clipMs(video) : null;
}

function attach() {
  const place = document.querySelector("[data-film]");
  if (!place || !wanted()) {
    unload(video);
    viewer.remove();
    return video.remove();
  }
  if (video.parentElement === place) return;
  video.hidden = viewer.hidden = false;
  place.replaceChildren(video, join, behind, viewer);
  follower.again();
  follower.look();
}

function tellWhen() {
  const when = { dateStyle: "short", timeStyle: "short" };
  viewer.lastElementChild.textContent = new Date(serverNow()).toLocaleString(document.documentElement.lang, when);
}

export function run() {
  tellWhen();
  setInterval(tellWhen, VIEWED_AGAIN_MS);
  // Nobody hears the pitch; keeping it costs Chromium some forty milliseconds at each change of rate.
  Object.assign(video, { preservesPitch: false, webkitPreservesPitch: false });
  video.muted = true;
  video.style.visibility = "hidden";
  join.textContent = words.joinFilm;
  behind.textContent = words.filmBehind;
  watchMarks(video);
  for (const moment of ["film", "drawn"]) document.addEventListener(moment, attach);
  attach();
  follower.run();
}
