// How a screen that is off comes back to the wall: pure reckoning in ms. Softly, by running a little
// faster or slower; by one jump where it is far off; and at last not at all.
//
// The danger is a loop: a jump takes time, which looks like being behind, which asks for a jump. So
// after each one nothing is believed until it has settled, and none follows the last too soon.
export const ENTER = 20;
export const MOST = 0.08;
// What it takes to come back, where that is possible within MOST.
const TAKES_MS = 500;
// So near it is right.
const RIGHT = 4;
const JUMP_FROM = 1000;
const STEP_FROM = 150;
const JUMPS_APART = 3000;
const JUMPS = 3;
const FAR_LOOKS = 3;
// A small error that lasts is taken out slowly.
const LASTING_FROM = 6;
const TRIM = 0.01;
const FINER_THAN = 0.02;

export const STEADY = { do: "steady" };

// Whether writing the rate makes sound or picture stutter there: Safari, and on iPhones and iPads every
// browser, which has to be Safari's engine under another name. They jump a little instead.
export function stutters(userAgent) {
  return /iPhone|iPad|iPod|CriOS|FxiOS|EdgiOS/.test(userAgent) || /^((?!chrome|android).)*safari/i.test(userAgent);
}

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
    Object.assign(this, { by: 0, slowly: false, farLooks: 0, believeFrom: until });
  }

  get isBehind() {
    return this.jumps > JUMPS;
  }

  // `error` in ms of time, positive where the screen is ahead: as it is now, with all that was made
  // up for until now. `lasting` is the same of a longer while, NaN where nobody knows. Returns what
  // to do now: { do: "steady" }, { do: "nudge", by: -0.08...0.08 } or { do: "jump" }.
  take(error, now, lasting = NaN) {
    if (now < this.believeFrom) return STEADY;
    const isFar = Math.abs(error) > (this.onlyJumps ? STEP_FROM : JUMP_FROM);
    this.farLooks = isFar ? this.farLooks + 1 : 0;
    if (isFar) return this.farLooks < FAR_LOOKS ? STEADY : this.far(now);
    this.jumps = 0;
    return this.onlyJumps ? STEADY : this.near(error, lasting);
  }

  far(now) {
    this.by = 0;
    if (this.isBehind || now - this.jumpedAt < JUMPS_APART) return STEADY;
    this.jumps += 1;
    if (this.isBehind) return STEADY;
    this.jumpedAt = now;
    this.settle(Infinity);
    return { do: "jump" };
  }

  // One rate is kept until the error is out: each write costs.
  near(error, lasting) {
    if (this.by && this.isOut(this.slowly && !Number.isNaN(lasting) ? lasting : error)) this.by = 0;
    const wanted = -within(error / TAKES_MS);
    if (Math.abs(error) > ENTER && this.isTooLittle(wanted)) this.makesUp(wanted, false);
    else if (!this.by && Math.abs(lasting) > LASTING_FROM) this.makesUp(-Math.sign(lasting) * TRIM, true);
    return this.by ? { do: "nudge", by: this.by } : STEADY;
  }

  isOut(error) {
    return Math.abs(error) < RIGHT || Math.sign(error) === Math.sign(this.by);
  }

  isTooLittle(wanted) {
    return !this.by || this.slowly || Math.abs(wanted) > Math.abs(this.by) + FINER_THAN;
  }

  makesUp(by, slowly) {
    Object.assign(this, { by, slowly });
  }
}

// Within the most, in steps of half a hundredth.
function within(by) {
  return Math.round(Math.max(-MOST, Math.min(MOST, by)) * 200) / 200;
}
