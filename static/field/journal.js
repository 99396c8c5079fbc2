/**
 * The journal of one person: events in the order they happened, each on the disk before it is sent.
 *
 * An event is never changed once it was offered to the server. One that was not is replaced by the
 * next answer to the same question, under the same id.
 */

import { readAll, remove, write } from "./store.js";
import { seal, unseal } from "./vault.js";

export const HERE = "here";
export const SENDING = "sending";
export const SERVER = "server";
export const REVIEW = "review";

export class Journal extends EventTarget {
  /** @param vault as `openVault` returns it */
  constructor(vault) {
    super();
    this.vault = vault;
    this.events = new Map();
    this.drafts = new Map();
    this.latest = new Map();
    this.last = { sequence: 0, at: 0 };
    this.writing = Promise.resolve();
  }

  /** Reads everything; what was under way when the app was closed goes back to waiting. */
  async load() {
    const { db } = this.vault;
    const rows = await Promise.all((await readAll(db, "events")).map((row) => unseal(this.vault, row)));
    for (const event of rows.sort((a, b) => a.sequence - b.sequence)) {
      if (event.state === SENDING) event.state = HERE;
      this.#index(event);
    }
    for (const row of await readAll(db, "drafts")) this.drafts.set(row.id, await unseal(this.vault, row));
    this.#tell();
  }

  #index(event) {
    this.events.set(event.id, event);
    if (event.key) this.latest.set(event.key, event);
    this.last.sequence = Math.max(this.last.sequence, event.sequence);
    this.last.at = Math.max(this.last.at, Date.parse(event.at));
  }

  /** Writes one event to the disk; resolves when it is there. Writes keep their order. */
  save(event) {
    this.writing = this.writing.then(async () => {
      const copy = { id: event.id, ...(await seal(this.vault, event)) };
      await write(this.vault.db, "events", copy);
    });
    this.#tell();
    return this.writing;
  }

  /**
   * Something happened. `key` names what it is about: a later event of the same key takes the
   * place of one that was never offered to the server.
   */
  append({ topic, kind, payload, key = "" }) {
    const before = key && this.latest.get(key);
    const replaces = before && before.state === HERE && before.attempts === 0;
    const at = Math.max(Date.now(), this.last.at + 1);
    const event = {
      id: replaces ? before.id : crypto.randomUUID(),
      sequence: replaces ? before.sequence : this.last.sequence + 1,
      at: new Date(at).toISOString(), device: this.vault.device,
      topic, kind, payload, key, state: HERE, attempts: 0, code: 0, reason: "",
    };
    this.#index(event);
    const saved = this.save(event);
    this.dispatchEvent(new CustomEvent("appended", { detail: event }));
    return saved.then(() => event);
  }

  /** Takes in events of a rescue file; those known already are left as they are. */
  async takeIn(events) {
    const fresh = events.filter((event) => !this.events.has(event.id));
    for (const event of fresh) {
      this.#index({ ...event, sequence: this.last.sequence + 1, state: HERE, attempts: 1, code: 0, reason: "" });
      await this.save(this.events.get(event.id));
    }
    return fresh.length;
  }

  /** Marks events; what is marked as offered is never replaced afterwards. */
  async mark(events, state, { code = 0, reason = "", offered = false } = {}) {
    for (const event of events) {
      Object.assign(event, { state, code, reason, attempts: event.attempts + (offered ? 1 : 0) });
    }
    await Promise.all(events.map((event) => this.save(event)));
  }

  /** Takes an event off this device that the server will not have; the person has decided so. */
  discard(event) {
    this.events.delete(event.id);
    if (this.latest.get(event.key) === event) this.latest.delete(event.key);
    this.writing = this.writing.then(() => remove(this.vault.db, "events", event.id));
    this.#tell();
    return this.writing;
  }

  /** Keeps what was typed and cannot be accepted yet; nothing of it is sent. */
  keepDraft(id, value) {
    this.drafts.set(id, value);
    this.writing = this.writing.then(async () => write(this.vault.db, "drafts", { id, ...(await seal(this.vault, value)) }));
    this.#tell();
    return this.writing;
  }

  dropDraft(id) {
    if (!this.drafts.delete(id)) return this.writing;
    this.writing = this.writing.then(() => remove(this.vault.db, "drafts", id));
    this.#tell();
    return this.writing;
  }

  of(state) {
    return [...this.events.values()].filter((event) => event.state === state);
  }

  /** Events that the server does not hold, oldest first. */
  unsent() {
    const found = [...this.events.values()].filter((event) => event.state !== SERVER);
    return found.sort((a, b) => a.sequence - b.sequence);
  }

  get unsentCount() {
    return this.unsent().length + this.drafts.size;
  }

  /** The portal's sign-out button asks this mark, it cannot read what is sealed. */
  #tell() {
    localStorage.setItem("field.unsent", JSON.stringify({ user: this.vault.user, count: this.unsentCount }));
    this.dispatchEvent(new Event("changed"));
  }
}
