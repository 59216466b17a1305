// Opens the page of studying without network. It keeps that page, which is the same for everybody, and its
// files; no other page of the app, no card and no review. cards/worker.js says which files: self.KEPT.

const PREFIX = "quizapp-cards:";
const NAME = PREFIX + KEPT.files[0]; // it has the version in it
const PAGES = ["/cards", "/cards/study", KEPT.page];
const PATIENCE = 8000; // milliseconds after which a network that only seems to be there counts as none
const DOWN = [502, 503, 504];

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll(KEPT.files);
  const page = await fetch(KEPT.page, { cache: "no-store", credentials: "omit" });
  if (!page.ok || page.redirected) throw new Error(`${KEPT.page}: ${page.status}`);
  await cache.put(KEPT.page, page);
  // Pages that are open go on with their own files, which every version of the server has.
  await self.skipWaiting();
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  }
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (PAGES.includes(pathname)) event.respondWith(open(event));
  } else if (KEPT.files.includes(pathname)) {
    event.respondWith(file(request));
  }
});

async function open(event) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  try {
    const page = await Promise.race([fetch(event.request), late]);
    event.waitUntil(leaveIfUnknown());
    return (DOWN.includes(page.status) && (await kept(KEPT.page))) || page;
  } catch {
    return (await kept(KEPT.page)) ?? Response.error();
  }
}

async function file(request) {
  return (await kept(request.url)) ?? fetch(request);
}

// Not by caches.open: it would make the cache anew that was just taken away.
const kept = (url) => caches.match(url, { cacheName: NAME });

// A server that went back to a version without this worker cannot say so in any other way.
async function leaveIfUnknown() {
  const way = { cache: "no-store", credentials: "omit" };
  const { status } = await fetch(self.location.pathname, way).catch(() => ({}));
  if (status !== 404 && status !== 410) return;
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
  await self.registration.unregister();
}
