// One film being sent by the tus protocol, and its card on the page. It goes on by itself after
// whatever breaks, for as long as the page is open; after that the same file, chosen again, goes on.
import "../../vendor/tus.min.js";
import { words } from "../room/words.js";
import { Progress, fill } from "./progress.js";

// So much is sent in one request: each asks anew whether its person still may.
const CHUNK_BYTES = 32 * 1024 * 1024;
const RETRY_AFTER_MS = [0, 500, 1000, 2000, 4000, 8000];
// Then it is tried so often for as long as the page is open, and at once when contact is back.
const TRIED_EVERY_MS = 10_000;
const SAID_EVERY_MS = 1_000;

export class Sending {
  #upload;
  #saidAt = 0;
  #again = 0;

  // `endpoint` where it is begun; `card` where some of it has arrived before.
  constructor(file, mark, { endpoint = null, card = null, onCard, onOver }) {
    this.file = file;
    this.progress = new Progress(file.size);
    this.over = { card: onCard, done: onOver };
    this.paused = false;
    this.arrived = false;
    this.#upload = new window.tus.Upload(file, {
      endpoint,
      uploadUrl: card ? new URL(card.dataset.upload, location.href).href : null,
      metadata: { mark },
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_AFTER_MS,
      storeFingerprintForResuming: false,
      onShouldRetry: (error) => !isNo(error) && !this.paused,
      onUploadUrlAvailable: () => this.#hasAddress(),
      onProgress: (sent) => this.#moves(sent),
      onSuccess: () => this.#arrived(),
      onError: (error) => this.#stands(error),
    });
    addEventListener("online", () => this.#again && this.goOn());
    if (card) this.belongsTo(card);
  }

  belongsTo(card) {
    this.card = card;
    card.querySelector("[data-what]").textContent = this.file.name;
    this.pauseButton = this.#button("[data-pause]", () => this.pause());
    this.goOnButton = this.#button("[data-continue]", () => this.goOn());
  }

  start() {
    this.#says(words.starting);
    this.#upload.start();
    this.#buttons();
  }

  pause() {
    this.paused = true;
    clearTimeout(this.#again);
    this.#upload.abort();
    this.progress.stands();
    this.#says(fill(words.paused, { percent: this.progress.percent }));
    this.#buttons();
  }

  goOn() {
    clearTimeout(this.#again);
    this.#again = 0;
    this.paused = false;
    this.start();
  }

  async #hasAddress() {
    // From here on it is never begun anew behind its person's back.
    this.#upload.options.endpoint = null;
    if (this.card) return;
    const answer = await fetch(`${this.#upload.url}/card${location.search}`).catch(() => null);
    if (answer?.ok && !this.card) this.belongsTo(this.over.card(await answer.text()));
    // A short film is often here before its card.
    if (this.arrived) this.#showArrived();
    this.#buttons();
  }

  #moves(sent) {
    this.progress.reached(sent);
    if (!this.card) return;
    this.card.querySelector("progress").value = (100 * sent) / this.file.size;
    const now = performance.now();
    if (now - this.#saidAt < SAID_EVERY_MS) return;
    this.#saidAt = now;
    this.#says(this.progress.said());
  }

  #arrived() {
    this.arrived = true;
    this.#showArrived();
    this.over.done(this);
  }

  #showArrived() {
    if (!this.card) return;
    this.card.setAttribute("data-arrived", "");
    const unsaid = this.card.querySelector("form[data-whose]");
    this.#says(unsaid ? `${words.arrived} ${words.sayWhose}` : words.arrived);
    this.card.querySelector("progress").value = 100;
    this.#buttons();
  }

  #stands(error) {
    if (this.paused) return;
    const status = error.originalResponse?.getStatus() ?? 0;
    const said = error.originalResponse?.getBody();
    this.progress.stands();
    if (!this.card && status >= 400) return this.over.done(this, said || words.gone);
    if (status === 401) this.#says(words.signIn);
    else if (status === 404 || status === 410) this.#says(said && status === 410 ? said : words.gone);
    else if (status >= 400 && status < 600 && said && !said.startsWith("<")) this.#says(said);
    else if (error.message.includes("read")) this.#says(words.unreadable);
    else this.#says(fill(words.noContact, { percent: this.progress.percent }));
    if (!isNo(error)) this.#again = setTimeout(() => this.goOn(), TRIED_EVERY_MS);
    this.#buttons();
  }

  #says(text) {
    const line = this.card?.querySelector("[data-told]");
    if (line && line.textContent !== text) line.textContent = text;
  }

  #buttons() {
    if (!this.card) return;
    const arrived = this.card.hasAttribute("data-arrived");
    this.pauseButton.hidden = arrived || this.paused;
    this.goOnButton.hidden = arrived || !(this.paused || this.#again);
  }

  #button(selector, press) {
    const button = this.card.querySelector(selector);
    button.addEventListener("click", press);
    return button;
  }
}

// A no that no waiting would change. A place that was passed meanwhile, and a full disk, do change.
function isNo(error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  return status >= 400 && status < 500 && status !== 409 && status !== 423;
}
