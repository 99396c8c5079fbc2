/**
 * The service worker: keeps the files of one build and serves them without a network.
 *
 * A new build is fetched beside the old one and waits. It takes over when all tabs of the app are
 * closed, or when the person presses "Update"; what was typed lies in the database, which no build
 * throws away. `self.FIELD` names build, shell and files.
 */

const CACHE = `field-${self.FIELD.build}`;
const { shell, files } = self.FIELD;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll([new Request(shell, { cache: "reload", credentials: "same-origin" }), ...files])),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("field-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  const wanted = event.request.mode === "navigate" && address.pathname === shell ? shell : address.pathname;
  if (wanted !== shell && !files.includes(wanted)) return;
  event.respondWith(
    caches.open(CACHE).then((cache) => cache.match(wanted)).then((kept) => kept || fetch(event.request)),
  );
});
