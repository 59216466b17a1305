// Lets the browser keep the page of studying, so that it opens without network.
// Only over https, or on this computer itself: elsewhere there is no such worker, and nothing else is amiss.

export async function keepPage() {
  const workers = navigator.serviceWorker;
  if (!workers) return false;
  try {
    await workers.register("/cards/worker.js", { scope: "/cards" });
    await workers.ready;
    return true;
  } catch {
    return false;
  }
}
