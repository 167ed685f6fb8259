// How long something takes on this device, from how long it took: the middle one of the last few.
const LAST = 5;

export class Learned {
  constructor(first, { least = 0, most = Infinity } = {}) {
    Object.assign(this, { first, least, most, took: [] });
  }

  take(ms) {
    this.took = [...this.took, Math.min(Math.max(ms, this.least), this.most)].slice(-LAST);
  }

  get ms() {
    if (!this.took.length) return this.first;
    return [...this.took].sort((a, b) => a - b)[this.took.length >> 1];
  }
}
