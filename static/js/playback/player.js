// A player that goes with the room: it stands where the film stands, waits at its place for a start
// and starts on time. What it does while it runs is for the wall and for followers to say.
import { serverNow, serverTimeAt } from "../room/clock.js";
import { Learned } from "./learned.js";
import { Motion } from "./motion.js";
import { Pictures } from "./pictures.js";
import { bringTo, clipMs, isFinding, leave, load, stand, unload } from "./place.js";
import { endsAt, film, isRunning, mustStandAt, passes, positionAt, rateAt, restsAt, roundAt, waitsAt } from "./state.js";

const LOOK_EVERY_MS = 100;
const WATCH_EVERY_MS = 40;
// A start so much too late is tried once more from a place further on; a smaller one is made up for.
const LATE_MS = 160;
// A film that runs so far from its place, after a command or a sleep, is brought there anew.
export const ELSEWHERE_MS = 250;
const TRIES = 3;
// So near to its place it starts from where it stands, a little earlier or later than the rest.
const NEAR_MS = 60;
const SETTLES_MS = 500;
// The first pictures of a start, or of another speed, are no measure yet.
const BEGINS_MS = 200;
const TURNS_MS = 60;
// What is measured: where the film was in the last half second.
export const SOON_MS = 500;
// With so little left there is nothing to start any more.
const OVER_MS = 200;
const FETCHED_AGAIN_AFTER_MS = 2000;
// Sound and pictures need so long from the word to the first one on the screen; learned from there.
const STARTS_IN_MS = 50;
const FINDS_IN_MS = 400;
const PACES_KEPT = 20;

export class Player {
  constructor(video, { startsInMs = STARTS_IN_MS } = {}) {
    this.video = video;
    this.pictures = new Pictures(video);
    this.startsIn = new Learned(startsInMs, { most: 400 });
    this.findsIn = new Learned(FINDS_IN_MS, { least: 150, most: 3000 });
    this.again();
  }

  run() {
    document.addEventListener("film", ({ detail: { before } }) => this.told(before));
    // Server time here is another than a moment ago.
    document.addEventListener("clock", () => this.again());
    document.addEventListener("visibilitychange", () => document.hidden || this.comesBack());
    for (const moment of ["seeked", "canplay", "loadedmetadata"]) {
      this.video.addEventListener(moment, () => this.look());
    }
    this.video.addEventListener("error", () => this.lost());
    setInterval(() => this.look(), LOOK_EVERY_MS);
    setInterval(() => this.watch(), WATCH_EVERY_MS);
    // It was on its way before this script.
    if (this.video.error) this.lost();
    this.look();
  }

  // At its end, or before what is left out, it does not wait for the next look.
  watch() {
    if (!this.video.paused && mustStandAt(clipMs(this.video))) this.video.pause();
  }

  told(before) {
    if (new Motion(film()).isAnother(before)) this.again();
    clearTimeout(this.turning);
    const { rate_before: was, rate, changed_at_ms: changed } = film();
    if (was && was !== rate && changed > serverNow()) this.turnsAt(changed);
    this.look();
  }

  // Another speed takes effect. (A timer may go off a little early, and the next look is far off.)
  turnsAt(instant) {
    this.turning = setTimeout(() => {
      if (serverNow() < instant) return this.turnsAt(instant);
      this.look();
      this.turns();
    }, Math.ceil(instant - serverNow()));
  }

  // What came up before tells nothing of how it runs now.
  turns() {
    this.pictures.countFrom = performance.now() + TURNS_MS;
  }

  // Nothing of what was planned holds any more.
  again() {
    clearTimeout(this.timer);
    Object.assign(this, { startAt: null, tries: 0, moved: true, startedAt: -Infinity, learning: null, pace: 1 });
    this.paces = [];
    this.pictures.forget();
  }

  // The film broke off on its way here: it is fetched anew.
  lost() {
    if (!this.video.dataset.url) return;
    clearTimeout(this.fetching);
    this.fetching = setTimeout(() => {
      unload(this.video);
      this.again();
      this.look();
    }, FETCHED_AGAIN_AFTER_MS);
  }

  comesBack() {
    this.moved = true;
    this.look();
  }

  look(now = serverNow()) {
    const { video } = this;
    if (!load(video) || video.readyState < 1) return;
    if (!isRunning(now) || film().held || restsAt(now)) this.stands(now);
    else if (this.mustWait(now)) this.waits(now);
    else if (video.paused) this.starts(now);
    else {
      this.learn(now);
      this.runs(now);
      this.keepRate(now);
    }
    this.moved = false;
  }

  stands(now) {
    if (!this.video.paused) this.video.pause();
    this.startAt = null;
    stand(this.video, positionAt(now));
  }

  // It runs, and ought to stand at a place until the start; or it runs in quite another place.
  mustWait(now) {
    if (this.video.paused) return false;
    return waitsAt(now) || (this.moved && Math.abs(this.error()) > ELSEWHERE_MS);
  }

  waits(now) {
    this.video.pause();
    this.startAt = null;
    this.starts(now);
  }

  starts(now) {
    if (positionAt(now + OVER_MS) >= endsAt()) return;
    if (this.startAt === null) this.plan(now);
    if (isFinding(this.video) || this.video.readyState < 3) return;
    if (this.looking) this.findsIn.take(performance.now() - this.plannedAt);
    this.looking = false;
    const early = this.startAt - this.startsIn.ms - serverNow();
    clearTimeout(this.timer);
    if (early > 0) this.timer = setTimeout(() => this.look(), early);
    else if (early < -LATE_MS && this.tries < TRIES) this.planAgain(now);
    else this.start(early > -20);
  }

  plan(now) {
    const here = clipMs(this.video);
    const waiting = waitsAt(now);
    const round = roundAt(now);
    this.startAt = waiting ? round.begins : now + this.findsIn.ms * 1.25;
    const place = waiting ? round.position : positionAt(this.startAt);
    this.plannedAt = performance.now();
    const stays = waiting ? Math.abs(here - place) < NEAR_MS : here > positionAt(now) && here < place + NEAR_MS;
    this.looking = !stays || this.video.readyState < 2;
    if (this.looking) bringTo(this.video, place);
    else this.startAt = passes(here, now);
  }

  planAgain(now) {
    this.tries += 1;
    this.plan(now);
    this.starts(now);
  }

  start(onTime) {
    leave(this.video);
    this.startAt = null;
    this.startedAt = performance.now();
    this.learning = onTime ? this.startsIn.ms : null;
    this.pictures.countFrom = this.startedAt + BEGINS_MS;
    this.goesAt(1);
    this.keepRate(serverNow());
    this.video.play().catch((no) => no.name === "NotAllowedError" && this.refused());
  }

  // How much earlier or later than meant the first pictures came up.
  learn(now) {
    if (this.learning === null || !this.hasSettled) return;
    this.startsIn.take(this.learning - this.error() / rateAt(now));
    this.learning = null;
  }

  get hasSettled() {
    return performance.now() - this.startedAt > SETTLES_MS;
  }

  // The room's, but for what is made up for.
  keepRate(now) {
    const rate = rateAt(now) * this.pace;
    if (Math.abs(this.video.playbackRate - rate) > 0.001) this.video.playbackRate = rate;
  }

  // So much of the room's speed, from now on.
  goesAt(pace) {
    if (pace === this.pace) return;
    this.paces = [...this.paces.slice(-PACES_KEPT), { at: performance.now(), by: this.pace - 1 }];
    this.pace = pace;
  }

  // How much the pace has made up for since an instant, in ms: a picture of before it knows nothing
  // of that.
  madeUpSince(instant) {
    const ends = [...this.paces, { at: performance.now(), by: this.pace - 1 }];
    return ends.reduce((sum, { at, by }, i) => {
      const from = Math.max(instant, ends[i - 1]?.at ?? -Infinity);
      return sum + Math.max(0, at - from) * by;
    }, 0);
  }

  // Film time in ms by which this screen is ahead of the room, by its pictures of the last so many
  // ms; null where they are too few. A busy device shows a picture late and never early, so those
  // that came early tell where the film is.
  measured(ms = SOON_MS) {
    const errors = this.pictures.of(ms).map((one) => this.off(one)).sort((a, b) => a - b);
    return errors[Math.floor(errors.length * 0.75)] ?? null;
  }

  // The same, and by the player's own clock where there are no pictures.
  error() {
    return this.measured() ?? this.off({ film: this.video.currentTime * 1000, at: performance.now() });
  }

  off({ film: shown, at }) {
    const then = serverTimeAt(at);
    return shown - film().in_ms - positionAt(then) + this.madeUpSince(at) * rateAt(then);
  }

  runs() {}

  refused() {}
}
