// Holds each answer until the server has it: in memory, in the browser's storage, and on the way.
//
// An entry is the newest state of one question: {seq, answer, flagged, bad}. `seq` counts tenths of a
// second of the server's clock since the start, so that two windows agree on which answer is newer.
// `bad` is what the server said of an answer that it could not read: kept as a draft, not sent again.

const WAITS = [1, 2, 4, 8, 15, 30]; // seconds between tries; the last for ever
const PATIENCE = 20000; // milliseconds for one try

export class Saves {
  #entries = new Map();
  #seqs = new Map();
  #running = false;
  #waiters = [];
  #wake = () => {};
  #token;
  #offset;

  constructor({ key, slots, saveUrl, pageUrl, reviewUrl, started, now, token, tell }) {
    Object.assign(this, { prefix: `quizapp:${key}:`, slots, saveUrl, pageUrl, reviewUrl, started, tell });
    this.#token = token;
    this.#offset = now - Date.now();
    this.over = false;
    this.trouble = ""; // what the server says of why it cannot save; "" where it is not reached at all
    this.#load();
    window.addEventListener("online", () => this.#wake());
  }

  now() {
    return Date.now() + this.#offset;
  }

  entry(slot) {
    return this.#entries.get(slot);
  }

  entries() {
    return [...this.#entries];
  }

  get unsent() {
    return !this.over && [...this.#entries.values()].some(sendable);
  }

  // Tell what the server holds, so that the next answer counts as newer and an older draft goes.
  known(slot, seq) {
    this.#seqs.set(slot, Math.max(seq, this.#seqs.get(slot) ?? 0));
    if ((this.#entries.get(slot)?.seq ?? seq + 1) <= seq) this.#drop(slot);
  }

  put(slot, change) {
    if (this.over) return;
    const before = this.#entries.get(slot) ?? {};
    const kept = "answer" in change ? { ...before, bad: undefined } : before;
    const last = Math.max(before.seq ?? 0, this.#seqs.get(slot) ?? 0);
    const tenths = Math.floor((this.now() - this.started) / 100);
    this.#keep(slot, { ...kept, ...change, seq: Math.max(last + 1, tenths) });
    this.#wake();
    this.run();
  }

  // Resolve when nothing is left to send: all is saved, or waits to be mended, or the attempt is over.
  flush() {
    this.#wake();
    this.run();
    return this.unsent ? new Promise((resolve) => this.#waiters.push(resolve)) : Promise.resolve();
  }

  async run() {
    if (this.#running || !this.unsent) return;
    this.#running = true;
    for (let tries = 0; this.unsent; ) {
      const [slot, entry] = [...this.#entries].find(([, one]) => sendable(one));
      if (tries === 0) this.tell.state("saving");
      if (await this.#send(slot, entry)) {
        tries = 0;
      } else {
        await this.#pause(WAITS[Math.min(tries++, WAITS.length - 1)]);
      }
    }
    this.#running = false;
    if (!this.over) {
      this.tell.state([...this.#entries.values()].some((one) => one.bad) ? "mend" : "saved");
    }
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  forget() {
    for (const slot of [...this.#entries.keys()]) this.#drop(slot);
  }

  // Fetch the page again for a fresh token and the server's times; false: signed out or out of reach.
  async refresh() {
    try {
      const response = await fetch(this.pageUrl, { signal: AbortSignal.timeout(PATIENCE) });
      if (response.redirected && new URL(response.url).pathname === this.reviewUrl) {
        this.#end("This attempt has been handed in.");
        return true;
      }
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const facts = page.getElementById("attempt");
      if (!facts) return false;
      this.#token = facts.dataset.token;
      this.#offset = Number(facts.dataset.now) - Date.now();
      this.tell.fresh(facts.dataset);
      return true;
    } catch {
      return false;
    }
  }

  // Try once; true: done with this entry as it was, false: try again later.
  async #send(slot, entry) {
    const body = { seq: entry.seq };
    if (entry.answer && !entry.bad) body.answer = entry.answer;
    if (entry.flagged !== undefined) body.flagged = entry.flagged;
    let response;
    let said;
    try {
      response = await fetch(this.saveUrl.replace(/0$/, slot), {
        method: "PUT",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.#token },
        body: JSON.stringify(body),
        keepalive: true, // it may outlive the page
        signal: AbortSignal.timeout(PATIENCE),
      });
      said = await response.json();
    } catch {
      this.trouble = "";
      this.tell.state("trying");
      return false;
    }
    this.trouble = response.status >= 500 ? said.message : "";
    if (response.ok) return this.#saved(slot, entry, body, said);
    if (response.status === 409) return this.#end(said.message, said.reason);
    if ((response.status === 422 || response.status === 413) && body.answer) {
      const newest = this.#entries.get(slot);
      if (newest?.seq === entry.seq) {
        this.#keep(slot, { ...newest, bad: said.message });
        this.tell.mend(slot, said.message);
      }
      return true;
    }
    if ([400, 401, 403, 404].includes(response.status)) {
      // Signed out, or the page is older than the session: in another tab the student may sign in again.
      if (!(await this.refresh())) this.tell.signedOut();
    }
    this.tell.state("trying");
    return false;
  }

  #saved(slot, entry, body, said) {
    this.#offset = Date.parse(said.now) - Date.now();
    this.#seqs.set(slot, said.seq);
    const newest = this.#entries.get(slot);
    if (newest?.seq === entry.seq) {
      if (newest.bad) this.#keep(slot, { ...newest, flagged: undefined });
      else this.#drop(slot);
    }
    this.tell.saved(slot, body, said);
    if (said.seq > entry.seq) this.tell.newer(slot);
    return true;
  }

  #end(message, reason = "") {
    this.over = true;
    this.forget();
    this.tell.over(message, reason);
    return true;
  }

  #pause(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #keep(slot, entry) {
    this.#entries.set(slot, entry);
    try {
      localStorage.setItem(this.prefix + slot, JSON.stringify(entry));
    } catch {
      // No storage here: the answer waits in memory alone.
    }
  }

  #drop(slot) {
    this.#entries.delete(slot);
    try {
      localStorage.removeItem(this.prefix + slot);
    } catch {
      // As above.
    }
  }

  #load() {
    try {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(this.prefix))) {
        const slot = Number(name.slice(this.prefix.length));
        if (this.slots.includes(slot)) this.#entries.set(slot, JSON.parse(localStorage.getItem(name)));
      }
    } catch {
      // As above.
    }
  }
}

function sendable(entry) {
  return entry.flagged !== undefined || !entry.bad;
}
