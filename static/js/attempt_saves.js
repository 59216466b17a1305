// Holds each answer until the server has it: in memory, in the browser's storage, and on the way.
//
// An entry is the newest state of one question: {seq, answer, flagged, bad}. `seq` counts tenths of a
// second of the server's clock since the start, so that two windows agree on which answer is newer.
// `bad` is what the server said of an answer that it could not read: kept as a draft, not sent again.

import { cameAt } from "./attempt_clock.js";

const WAITS = [1, 2, 4, 8, 10]; // seconds between tries; the last for ever
const PATIENCE = 20000; // milliseconds for one try
const FRESH = 3000; // milliseconds for which the server counts as in reach after it was heard
const OVER = ["handed_in", "too_late"]; // why nothing more can be saved
const OUTLIVES = 16000; // characters: a browser sends no more than 64 KB after the page is gone

export class Saves {
  #entries = new Map();
  #seqs = new Map();
  #running = false;
  #waiters = [];
  #woken = false;
  #wake = () => (this.#woken = true); // between two pauses: the next one is left out
  #token;
  #offset;
  #heardAt = 0;
  #renewed = false;

  // `hereUrl` is this page's own address, asked again for what changed meanwhile.
  constructor({ key, slots, saveUrl, hereUrl, reviewUrl, started, now, token, tell }) {
    Object.assign(this, { prefix: `quizapp:${key}:`, slots, saveUrl, hereUrl, reviewUrl, started, tell });
    this.#token = token;
    this.#offset = now - cameAt();
    this.over = false;
    this.away = false; // signed out, or somebody else is signed in
    this.stored = true; // whether answers that wait would outlive this page
    this.trouble = ""; // what the server says of why it cannot save; "" where it is not reached at all
    this.#load();
    window.addEventListener("online", () => this.#wake());
    // Another tab of this browser has saved what it held: is it newer than what is shown here?
    window.addEventListener("storage", ({ key: name, newValue }) => {
      if (name?.startsWith(this.prefix) && newValue === null) this.refresh();
    });
    // Who comes back to this page may have answered elsewhere, or signed in again.
    const back = () => {
      if (this.over || document.hidden || this.#heardLately()) return;
      this.#wake();
      this.refresh();
    };
    document.addEventListener("visibilitychange", back);
    window.addEventListener("focus", back);
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
    this.#woken = false;
    for (let tries = 0; this.unsent; ) {
      const waiting = [...this.#entries].filter(([, one]) => sendable(one));
      const [slot, entry] = waiting[tries % waiting.length]; // one that fails holds up no other
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

  // Tell whether the server can be reached, so that a page is not left for the browser's error page.
  async reach() {
    if (navigator.onLine && this.#heardLately()) return true;
    try {
      const way = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
      const { ok } = await fetch(import.meta.url, way);
      if (ok) this.#heardAt = Date.now();
      return ok;
    } catch {
      return false;
    }
  }

  // Ask for this page again: a fresh token, the server's times, newer answers.
  // Returns "open" or "over" for the attempt, "away" when signed out, "unreached".
  async refresh() {
    let response, text;
    const asked = Date.now();
    try {
      response = await fetch(this.hereUrl, { signal: AbortSignal.timeout(PATIENCE) });
      text = await response.text();
    } catch {
      return "unreached";
    }
    if (response.status >= 500 || response.status === 429) return "unreached";
    if (response.redirected && new URL(response.url).pathname === this.reviewUrl) {
      this.#end("This quiz has been handed in.");
      return "over";
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    const facts = page.getElementById("attempt");
    const back = this.away;
    this.away = !facts;
    if (this.away) {
      this.tell.signedOut();
      return "away";
    }
    this.#token = facts.dataset.token;
    this.#heard(Number(facts.dataset.now), asked);
    this.tell.fresh(facts.dataset, page, back);
    for (const { dataset } of page.querySelectorAll(".question[data-seq]")) {
      const [slot, seq] = [Number(dataset.slot), Number(dataset.seq)];
      const shown = this.#seqs.get(slot) ?? seq; // not known: not on this page
      if (seq <= Math.max(shown, this.#entries.get(slot)?.seq ?? 0)) continue;
      this.known(slot, seq);
      this.tell.newer(slot);
    }
    return "open";
  }

  #heardLately() {
    return Date.now() - this.#heardAt < FRESH;
  }

  // Set this page's clock by the server's. What took long to come says little of when it was sent.
  #heard(now, asked) {
    this.#heardAt = Date.now();
    if (this.#heardAt - asked < 2000) this.#offset = now - (asked + this.#heardAt) / 2;
  }

  // Try once; true: done with this entry as it was, false: try again later.
  async #send(slot, entry) {
    const body = { seq: entry.seq };
    if (entry.answer && !entry.bad) body.answer = entry.answer;
    if (entry.flagged !== undefined) body.flagged = entry.flagged;
    body.seconds = this.tell.seconds(slot); // of how long it was looked at; left out where that is not known
    const text = JSON.stringify(body);
    const asked = Date.now();
    let response, said;
    try {
      response = await fetch(this.saveUrl.replace(/0$/, slot), {
        method: "PUT",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.#token },
        body: text,
        keepalive: text.length < OUTLIVES,
        signal: AbortSignal.timeout(PATIENCE),
      });
      said = await response.json();
    } catch {
      this.trouble = "";
      this.tell.state("trying");
      return false;
    }
    this.trouble = response.status >= 500 ? said.message : "";
    if (response.ok) {
      this.away = this.#renewed = false;
      this.#heard(Date.parse(said.now), asked);
      return this.#saved(slot, entry, body, said);
    }
    if (response.status === 409) {
      if (!OVER.includes(said.reason)) this.#drop(slot); // refused for good: sent again, it would be again
      return this.#end(said.message, said.reason);
    }
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
      const found = await this.refresh();
      if (found === "over") return true;
      if (found === "open" && !this.#renewed) this.#woken = true; // with the new token at once, but once
      this.#renewed = found === "open";
    }
    this.tell.state("trying");
    return false;
  }

  #saved(slot, entry, body, said) {
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

  // What could not be saved stays in the browser's storage: the page after tells of it.
  #end(message, reason = "handed_in") {
    if (this.over) return true;
    this.over = true;
    this.tell.over(message, reason);
    return true;
  }

  async #pause(seconds) {
    const idle = this.#wake;
    if (!this.#woken) {
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = idle;
    this.#woken = false;
  }

  #keep(slot, entry) {
    this.#entries.set(slot, entry);
    try {
      localStorage.setItem(this.prefix + slot, JSON.stringify(entry));
    } catch {
      this.stored = false; // the answer waits in memory alone
    }
  }

  #drop(slot) {
    const held = this.#entries.get(slot)?.seq ?? 0;
    this.#entries.delete(slot);
    // What another tab of this browser has put there since is not ours to take away.
    if ((this.#stored(slot)?.seq ?? 0) <= held) {
      try {
        localStorage.removeItem(this.prefix + slot);
      } catch {
        this.stored = false;
      }
    }
  }

  #load() {
    for (const slot of this.slots) {
      const entry = this.#stored(slot);
      if (entry) this.#entries.set(slot, entry);
    }
  }

  #stored(slot) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + slot));
    } catch {
      this.stored = false;
      return null;
    }
  }
}

function sendable(entry) {
  return entry.flagged !== undefined || !entry.bad;
}
