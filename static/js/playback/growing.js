// A film that is still being encoded: fed to its player piece by piece as it comes (Media Source
// Extensions). Its length is known from the start; a place that is not there yet is waited for.
const LOOK_EVERY_MS = 1500;
// So much is fetched ahead of the place shown, and kept behind it.
const AHEAD_S = 60;
const BEHIND_S = 30;
const AT_ONCE_BYTES = 4 * 1024 * 1024;
// With so little left to show the whole film is turned to, once it is there.
const NEARLY_OUT_S = 2;

const feeds = new WeakMap();

export function grow(video, address, begins) {
  // Apple's phones know only the one that tells when it wants to be fed.
  const Source = globalThis.MediaSource ?? globalThis.ManagedMediaSource;
  if (!Source) return;
  const feed = new Feed(video, address, new Source(), begins);
  feeds.set(video, feed);
  feed.run();
}

export function stopGrowing(video) {
  feeds.get(video)?.stop();
  feeds.delete(video);
}

// The whole film is there by now, but what was fed lasts for a while: it is not interrupted.
export function goesOn(video, url) {
  const feed = feeds.get(video);
  if (feed?.address !== url.replace(/film$/, "growing")) return false;
  return feed.isWhole && !video.paused && feed.ahead() > NEARLY_OUT_S;
}

// Whether a film time in ms within the recording has been encoded by now, as far as is known here.
export function isThere(video, ms) {
  const feed = feeds.get(video);
  return !feed || feed.isWhole || (feed.pieces.at(-1)?.[2] ?? -1) > ms;
}

class Feed {
  pieces = [];
  fed = new Set();
  isWhole = false;
  stopped = false;
  stream = null;
  buffer = null;
  beginning = 0;

  constructor(video, address, source, begins) {
    Object.assign(this, { video, address, source, begins });
    video.disableRemotePlayback = true;
    video.src = URL.createObjectURL(source);
    this.opened = new Promise((done) => source.addEventListener("sourceopen", done, { once: true }));
    this.seeks = () => this.look();
    video.addEventListener("seeking", this.seeks);
  }

  async run() {
    await this.opened;
    if (this.stopped) return;
    URL.revokeObjectURL(this.video.src);
    this.video.currentTime = this.begins;
    while (!this.stopped) {
      await this.look();
      await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    }
  }

  stop() {
    this.stopped = true;
    this.video.removeEventListener("seeking", this.seeks);
  }

  // One look at a time; a place sought meanwhile is looked for after it.
  look() {
    this.again = Boolean(this.looking);
    this.looking ??= this.looks().finally(() => {
      this.looking = null;
      if (this.again && !this.stopped) this.look();
    });
    return this.looking;
  }

  async looks() {
    try {
      await this.ask();
      await this.feed();
    } catch {
      // Out of reach for a moment, or between two steps of its making: at the next look.
    }
  }

  async ask() {
    const answer = await fetch(`${this.address}?after=${this.pieces.length}`);
    if (!answer.ok) return;
    const told = await answer.json();
    this.isWhole = told.is_whole;
    if (!told.type) return;
    if (this.stream && told.stream !== this.stream) return this.isVoid();
    if (!this.buffer) this.begin(told);
    this.pieces.push(...told.pieces);
  }

  // It is being encoded from the beginning once more: the player is fed anew at its next look.
  isVoid() {
    stopGrowing(this.video);
    delete this.video.dataset.url;
  }

  begin(told) {
    this.stream = told.stream;
    this.beginning = told.beginning;
    this.buffer = this.source.addSourceBuffer(told.type);
    this.source.duration = told.duration_ms / 1000;
  }

  async feed() {
    if (!this.buffer) return;
    if (!this.fed.has("beginning")) {
      await this.append(0, this.beginning);
      this.fed.add("beginning");
    }
    await this.forget();
    for (let run = this.missing(); run.length && !this.stopped; run = this.missing()) {
      await this.append(run[0][0], run.at(-1)[1]);
      for (const piece of run) this.fed.add(piece[0]);
    }
  }

  // The next pieces that lie one behind the other, from the place shown on.
  missing() {
    const at = this.video.currentTime * 1000;
    const next = this.pieces.findIndex(([, , begins]) => begins > at + 1);
    const here = Math.max(0, (next < 0 ? this.pieces.length : next) - 1);
    const run = [];
    for (const piece of this.pieces.slice(here)) {
      if (piece[2] > at + AHEAD_S * 1000) break;
      if (this.fed.has(piece[0])) {
        if (run.length) break;
        continue;
      }
      if (run.length && piece[1] - run[0][0] > AT_ONCE_BYTES) break;
      run.push(piece);
    }
    return run;
  }

  // What lies far from the place shown makes room.
  async forget() {
    const at = this.video.currentTime;
    const { buffered } = this.buffer;
    if (!buffered.length || buffered.start(0) > at - 2 * BEHIND_S) return;
    const upTo = at - BEHIND_S;
    await this.settled(() => this.buffer.remove(0, upTo));
    this.pieces.forEach(([start, , begins], number) => {
      const ends = this.pieces[number + 1]?.[2] ?? Infinity;
      if (begins < upTo * 1000 || ends <= upTo * 1000) this.fed.delete(start);
    });
  }

  async append(start, stop) {
    const headers = { Range: `bytes=${start}-${stop - 1}` };
    const answer = await fetch(`${this.address}/film`, { headers });
    if (answer.status !== 206) throw new Error("not there");
    const bytes = await answer.arrayBuffer();
    await this.settled(() => this.buffer.appendBuffer(bytes));
  }

  settled(change) {
    return new Promise((done, no) => {
      this.buffer.addEventListener("updateend", done, { once: true });
      this.buffer.addEventListener("error", no, { once: true });
      change();
    });
  }

  // Seconds that can be shown from here on without another byte.
  ahead() {
    const { buffered, currentTime: at } = this.video;
    for (let n = 0; n < buffered.length; n += 1) {
      if (buffered.start(n) <= at + 0.1 && buffered.end(n) > at) return buffered.end(n) - at;
    }
    return 0;
  }
}
