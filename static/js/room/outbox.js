// Every tap and form goes in here first, is sent in order, again after any silence, and leaves only
// with its answer. The server does each once, however often it comes.
import { serverNow } from "./clock.js";
import { makeId } from "./ids.js";
import * as shelf from "./shelf.js";

const ANSWER_WITHIN_MS = 4000;
const AGAIN_AFTER_MS = 1500;
const POST_AFTER_MS = 4000;

export class Outbox extends EventTarget {
  constructor({ supervision, participant, socket }) {
    super();
    this.room = `${supervision}:${participant}`;
    this.url = `/supervision/${supervision}/command`;
    this.socket = socket;
    this.lostAt = null;
    this.sending = false;
    this.unanswered = new Map();
    socket.on("connect", () => {
      this.lostAt = null;
      this.flush();
    });
    socket.on("disconnect", () => (this.lostAt = performance.now()));
    addEventListener("online", () => this.flush());
    this.flush();
  }

  // Keep a command and send it when its turn comes. Resolves with the server's answer.
  // An urgent one goes out at once as well, past all that waits: the server does each once.
  async send(name, body, { at = serverNow(), extra = {}, urgent = false } = {}) {
    const id = makeId();
    const offline = !this.socket.connected;
    const answered = this.answerTo(id);
    if (urgent && offline) this.post({ id, name, body, at, offline });
    else if (urgent) this.socket.emit("command", { id, name, body, at, offline });
    await shelf.put({ room: this.room, id, name, body, at, offline, ...extra });
    this.unanswered.set(id, { id, name, body, at, offline });
    this.tell();
    this.flush();
    return answered;
  }

  answerTo(id) {
    return new Promise((resolve) => {
      const listen = (event) => {
        if (event.detail.item.id !== id) return;
        this.removeEventListener("answered", listen);
        resolve(event.detail.answer);
      };
      this.addEventListener("answered", listen);
    });
  }

  async flush() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    try {
      for (let item = (await shelf.all(this.room))[0]; item; item = (await shelf.all(this.room))[0]) {
        const answer = await this.ask(item);
        if (!answer || answer.again) {
          this.timer = setTimeout(() => this.flush(), AGAIN_AFTER_MS);
          break;
        }
        await shelf.take(item.order);
        this.hear(item, answer);
      }
      await this.askAgain();
    } finally {
      this.sending = false;
      this.tell();
    }
  }

  // What another tab of this person has sent in the meantime: the server tells its answer again.
  async askAgain() {
    const waiting = new Set((await shelf.all(this.room)).map(({ id }) => id));
    for (const item of [...this.unanswered.values()].filter(({ id }) => !waiting.has(id))) {
      const answer = await this.ask(item);
      if (answer && !answer.again) this.hear(item, answer);
    }
  }

  hear(item, answer) {
    this.unanswered.delete(item.id);
    this.dispatchEvent(new CustomEvent("answered", { detail: { item, answer } }));
  }

  // The server's answer, or null where none came.
  async ask({ id, name, body, at, offline }) {
    const command = { id, name, body, at, offline };
    if (this.socket.connected) {
      try {
        return await this.socket.timeout(ANSWER_WITHIN_MS).emitWithAck("command", command);
      } catch {
        return null;
      }
    }
    const lost = this.lostAt ?? (this.lostAt = performance.now());
    return performance.now() - lost > POST_AFTER_MS ? this.post(command) : null;
  }

  // For networks that let no socket through.
  async post(command) {
    const token = document.querySelector("meta[name=csrf-token]").content;
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(command),
        signal: AbortSignal.timeout?.(ANSWER_WITHIN_MS),
      });
      return answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  async tell() {
    const waiting = (await shelf.all(this.room)).length;
    this.dispatchEvent(new CustomEvent("waiting", { detail: waiting }));
  }
}
