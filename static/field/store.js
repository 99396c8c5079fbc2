/**
 * The database of one person on this device. Each version of its schema is a step that keeps what
 * the step before it held: a full queue survives every one of them.
 */

const STEPS = [
  (db) => {
    db.createObjectStore("meta");
    db.createObjectStore("events", { keyPath: "id" });
    db.createObjectStore("files", { keyPath: "id" });
    db.createObjectStore("packages", { keyPath: "id" });
  },
  (db) => db.createObjectStore("drafts", { keyPath: "id" }),
];

export const SCHEMA = STEPS.length;
export const nameFor = (user) => `field-${user}`;

/** Opens the person's database, bringing an older one to the schema of this build. */
export function openStore(user) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(nameFor(user), SCHEMA);
    request.onupgradeneeded = (event) => {
      STEPS.slice(event.oldVersion).forEach((step) => step(request.result, request.transaction));
    };
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => db.close();
      resolve(db);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/** A transaction; resolves when it is on the disk, with what `work` returned. */
export function within(db, stores, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(stores, mode, { durability: "strict" });
    const result = work(transaction);
    transaction.oncomplete = () => resolve(result instanceof IDBRequest ? result.result : result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error || new Error("aborted"));
  });
}

export const read = (db, store, key) => within(db, [store], "readonly", (tx) => tx.objectStore(store).get(key));
export const readAll = (db, store) => within(db, [store], "readonly", (tx) => tx.objectStore(store).getAll());
export const write = (db, store, value, key) => within(db, [store], "readwrite", (tx) => tx.objectStore(store).put(value, key));
export const remove = (db, store, key) => within(db, [store], "readwrite", (tx) => tx.objectStore(store).delete(key));

/** Removes everything of a person from this device, the key included. */
export function wipe(user) {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(nameFor(user));
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}
