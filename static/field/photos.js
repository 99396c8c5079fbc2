/** Photos: made small on the device, sealed, and sent before the event that speaks of them. */

import { read, readAll, remove, write } from "./store.js";
import { seal, sealBytes, unseal, unsealBytes } from "./vault.js";
import { sha256 } from "./receipt.js";

export const MOST_BYTES = 500 * 1024;
const EDGES = [1600, 1280, 1024, 800, 640];
const QUALITIES = [0.82, 0.7, 0.58, 0.45];

/** A JPEG of at most 500 KB, turned as the camera held it. */
export async function compressed(picture) {
  const bitmap = await createImageBitmap(picture, { imageOrientation: "from-image" });
  let smallest = null;
  for (const edge of EDGES) {
    const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      smallest = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (smallest.size <= MOST_BYTES) return smallest;
    }
  }
  return smallest;
}

/** Where the device is, in six decimals; null when it does not know or may not say. */
export function place() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    const said = ({ coords }) => resolve({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) });
    return navigator.geolocation.getCurrentPosition(said, () => resolve(null), { timeout: 8000, maximumAge: 60_000 });
  });
}

/** The photos of one person. A row: facts in the clear but for name and hash, the picture sealed. */
export class Photos extends EventTarget {
  constructor(vault) {
    super();
    this.vault = vault;
    this.files = new Map();
  }

  async load() {
    for (const row of await readAll(this.vault.db, "files")) this.files.set(row.id, await unseal(this.vault, row.facts));
  }

  async #save(file, picture) {
    const row = { id: file.id, facts: await seal(this.vault, file), picture };
    await write(this.vault.db, "files", row);
    this.dispatchEvent(new Event("changed"));
  }

  /** Keeps a picture; resolves when it is on the disk. */
  async keep(blob, id = crypto.randomUUID()) {
    const bytes = await blob.arrayBuffer();
    const file = { id, name: `${id}.jpg`, type: "image/jpeg", size: bytes.byteLength, sha256: await sha256(bytes), sent: false };
    this.files.set(id, file);
    await this.#save(file, await sealBytes(this.vault, bytes));
    return file;
  }

  async bytes(id) {
    const row = await read(this.vault.db, "files", id);
    return row ? unsealBytes(this.vault, row.picture) : null;
  }

  async address(id) {
    const bytes = await this.bytes(id);
    return bytes ? URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) : "";
  }

  async markSent(file) {
    file.sent = true;
    const row = await read(this.vault.db, "files", file.id);
    await this.#save(file, row.picture);
  }

  async drop(id) {
    this.files.delete(id);
    await remove(this.vault.db, "files", id);
  }

  unsent() {
    return [...this.files.values()].filter((file) => !file.sent);
  }
}
