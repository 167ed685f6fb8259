// Every tap and form goes in here first, is sent in order, again after any silence, and leaves only
// with its answer: done; refused, and then kept among what was not taken; or again, and then it stays.
// The server does each once, however often it comes.
import { serverNow } from "./clock.js";
import { makeId } from "./ids.js";
import { isThere, Shelf } from "./shelf.js";
import { inTurn } from "./turn.js";
import { byPost, bySocket } from "./ways.js";

const AGAIN_AFTER_MS = 1000;
const AGAIN_AT_MOST_MS = 8000;
const POST_AFTER_MS = 4000;
const URGENT_IS_HEARD_WITHIN_MS = 1000;

// Events: "waiting" (how many), "answered" (item, answer), "unsent" (an urgent item that nobody has
// answered within a second), "silence" (a socket that calls itself connected did not answer),
// "stale" (the page's token is too old).
export class Outbox extends EventTarget {
  constructor({ supervision, participant, socket, heart }) {
    super();
    Object.assign(this, { socket, heart });
    this.room = `${supervision}:${participant}`;
    this.url = `/supervision/${supervision}/command`;
    this.participant = Number(participant);
    this.shelf = new Shelf("outbox");
    this.refused = new Shelf("refused");
    // The server's own words for why something must wait: its disk is full.
    this.said = "";
    this.tries = 0;
    this.tellings = 0;
    this.silent = this.isLeft = false;
    this.lostAt = performance.now();
    // What this page has sent and not yet heard of, by id.
    this.unanswered = new Map();
    this.otherTabs = this.listenToOtherTabs();
    socket.on("connect", () => this.hurryUp());
    socket.on("disconnect", () => (this.lostAt = performance.now()));
    for (const moment of ["online", "pageshow"]) addEventListener(moment, () => this.hurryUp());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurryUp());
    navigator.storage?.persist?.().catch(() => false);
    isThere.then(() => this.hurryUp());
    this.flush();
  }

  // Keep a command and send it when its turn comes. Resolves with the server's answer.
  // An urgent one goes out at once as well, past all that waits. `also` is kept with it: `title` and
  // `typed` [{name, label, text}] say in words what it was, should it not be taken; `after` is the id
  // of a refused one that this one corrects.
  async send(name, body, { at = serverNow(), urgent = false, after, ...also } = {}) {
    // Where no socket gets through, a beat that was answered is contact as well.
    const offline = !this.socket.connected && !this.heart.hasContact;
    const item = { ...also, room: this.room, id: makeId(), name, body, at, offline };
    const answered = this.answerTo(item.id);
    this.unanswered.set(item.id, item);
    this.tell();
    const kept = this.shelf.put(item);
    if (urgent) this.sendPast(item, kept);
    await kept;
    if (after) await this.forget(after);
    this.otherTabs?.postMessage({});
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

  async sendPast(item, kept) {
    setTimeout(() => this.unanswered.has(item.id) && this.say("unsent", item), URGENT_IS_HEARD_WITHIN_MS);
    const answer = (this.socket.connected && (await bySocket(this.socket, item))) || (await this.post(item));
    if (answer && !answer.again) await this.settle(await kept, answer);
  }

  // Something has changed that may have been the reason for the silence.
  hurryUp() {
    this.silent = false;
    this.tries = 0;
    this.flush();
  }

  // Resolves when all was sent, or nothing can be sent for now.
  flush() {
    this.wanted = true;
    clearTimeout(this.timer);
    this.sending ??= this.sendWhatIsWanted().finally(() => (this.sending = null));
    return this.sending;
  }

  async sendWhatIsWanted() {
    while (this.wanted) {
      this.wanted = false;
      const isEmpty = await inTurn(`afttrainer-outbox:${this.room}`, () => this.sendAll());
      if (isEmpty) await this.askAgain();
    }
    this.tell();
  }

  // Where the room opens no more to this person: all that waits is offered by the other way, and what is
  // refused is kept, since nothing it was pressed on will be there to tell it.
  async offerByPost() {
    this.isLeft = true;
    await this.sending;
    this.silent = true;
    await this.flush();
  }

  // Whether nothing is left to send.
  async sendAll() {
    for (let item = await this.first(); item; item = await this.first()) {
      const answer = await this.ask(item);
      this.said = answer?.again ? (answer.words ?? "") : "";
      if (!answer || answer.again) {
        this.sendLater();
        return false;
      }
      this.tries = 0;
      await this.settle(item, answer);
      this.tell();
    }
    return true;
  }

  async first() {
    return (await this.shelf.all(this.room))[0];
  }

  // Jittered, so that a whole clinic does not come back in the same instant.
  sendLater() {
    const pause = Math.min(AGAIN_AT_MOST_MS, AGAIN_AFTER_MS * 2 ** this.tries);
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause * (0.5 + Math.random() / 2));
  }

  // A refusal is kept before the command is let go, unless somebody is just looking at the button
  // that was pressed: words that were typed are never nowhere.
  async settle(item, answer) {
    const isTold = !item.typed?.length && this.unanswered.has(item.id) && !this.isLeft;
    if (!answer.ok && !isTold) await this.keepRefused(item, answer);
    await this.shelf.take(item);
    this.hear(item, answer);
    this.otherTabs?.postMessage({ item, answer });
  }

  // Of what is nobody's to know only the reason stays.
  async keepRefused({ order: _order, ...whole }, { words, fields, secret }) {
    const item = secret ? { id: whole.id, room: whole.room, isOver: true } : whole;
    const there = await this.refused.all(this.room);
    if (!there.some(({ id }) => id === item.id)) await this.refused.put({ ...item, words, fields });
  }

  // A refused one that was corrected, or thrown away.
  async forget(id) {
    const item = (await this.refused.all(this.room)).find((one) => one.id === id);
    if (item) await this.refused.take(item);
  }

  hear(item, answer) {
    this.unanswered.delete(item.id);
    this.say("answered", { item, answer });
  }

  // What another tab of this person has sent in the meantime: the server tells its answer again.
  async askAgain() {
    const waiting = new Set((await this.shelf.all(this.room)).map(({ id }) => id));
    for (const item of [...this.unanswered.values()].filter(({ id }) => !waiting.has(id))) {
      const answer = await this.ask(item);
      if (answer && !answer.again && this.unanswered.has(item.id)) this.hear(item, answer);
    }
  }

  async ask(item) {
    if (this.socket.connected && !this.silent) {
      const answer = await bySocket(this.socket, item);
      if (answer) return answer;
      this.silent = true;
      this.say("silence");
    }
    const lost = this.silent || performance.now() - this.lostAt > POST_AFTER_MS;
    return lost ? this.post(item) : null;
  }

  post(item) {
    return byPost(this.url, this.participant, item, () => this.say("stale"));
  }

  async tell() {
    this.tellings += 1;
    const mine = this.tellings;
    const kept = (await this.shelf.all(this.room)).map(({ id }) => id);
    if (mine === this.tellings) this.say("waiting", new Set([...kept, ...this.unanswered.keys()]).size);
  }

  listenToOtherTabs() {
    if (typeof BroadcastChannel === "undefined") return null;
    const channel = new BroadcastChannel(`afttrainer-outbox:${this.room}`);
    channel.onmessage = async ({ data: { item, answer } }) => {
      if (item && this.unanswered.has(item.id)) {
        if (!item.typed?.length) await this.forget(item.id); // It is told where it was pressed.
        this.hear(item, answer);
      }
      this.tell();
    };
    return channel;
  }

  say(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}
