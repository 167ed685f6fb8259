// Which picture of a film is on this screen, and since when: told by the browser with each picture
// where it can, else by the player's own clock, which is good to a picture or so.
const KEPT = 64;
const LAST = 5;
// Older ones say nothing of a film that runs.
const FRESH_MS = 300;

export class Pictures {
  constructor(video) {
    this.video = video;
    this.shown = [];
    if (!("requestVideoFrameCallback" in video)) return;
    const next = (now, { mediaTime, expectedDisplayTime }) => {
      this.shown = [...this.shown, { film: mediaTime * 1000, since: expectedDisplayTime }].slice(-KEPT);
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  }

  forget() {
    this.shown = [];
  }

  // Where the film was when the last few pictures came up: { film, at }, ms of the recording and of
  // this device's performance clock; where no picture is new, what the player says of itself.
  last(many = LAST, now = performance.now()) {
    const found = this.shown.slice(-many);
    if (found.length && now - found.at(-1).since < FRESH_MS) return found.map(({ film, since }) => ({ film, at: since }));
    return [{ film: this.video.currentTime * 1000, at: now }];
  }

  // What was on the screen at an instant of the performance clock: ms of the recording, of the
  // beginning of that picture; null where nobody knows.
  at(instant, stands) {
    const picture = this.shown.findLast(({ since }) => since <= instant);
    return picture && (stands || instant - picture.since < FRESH_MS) ? picture.film : null;
  }
}
