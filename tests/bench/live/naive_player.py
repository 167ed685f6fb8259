"""The baseline's player: it starts at the told instant by `setTimeout`, and corrects nothing."""

from __future__ import annotations

SCRIPTS = {
    "/js/playback/player.js": """
import { serverNow } from "../room/clock.js";
import { clipMs, load, seconds } from "./place.js";
import { film, isRunning, positionAt, rateAt, waitsAt } from "./state.js";

export class Player {
  constructor(video) {
    this.video = video;
    this.pictures = { at: () => null };
  }
  run() {
    document.addEventListener("film", () => this.told());
    this.video.addEventListener("loadedmetadata", () => this.told());
    this.told();
  }
  told() {
    clearTimeout(this.timer);
    const { video } = this;
    if (!load(video)) return;
    const now = serverNow();
    if (!isRunning(now) || film().held || waitsAt(now)) {
      video.pause();
      const to = seconds(positionAt(now));
      if (Math.abs(video.currentTime - to) > 0.02) video.currentTime = to;
    }
    if (!isRunning(now) || film().held) return;
    const start = () => {
      if (video.paused && !waitsAt(now)) video.currentTime = seconds(positionAt(serverNow()));
      video.playbackRate = rateAt(serverNow());
      video.play().catch(() => {});
    };
    this.timer = setTimeout(start, film().changed_at_ms - now);
  }
  look() {}
  again() {}
  error() { return 0; }
  get hasSettled() { return false; }
}
""",
}
