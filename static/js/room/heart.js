// The page itself tells every few seconds that it is there, and hears whether it missed anything. A
// socket may be dead and still call itself connected: only an answer counts.
import { clockError } from "./clock.js";
import { post } from "./ways.js";
import { differs, refetch } from "./screen.js";

const BEATS_EVERY_MS = 5000;
const ANSWER_WITHIN_MS = 6000;
// A change is pushed within a tenth of a second and a bit: what has not come then was missed.
const PUSHED_WITHIN_MS = 600;
const SOON_MS = 150;
const POST_AFTER_MS = 4000;
const WAITS_MS = 2000;

export class Heart extends EventTarget {
  constructor({ socket, supervision, participant, page }) {
    super();
    Object.assign(this, { socket, page, participant: participant ? Number(participant) : null });
    this.url = `/supervision/${supervision}/here`;
    Object.assign(this, { waiting: 0, since: null, told: 0, hasContact: false });
    this.lostAt = performance.now();
    this.lastTick = Date.now();
    this.ahead = 0;
    socket.on("connect", () => this.beat());
    socket.on("disconnect", () => {
      this.lostAt = performance.now();
      this.hasContact = false;
    });
    for (const moment of ["visibilitychange", "clock", "resume"]) {
      document.addEventListener(moment, () => this.beatSoon());
    }
    setInterval(() => this.tick(), BEATS_EVERY_MS);
    if (socket.connected) this.beat();
  }

  tick() {
    // Timers stand still in a sleep: what has come meanwhile is anybody's guess.
    if (Date.now() - this.lastTick > 3 * BEATS_EVERY_MS) this.dispatchEvent(new Event("woke"));
    this.lastTick = Date.now();
    this.beat();
  }

  // So many commands wait on this device. What goes out in a moment is not worth a word.
  carries(waiting) {
    if (!waiting) this.since = null;
    else if (this.since === null) {
      this.since = performance.now();
      setTimeout(() => this.waits !== this.told && this.beatSoon(), WAITS_MS);
    }
    this.waiting = waiting;
    if (!waiting && this.told) this.beatSoon();
  }

  get waits() {
    return this.since !== null && performance.now() - this.since >= WAITS_MS ? this.waiting : 0;
  }

  beatSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.beat(), SOON_MS);
  }

  async beat() {
    const said = { visible: !document.hidden, waiting: this.waits, clock_error_ms: clockError(), page: this.page };
    this.told = said.waiting;
    const answer = this.socket.connected ? await this.bySocket(said) : await this.byPost(said);
    if (answer?.gone) this.revive();
    else if (answer?.revisions) this.compare(answer.revisions);
  }

  async bySocket(said) {
    const id = this.socket.id;
    try {
      return await this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck("here", said);
    } catch {
      if (this.socket.connected && this.socket.id === id) this.revive();
      return null;
    }
  }

  // For networks that let no socket through: in step within some seconds all the same.
  async byPost(said) {
    if (!this.participant || performance.now() - this.lostAt < POST_AFTER_MS) return null;
    try {
      const answer = await post(this.url, { ...said, participant: this.participant });
      this.hasContact = answer.ok;
      return answer.ok ? await answer.json() : null;
    } catch {
      this.hasContact = false;
      return null;
    } finally {
      this.dispatchEvent(new Event("contact"));
    }
  }

  // The engine, and not the socket, is closed: so it connects anew by itself.
  revive() {
    this.socket.io.engine?.close();
  }

  compare(revisions) {
    const apart = differs(revisions);
    this.ahead = apart === "ahead" ? this.ahead + 1 : 0;
    if (apart === "behind") setTimeout(() => differs(revisions) === "behind" && refetch(), PUSHED_WITHIN_MS);
    // Twice over is no crossing on the way: the server's database was led back to a backup.
    else if (this.ahead > 1) location.reload();
  }
}
