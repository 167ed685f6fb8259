// What there is to see of a film: its waveform, where it is quiet, and small pictures along it. Each
// may be missing, and comes when it is ready.
const ASKED_AGAIN_AFTER_MS = 3000;
const HEAD_BYTES = 24;

export class Outline {
  constructor(url, changed) {
    Object.assign(this, { url, changed, peaks: null, perSecond: 10, quiet: [], pictures: null, sheets: [] });
    this.ask();
  }

  async ask() {
    try {
      const answer = await fetch(this.url);
      if (!answer.ok) return;
      const told = await answer.json();
      this.quiet = told.quiet;
      if (told.waveform && !this.peaks) await this.listen(told.waveform);
      if (told.pictures && !this.pictures) this.look(told.pictures);
      this.changed();
      if (told.whole && told.pictures) return;
      if (told.whole && (this.tries = (this.tries ?? 0) + 1) > 20) return;
    } catch {
      // Out of reach for a moment: asked again.
    }
    setTimeout(() => this.ask(), ASKED_AGAIN_AFTER_MS);
  }

  // audiowaveform's binary format, version 2: rate and samples a pair are told in the head.
  async listen(url) {
    const answer = await fetch(url);
    if (!answer.ok) return;
    const data = await answer.arrayBuffer();
    const head = new DataView(data);
    this.perSecond = head.getInt32(8, true) / head.getInt32(12, true);
    this.peaks = new Int8Array(data, HEAD_BYTES);
  }

  look(told) {
    this.pictures = told;
    this.sheets = told.sheets.map((url) => {
      const sheet = new Image();
      sheet.addEventListener("load", this.changed);
      sheet.src = url;
      return sheet;
    });
  }

  // Lowest and highest between two moments, -1 to 1.
  loudness(fromMs, toMs) {
    const first = Math.max(0, Math.floor((fromMs / 1000) * this.perSecond));
    const stop = Math.max(first + 1, Math.ceil((toMs / 1000) * this.perSecond));
    let [low, high] = [0, 0];
    for (let n = first; n < stop && 2 * n + 1 < this.peaks.length; n += 1) {
      low = Math.min(low, this.peaks[2 * n]);
      high = Math.max(high, this.peaks[2 * n + 1]);
    }
    return [low / 128, high / 128];
  }

  // Sheet, left and top of the small picture of a moment; null while it is not there.
  small(ms) {
    const { every_ms: every, count, across, down, width, height } = this.pictures;
    const number = Math.min(count - 1, Math.max(0, Math.floor(ms / every)));
    const sheet = this.sheets[Math.floor(number / (across * down))];
    if (!sheet?.complete || !sheet.naturalWidth) return null;
    const place = number % (across * down);
    return { sheet, left: (place % across) * width, top: Math.floor(place / across) * height };
  }
}
