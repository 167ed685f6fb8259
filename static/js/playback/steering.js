// How a screen that is off comes back to the wall: pure reckoning in ms. Softly, by running a little
// faster or slower; by one jump where it is far off; and at last not at all.
//
// The danger is a loop: a jump takes time, which looks like being behind, which asks for a jump. So
// after each one nothing is believed until it has settled, and none follows the last too soon.
export const ENTER = 40;
export const LEAVE = 15;
export const MOST = 0.08;
const JUMP_FROM = 1000;
const STEP_FROM = 150;
const JUMPS_APART = 3000;
const JUMPS = 3;
const LOOKS = 5;
// A small error that lasts is taken out by one slow stretch of so much, and then left alone.
const LASTING_FROM = 5;
const LASTING_LOOKS = 15;
const TRIM = 0.01;

export const STEADY = { do: "steady" };

const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

export class Steering {
  // `onlyJumps`: where writing the rate makes sound or picture stutter.
  constructor({ onlyJumps = false } = {}) {
    this.onlyJumps = onlyJumps;
    this.begin();
  }

  // Another place or speed by command: what was is over.
  begin() {
    Object.assign(this, { jumpedAt: -Infinity, jumps: 0 });
    this.settle(-Infinity);
  }

  // Believe nothing before that.
  settle(until) {
    Object.assign(this, { errors: [], correcting: false, trimUntil: null, believeFrom: until });
  }

  get isBehind() {
    return this.jumps > JUMPS;
  }

  // `error` in ms of time, positive where the screen is ahead. Returns what to do now:
  // { do: "steady" }, { do: "nudge", by: -0.08...0.08 } or { do: "jump" }.
  take(error, now) {
    if (now < this.believeFrom) return STEADY;
    this.errors = [...this.errors, error].slice(-LASTING_LOOKS);
    if (this.errors.length < LOOKS) return this.trimming(now);
    const off = middle(this.errors.slice(-LOOKS));
    if (Math.abs(off) > (this.onlyJumps ? STEP_FROM : JUMP_FROM)) return this.far(now);
    this.jumps = 0;
    if (this.onlyJumps) return STEADY;
    return this.near(off) ?? this.lasting(now);
  }

  far(now) {
    this.correcting = false;
    if (this.isBehind || now - this.jumpedAt < JUMPS_APART) return STEADY;
    this.jumps += 1;
    if (this.isBehind) return STEADY;
    this.jumpedAt = now;
    this.settle(Infinity);
    return { do: "jump" };
  }

  near(off) {
    const was = this.correcting;
    this.correcting = Math.abs(off) > (was ? LEAVE : ENTER);
    if (this.correcting) return nudge(off / 1000);
    if (was) this.errors = [];
    return was ? STEADY : null;
  }

  lasting(now) {
    if (this.trimUntil !== null || this.errors.length < LASTING_LOOKS) return this.trimming(now);
    const off = middle(this.errors);
    if (Math.abs(off) < LASTING_FROM) return STEADY;
    this.trimBy = Math.sign(off) * TRIM;
    this.trimUntil = now + Math.abs(off) / TRIM;
    return this.trimming(now);
  }

  trimming(now) {
    if (this.trimUntil === null) return STEADY;
    if (now < this.trimUntil) return nudge(this.trimBy);
    // What was seen during it is half one thing and half the other.
    this.trimUntil = null;
    this.errors = [];
    return STEADY;
  }
}

// Slower by so much where the screen is ahead, in steps of half a hundredth: each write costs.
function nudge(by) {
  const within = Math.max(-MOST, Math.min(MOST, by));
  return { do: "nudge", by: -Math.round(within * 200) / 200 };
}
