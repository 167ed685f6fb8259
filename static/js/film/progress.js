// How far a film is, how quickly it goes and how long it will take, as people say it.
import { words } from "../room/words.js";

const MINUTE_S = 60;
const HOURS_FROM_MIN = 90;
//: The speed is that of the last seconds: wifi changes.
const LOOKS_BACK_MS = 8_000;

export class Progress {
  #seen = [];

  constructor(total) {
    this.total = total;
    this.sent = 0;
  }

  get percent() {
    return Math.floor((100 * this.sent) / this.total);
  }

  reached(sent, now = performance.now()) {
    if (sent < this.sent) this.#seen = [];
    this.sent = sent;
    this.#seen.push({ sent, now });
    while (this.#seen.length > 2 && now - this.#seen[0].now > LOOKS_BACK_MS) this.#seen.shift();
  }

  stands() {
    this.#seen = [];
  }

  // Bytes a second; 0 as long as it cannot be told.
  get speed() {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    const seconds = first ? (last.now - first.now) / 1000 : 0;
    return seconds > 0.5 ? (last.sent - first.sent) / seconds : 0;
  }

  said() {
    if (!this.speed) return words.starting;
    return fill(words.sending, {
      percent: this.percent,
      speed: size(this.speed),
      left: time((this.total - this.sent) / this.speed),
    });
  }
}

function size(bytes) {
  const many = bytes >= 1e6;
  const count = many ? (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0) : Math.round(bytes / 1e3);
  return fill(many ? words.megabytes : words.kilobytes, { count });
}

function time(seconds) {
  const minutes = Math.round(seconds / MINUTE_S);
  if (!minutes) return words.seconds;
  if (minutes < HOURS_FROM_MIN) return fill(words.minutes, { count: minutes });
  return fill(words.hours, { count: Math.round(minutes / 60) });
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}
