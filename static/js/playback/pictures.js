// Which picture of a film is on this screen, and since when: told by the browser with each picture
// where it can, else by the player's own clock, which is good to a picture or so.
const KEPT = 128;
// Older ones say nothing of a film that runs.
const FRESH_MS = 300;
const LOOKED_APART_MS = 50;
// So few pictures tell nothing sure.
const FEW = 5;
// Where pictures are rare, older ones count as well, up to that.
const OLDEST_MS = 6000;

export class Pictures {
  constructor(video) {
    this.video = video;
    this.forget();
    if (!("requestVideoFrameCallback" in video)) return;
    const next = (now, { mediaTime, expectedDisplayTime }) => {
      this.shown = [...this.shown, { film: mediaTime * 1000, at: expectedDisplayTime }].slice(-KEPT);
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  }

  forget() {
    Object.assign(this, { shown: [], looked: [], countFrom: -Infinity });
  }

  // Where the film was when the pictures of the last so many ms came up, five of them at least:
  // { film, at }, ms of the recording and of this device's performance clock. None where they are
  // too few. Those of before `countFrom` do not count. (In a hidden page no pictures come up.)
  of(ms, now = performance.now()) {
    this.look(now);
    const told = now - (this.shown.at(-1)?.at ?? -Infinity) < FRESH_MS ? this.shown : this.looked;
    const counting = told.filter(({ at }) => at > Math.max(this.countFrom, now - OLDEST_MS));
    const recent = counting.filter(({ at }) => at > now - ms);
    const found = recent.length < FEW ? counting.slice(-FEW) : recent;
    return found.length < FEW ? [] : found;
  }

  look(now) {
    if (now - (this.looked.at(-1)?.at ?? -Infinity) < LOOKED_APART_MS) return;
    this.looked = [...this.looked, { film: this.video.currentTime * 1000, at: now }].slice(-KEPT);
  }

  // What was on the screen at an instant of the performance clock: ms of the recording, of the
  // beginning of that picture; null where nobody knows.
  at(instant, stands) {
    const picture = this.shown.findLast(({ at }) => at <= instant);
    return picture && (stands || instant - picture.at < FRESH_MS) ? picture.film : null;
  }
}
