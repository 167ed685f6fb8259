// How the film moves, from the row of numbers that the server tells: pure reckoning in ms.
// The server reckons alike in models/motion.py.

// So long before a stop a player stands: a browser may show one picture more before it does.
const STANDS_BEFORE_MS = 50;
// Whole milliseconds lie a little before or behind where a picture begins (models/picture.py).
const NEARLY = 0.04;

export class Motion {
  constructor(told) {
    this.told = told;
  }

  get endsAt() {
    return this.told.stops_at_ms ?? this.told.duration_ms ?? 0;
  }

  // Whether a player that runs, with that place on its screen, must stand now so as not to show more
  // than it may. At double speed one more picture is twice as much film.
  mustStandAt(ms, instant) {
    return ms >= this.endsAt - STANDS_BEFORE_MS * Math.max(1, this.rateAt(instant));
  }

  // The number within the recording of the picture that stands for a place. That at the out mark
  // itself is the first that lies outside, and that at a stop may be of what is left out.
  pictureAt(ms) {
    const { in_ms: begins, out_ms: ends, picture_ms: told, stops_at_ms: stops } = this.told;
    const pictureMs = told || 40;
    const until = stops > 0 ? Math.min(ends, begins + stops) : ends;
    return Math.min(Math.floor((begins + ms) / pictureMs + NEARLY), Math.floor((until - 1) / pictureMs));
  }

  // The round under way: from which place it runs, since (or from) when. A film that goes round
  // rests before each next one: at its last picture, then at its first. What does not has one round.
  roundAt(instant) {
    const { playing, position_ms: position, changed_at_ms: begins, rate, rests_ms: rests } = this.told;
    if (!playing || !rests) return { begins, position };
    const ended = begins + Math.max(0, this.endsAt - position) / rate;
    const since = instant - ended - rests / 2;
    if (since < 0) return { begins, position };
    const whole = this.endsAt / rate + rests;
    return { begins: ended + rests + Math.floor(since / whole) * whole, position: 0 };
  }

  positionAt(instant) {
    const { clip, playing } = this.told;
    if (!clip) return 0;
    const { begins, position } = this.roundAt(instant);
    const ran = playing && !this.waitsAt(instant) ? (instant - begins) * this.rateAt(instant) : 0;
    return Math.min(Math.max(0, position + ran), this.endsAt);
  }

  isRunningAt(instant) {
    const { playing, rests_ms: rests } = this.told;
    return playing && (Boolean(rests) || this.positionAt(instant) < this.endsAt);
  }

  // Between two rounds, at the last picture still.
  restsAt(instant) {
    return this.isRunningAt(instant) && this.positionAt(instant) >= this.endsAt;
  }

  // A change of speed is told ahead; until then the film runs on as before.
  rateAt(instant) {
    const { rate, rate_before: before, changed_at_ms: changed } = this.told;
    return (instant < changed && before) || rate;
  }

  waitsAt(instant) {
    const { playing, rate_before: before, changed_at_ms: changed } = this.told;
    return playing && !(before && instant < changed) && instant < this.roundAt(instant).begins;
  }

  // When the running film passes that place, in the round of an instant.
  passes(ms, instant) {
    const { rate, rate_before: before } = this.told;
    const { begins, position } = this.roundAt(instant);
    return begins + (ms - position) / ((ms < position && before) || rate);
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
