// The stretch of a film that is in sight, and the way from its milliseconds to the screen's and back.
const LEAST_MS = 4000;

export class Stretch {
  constructor(durationMs) {
    this.durationMs = durationMs;
    this.whole();
  }

  get lengthMs() {
    return this.to - this.from;
  }

  // 0 at its beginning, 1 at its end.
  share(ms) {
    return (ms - this.from) / this.lengthMs;
  }

  at(share) {
    return this.from + share * this.lengthMs;
  }

  whole() {
    this.show(0, this.durationMs);
  }

  show(from, to) {
    const length = Math.min(this.durationMs, Math.max(LEAST_MS, to - from));
    const middle = (from + to) / 2;
    this.from = Math.min(Math.max(0, middle - length / 2), this.durationMs - length);
    this.to = this.from + length;
  }

  // A factor below 1 goes nearer; what lies at `ms` stays where it is.
  zoom(factor, ms) {
    const share = this.share(ms);
    const length = this.lengthMs * factor;
    if (length < LEAST_MS && factor < 1) return;
    this.show(ms - share * length, ms + (1 - share) * length);
  }

  // So that this moment is in sight; it goes on by whole screens, as a page is turned.
  follow(ms) {
    if (ms >= this.from && ms <= this.to) return false;
    const from = ms > this.to ? ms - this.lengthMs / 10 : ms - this.lengthMs * 0.9;
    this.show(from, from + this.lengthMs);
    return true;
  }
}
