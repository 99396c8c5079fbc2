/** Visits taken along: chosen while there is a network, kept sealed on the device. */

import { readAll, remove, write } from "./store.js";
import { seal, unseal } from "./vault.js";
import { visitList, visitPackage } from "./server.js";

export class Visits {
  constructor(vault) {
    this.vault = vault;
    this.taken = new Map();
  }

  async load() {
    for (const row of await readAll(this.vault.db, "packages")) this.taken.set(row.id, await unseal(this.vault, row));
  }

  /** What the server offers; rejects without a network. */
  async offered() {
    return (await visitList()).visits;
  }

  /** Fetches one visit with everything needed on site, or fetches it anew. */
  async take(id) {
    const visit = await visitPackage(id);
    this.taken.set(visit.id, visit);
    await write(this.vault.db, "packages", { id: visit.id, ...(await seal(this.vault, visit)) });
    return visit;
  }

  async leave(id) {
    this.taken.delete(id);
    await remove(this.vault.db, "packages", id);
  }

  /** Those on the device, the next day first. */
  list() {
    return [...this.taken.values()].sort((a, b) => a.on.localeCompare(b.on) || a.starts.localeCompare(b.starts));
  }
}
