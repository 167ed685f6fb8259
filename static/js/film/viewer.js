// The film beside its marks: which picture is shown, steps of one picture, and playing a stretch
// without a picture beyond it.

// Whole milliseconds lie a little before or behind where a picture begins (models/picture.py).
const NEARLY = 0.04;
const WATCH_EVERY_MS = 15;

export class Viewer {
  constructor(video, { pictureMs, durationMs, moved }) {
    Object.assign(this, { video, pictureMs, durationMs, moved, until: null });
    this.note();
    for (const moment of ["timeupdate", "seeking", "seeked", "play", "pause", "loadedmetadata"]) {
      video.addEventListener(moment, moved);
    }
    video.addEventListener("seeking", () => (this.shown = null));
    setInterval(() => this.watch(), WATCH_EVERY_MS);
  }

  // Which picture is on the screen, in ms of its beginning: told by the browser where it can.
  note() {
    this.shown = null;
    const next = (now, { mediaTime }) => {
      this.shown = mediaTime * 1000;
      this.video.requestVideoFrameCallback(next);
    };
    this.video.requestVideoFrameCallback?.(next);
  }

  number(ms) {
    return Math.floor(ms / this.pictureMs + NEARLY);
  }

  get last() {
    return Math.max(0, Math.ceil(this.durationMs / this.pictureMs) - 1);
  }

  // Where the picture begins that is shown now, or that is being gone to, in ms of the film.
  get here() {
    if (this.shown !== null && !this.video.seeking) return this.shown;
    return this.number(this.video.currentTime * 1000) * this.pictureMs;
  }

  // To the middle of the picture, where every player finds the same one.
  goTo(ms) {
    this.until = null;
    this.show(ms);
  }

  show(ms) {
    const number = Math.min(this.last, Math.max(0, this.number(ms)));
    this.video.currentTime = ((number + 0.5) * this.pictureMs) / 1000;
    this.moved();
  }

  step(pictures) {
    this.video.pause();
    const at = this.video.seeking ? this.video.currentTime * 1000 : this.here;
    this.goTo((this.number(at) + pictures) * this.pictureMs + 1);
  }

  by(ms) {
    this.goTo(Math.min(this.durationMs - 1, Math.max(0, this.video.currentTime * 1000 + ms)));
  }

  toggle() {
    this.until = null;
    if (this.video.paused) this.video.play().catch(() => {});
    else this.video.pause();
  }

  // From one mark to the other; the picture at the second is the first that is not shown.
  async playBetween(from, to) {
    this.video.pause();
    this.show(from);
    this.until = to;
    await this.video.play().catch(() => {});
  }

  watch() {
    if (this.until === null || this.video.paused || this.video.seeking) return;
    const next = Math.max(this.shown ?? 0, this.video.currentTime * 1000) + this.pictureMs;
    if (next < this.until - this.pictureMs / 2) return;
    const stop = this.until;
    this.video.pause();
    this.until = null;
    this.show(stop - this.pictureMs / 2);
  }
}
