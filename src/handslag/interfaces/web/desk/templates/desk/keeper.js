// Keeps an opened meeting on the device, to be read without a network: its page and its papers,
// for one account at a time. It stores nothing by itself: only what the page asks it to keep.
"use strict";

const PREFIX = "handslag-mote-";
const SCOPE = "{{ prefix|escapejs }}";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const names = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

async function keep(told) {
  const today = new Date().toISOString().slice(0, 10);
  const name = `${PREFIX}${told.account}-${told.until}-${told.page}`;
  for (const other of await names()) {
    const [, day] = other.slice(PREFIX.length).match(/^\d+-(\d{4}-\d\d-\d\d)-/) || [];
    const another = !other.startsWith(`${PREFIX}${told.account}-`);
    // another's pages, those of meetings that have been, and the same meeting on its former day
    const former = other !== name && other.endsWith(`-${told.page}`);
    if (another || former || !day || day < today) await caches.delete(other);
  }
  const fetched = await Promise.all(
    [told.page, ...told.files, ...told.assets].map(async (url) => {
      const answer = await fetch(url, { credentials: "same-origin", cache: "no-cache" });
      return [url, answer];
    }),
  );
  // all of it or nothing; and never a page that somebody was sent on to, as to sign in
  if (fetched.some(([, answer]) => !answer.ok || answer.redirected)) return false;
  await caches.delete(name);
  const cache = await caches.open(name);
  await Promise.all(fetched.map(([url, answer]) => cache.put(url, answer)));
  return true;
}

self.addEventListener("message", (event) => {
  const told = event.data || {};
  const answer = (kept) => event.ports[0] && event.ports[0].postMessage({ kept });
  if (told.do === "keep" && new URL(told.page, self.location).pathname.startsWith(SCOPE)) {
    event.waitUntil(keep(told).then(answer, () => answer(false)));
  } else if (told.do === "forget") {
    event.waitUntil(names().then((all) => Promise.all(all.map((one) => caches.delete(one)))).then(() => answer(false)));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(
    fetch(request).catch(async (error) => {
      for (const name of await names()) {
        const kept = await (await caches.open(name)).match(request.url, { ignoreVary: true });
        if (kept) return kept;
      }
      throw error;
    }),
  );
});
