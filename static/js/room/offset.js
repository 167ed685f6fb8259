// How far server time lies from a clock that is never set back, from messages there and back: pure
// reckoning, in ms.
//
// A sample bounds it from two sides: the server's word cannot have been said before the question was
// sent, nor after the answer came. NTP takes the sample with the least delay. Here each way is taken
// by itself: the question that was quickest on its way and the answer that was quickest on its way
// bound it most narrowly, whichever samples they belong to, so that jitter which is worse one way
// pulls less. Where one sample is quickest both ways, that is NTP's rule.
export const KEPT = 16;
// Quartz runs right to 50 millionths: what was known grows old.
const DRIFT = 50e-6;

export class Offset {
  constructor() {
    this.forget();
  }

  forget() {
    this.samples = [];
    this.boot = null;
  }

  // `sent` and `received` by the device's clock, `server` by the server's; another `boot` is another
  // clock. Whatever does not agree with what was known before is right: a clock was moved.
  take({ sent, received, server, boot }) {
    const sample = { received, atMost: server - sent, atLeast: server - received };
    if (boot !== this.boot || !bounds([...this.samples, sample], received)) this.samples = [];
    this.boot = boot;
    this.samples = [...this.samples, sample].slice(-KEPT);
  }

  // { offset, error } at an instant of the device's clock, the truth being no further off than
  // `error`; null before the first sample.
  at(now) {
    return this.samples.length ? bounds(this.samples, now) : null;
  }

  // The quickest way there and back of those kept; null before the first.
  get roundTrip() {
    if (!this.samples.length) return null;
    return Math.min(...this.samples.map(({ atMost, atLeast }) => atMost - atLeast));
  }
}

function bounds(samples, now) {
  let atLeast = -Infinity;
  let atMost = Infinity;
  for (const sample of samples) {
    const drifted = Math.abs(now - sample.received) * DRIFT;
    atLeast = Math.max(atLeast, sample.atLeast - drifted);
    atMost = Math.min(atMost, sample.atMost + drifted);
  }
  return atLeast > atMost ? null : { offset: (atLeast + atMost) / 2, error: (atMost - atLeast) / 2 };
}
