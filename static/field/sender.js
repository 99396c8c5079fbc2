/**
 * Sends the journal: after each change, when the network or the app comes back, and by a clock
 * that waits longer after each failure. Sending twice is harmless: the server knows the ids.
 */

import { HERE, REVIEW, SENDING, SERVER } from "./journal.js";
import { passes, receipt, reasonFor, sendEvents, sendFile, session } from "./server.js";
import { receiptOf } from "./receipt.js";

const BATCH = 60;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

export class Sender extends EventTarget {
  constructor(journal, photos) {
    super();
    Object.assign(this, { journal, photos, busy: false, again: false, wait: FIRST_WAIT, timer: 0 });
    /** Why the last attempt did not succeed; 0 with `connected` false: no network. */
    this.problem = null;
    /** Whether the server's receipts say what this device says. */
    this.proven = false;
    this.stopped = false;
  }

  /** Listens for every occasion to send. */
  start() {
    this.journal.addEventListener("appended", () => {
      this.proven = false;
      this.#in(250);
    });
    window.addEventListener("online", () => this.#afresh());
    window.addEventListener("offline", () => this.#tell());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#afresh());
    return this.now();
  }

  /** What failed before the network or the person came back says nothing about now. */
  #afresh() {
    this.wait = FIRST_WAIT;
    return this.now();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  #in(milliseconds) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.now(), milliseconds);
  }

  #tell() {
    this.dispatchEvent(new Event("changed"));
  }

  /** One attempt; a second call meanwhile makes one more follow. */
  async now() {
    if (this.stopped) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    this.again = false;
    try {
      await this.#attempt();
      this.problem = null;
      this.wait = FIRST_WAIT;
    } catch (failure) {
      this.problem = { code: failure.code ?? 0 };
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
      if (failure.code === undefined) console.error(failure);
    }
    this.busy = false;
    this.#tell();
    if (this.again) this.#in(250);
    else if (this.problem || !this.proven) this.#in(this.wait);
  }

  #ready() {
    return this.journal.unsent().filter((event) => event.state === HERE || passes(event.code));
  }

  async #attempt() {
    const pending = this.#ready();
    const files = this.photos.unsent();
    if (!pending.length && !files.length && this.proven) return;
    if (!navigator.onLine) throw Object.assign(new Error("offline"), { code: 0 });
    const who = await this.#session(pending);
    await this.#files(files, who.csrf);
    for (const [device, events] of this.#byDevice()) {
      for (let from = 0; from < events.length; from += BATCH) {
        await this.#batch(device, events.slice(from, from + BATCH), who.csrf);
      }
    }
    await this.#prove();
  }

  async #session(pending) {
    try {
      const who = await session();
      if (String(who.user) === this.journal.vault.user) return who;
    } catch (failure) {
      if (failure.code === 401) await this.#failed(pending, 401);
      throw failure;
    }
    this.dispatchEvent(new Event("other-person"));
    throw Object.assign(new Error("another person"), { code: 401 });
  }

  async #files(files, csrf) {
    for (const file of files) {
      try {
        await sendFile(file, await this.photos.bytes(file.id), csrf);
        await this.photos.markSent(file);
      } catch (failure) {
        const told = this.journal.unsent().filter((event) => event.payload.file === file.id);
        if (failure.code === 0) throw failure;
        await this.#failed(told, failure.code ?? 0);
        if (passes(failure.code)) throw failure;
      }
    }
  }

  /** Events that can go now: those of photos only after the photo. */
  #byDevice() {
    const groups = new Map();
    const files = new Set(this.photos.unsent().map((file) => file.id));
    for (const event of this.#ready()) {
      if (event.payload.file && files.has(event.payload.file)) continue;
      groups.set(event.device, [...(groups.get(event.device) || []), event]);
    }
    return groups;
  }

  async #batch(device, events, csrf) {
    await this.journal.mark(events, SENDING, { offered: true });
    this.#tell();
    const sent = events.map(({ id, kind, topic, sequence, at, payload }) => ({ id, kind, topic, sequence, at, payload }));
    try {
      const answer = await sendEvents(device, sent, csrf);
      await this.#settle(events, new Map(answer.results.map((each) => [each.id, each])));
    } catch (failure) {
      const code = failure.code ?? 0;
      if (code === 413 && events.length > 1) {
        const half = Math.ceil(events.length / 2);
        await this.#batch(device, events.slice(0, half), csrf);
        await this.#batch(device, events.slice(half), csrf);
        return;
      }
      await this.#failed(events, code);
      throw failure;
    }
  }

  async #settle(events, results) {
    for (const event of events) {
      const result = results.get(event.id);
      const code = result ? result.status : 0;
      if (code === 200 || code === 201) await this.journal.mark([event], SERVER, { reason: result.state === "flagged" ? result.reason || "" : "" });
      else await this.#failed([event], code, result && result.reason);
    }
  }

  #failed(events, code, told = "") {
    if (!code) return this.journal.mark(events, HERE);
    return this.journal.mark(events, REVIEW, { code, reason: told || reasonFor(code) });
  }

  /** Asks for the receipt of every inspection and compares it with what this device sent. */
  async #prove() {
    const { device } = this.journal.vault;
    const topics = new Map();
    for (const event of this.journal.events.values()) {
      if (event.state !== SERVER || event.device !== device) continue;
      topics.set(event.topic, [...(topics.get(event.topic) || []), event]);
    }
    let same = true;
    for (const [topic, events] of topics) {
      const [ours, theirs] = [await receiptOf(events), await receipt(topic, device)];
      same = same && ours.count === theirs.count && ours.sha256 === theirs.sha256;
    }
    this.proven = same;
  }

  /** Offers an event again that the server had refused. */
  async retry(event) {
    await this.journal.mark([event], HERE);
    return this.now();
  }

  get safe() {
    return this.proven && !this.journal.unsentCount && !this.photos.unsent().length;
  }
}
