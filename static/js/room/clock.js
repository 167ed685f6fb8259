// Server time on this device: samples over the socket, the one with least delay wins, on a clock
// that is never set back (Jellyfin's and NTP's way). Good for a device whose own clock is wrong.
const KEPT = 16;
const BURST = 8;
const BURST_EVERY_MS = 100;
const THEN_EVERY_MS = 10_000;

let samples = [];
let boot = null;
let timer = null;

// Server time in ms since 1970; the device's own clock until the first sample is in.
export function serverNow() {
  return performance.now() + offset();
}

// Server time of an event on this device, by its own time stamp.
export function serverTimeOf(event) {
  return (event?.timeStamp ?? performance.now()) + offset();
}

// How far off `serverNow` may be, in ms; null while nothing is known.
export function clockError() {
  return samples.length ? Math.min(...samples.map((sample) => sample.delay)) / 2 : null;
}

function offset() {
  if (!samples.length) return performance.timeOrigin;
  return samples.reduce((best, sample) => (sample.delay < best.delay ? sample : best)).offset;
}

export function keepTime(socket) {
  stopTime();
  let taken = 0;
  const sample = async () => {
    const sent = performance.now();
    try {
      const answer = await socket.timeout(3000).emitWithAck("clock", null);
      const delay = performance.now() - sent;
      if (answer.boot !== boot) samples = [];
      boot = answer.boot;
      samples = [...samples, { delay, offset: answer.ms - (sent + delay / 2) }].slice(-KEPT);
    } catch {
      // The next one will tell.
    }
    taken += 1;
    timer = setTimeout(sample, taken < BURST ? BURST_EVERY_MS : THEN_EVERY_MS);
  };
  sample();
}

export function stopTime() {
  clearTimeout(timer);
}
