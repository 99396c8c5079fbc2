/**
 * Encryption of what is kept: AES-GCM with a key that cannot be taken out of the browser, one for
 * each person, in that person's database. It goes with the database when it is wiped.
 */

import { openStore, read, write } from "./store.js";

/** Opens the person's database with its key and the number of this device. */
export async function openVault(user) {
  const db = await openStore(user);
  let key = await read(db, "meta", "key");
  if (!key) {
    key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await write(db, "meta", key, "key");
  }
  let device = await read(db, "meta", "device");
  if (!device) {
    device = crypto.randomUUID();
    await write(db, "meta", device, "device");
  }
  return { user, db, key, device };
}

/** Bytes sealed with a fresh vector. */
export async function sealBytes(vault, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, vault.key, bytes) };
}

export function unsealBytes(vault, { iv, sealed }) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, vault.key, sealed);
}

export const seal = (vault, value) => sealBytes(vault, new TextEncoder().encode(JSON.stringify(value)));
export const unseal = async (vault, row) => JSON.parse(new TextDecoder().decode(await unsealBytes(vault, row)));
