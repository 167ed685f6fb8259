// How the film moves, from the row of numbers that the server tells: pure reckoning in ms.
// The server reckons alike in models/motion.py.
export class Motion {
  constructor(told) {
    this.told = told;
  }

  get endsAt() {
    return this.told.stops_at_ms ?? this.told.duration_ms ?? 0;
  }

  positionAt(instant) {
    const { clip, playing, position_ms: position, changed_at_ms: changed } = this.told;
    if (!clip) return 0;
    const ran = playing && !this.waitsAt(instant) ? (instant - changed) * this.rateAt(instant) : 0;
    return Math.min(Math.max(0, position + ran), this.endsAt);
  }

  isRunningAt(instant) {
    return this.told.playing && this.positionAt(instant) < this.endsAt;
  }

  // A change of speed is told ahead; until then the film runs on as before.
  rateAt(instant) {
    const { rate, rate_before: before, changed_at_ms: changed } = this.told;
    return (instant < changed && before) || rate;
  }

  waitsAt(instant) {
    const { playing, rate_before: before, changed_at_ms: changed } = this.told;
    return playing && !before && instant < changed;
  }

  // When the running film passes that place.
  passes(ms) {
    const { position_ms: position, changed_at_ms: changed, rate, rate_before: before } = this.told;
    return changed + (ms - position) / ((ms < position && before) || rate);
  }

  // Whether somebody moved the film from there to here, and not only the wall told where it is.
  isAnother(before) {
    const names = ["clip", "url", "held", "playing"];
    if (names.some((name) => before[name] !== this.told[name])) return true;
    if (before.revision === this.told.revision) return false;
    return ["position_ms", "changed_at_ms", "rate", "stops_at_ms"].some(
      (name) => before[name] !== this.told[name],
    );
  }
}
