// Sends the reviews that wait, in order, each until the server says that it has it.

const REVIEWS = "/cards/reviews";
const MOST = 50; // quizapp/cards/receiving.py
const WAITS = [2, 4, 8, 15, 30]; // seconds between tries; the last for ever
const PATIENCE = 20000; // milliseconds for one try

export class Sending {
  #store;
  #account;
  #token = "";
  #running = null;
  #timer = 0;
  #tries = 0;
  #told;

  // `told` is called after every change of `state` and of what waits; if reviews have arrived, with what the
  // server said of each.
  constructor(store, account, told) {
    [this.#store, this.#account, this.#told] = [store, account, told];
    this.state = "idle"; // idle, sending, unreached, trouble, away (signed out), other (somebody else)
    this.notes = { clock_off: 0, lost: [] };
    this.anySaved = false;
  }

  // Send from now on whenever there is hope.
  watch() {
    addEventListener("online", () => {
      this.heard(true);
      this.flush();
    });
    addEventListener("offline", () => this.#is("unreached"));
    addEventListener("pageshow", () => this.flush());
    addEventListener("focus", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden || this.flush());
  }

  heard(reached) {
    if (reached && this.state === "unreached") this.#is("idle");
    if (!reached && this.state === "idle") this.#is("unreached");
  }

  // Reviews have arrived, sent from here or by another tab: what the server said of each.
  saved(results) {
    this.anySaved = true;
    for (const { status, message } of results) {
      if (status === "clock_off") this.notes.clock_off += 1;
      if (status === "gone" || status === "refused") this.notes.lost.push(message);
    }
  }

  // Try once to send all that waits; resolves with whether nothing waits any more.
  flush() {
    clearTimeout(this.#timer);
    if (!navigator.onLine) {
      if (this.state !== "unreached") this.#is("unreached");
      return Promise.resolve(false); // "online" will tell; until then an undo may leave a review out
    }
    this.#running ??= this.#alone().catch(() => false).finally(() => (this.#running = null));
    return this.#running;
  }

  async #alone() {
    // Of two tabs one sends. Without such locks both may: each review counts once all the same.
    const locks = navigator.locks;
    const name = `quizapp-cards-${this.#account}`;
    const done = locks ? await locks.request(name, () => this.#all()) : await this.#all();
    if (!done) {
      const seconds = WAITS[Math.min(this.#tries++, WAITS.length - 1)];
      this.#timer = setTimeout(() => this.flush(), seconds * 1000);
    }
    return done;
  }

  async #all() {
    for (;;) {
      // From here on an undo can no longer just leave a review out: it may have arrived.
      const { put: batch } = await this.#store.change(this.#account, (kept, queue) => ({
        put: queue.slice(0, MOST).map((entry) => ({ ...entry, tried: true })),
      }));
      if (!batch.length) {
        if (this.state === "sending") this.#is("idle");
        return true;
      }
      if (this.state === "idle") this.#is("sending");
      if (!(await this.#send(batch))) return false;
      this.#tries = 0;
    }
  }

  async #send(batch) {
    const body = JSON.stringify({
      account: this.#account,
      reviews: batch.map(({ id, card, rating, undoes, at }) => ({ id, card, rating, undoes, at })),
    });
    let answer = this.#token ? await this.#ask("PUT", body) : { status: 400 };
    if (answer.status === 400) {
      // No token yet, or one from before this student signed in again: fetched once, then sent at once.
      const fresh = await this.#ask("GET");
      if (!fresh.ok) return this.#failed(fresh);
      if (fresh.said.account !== this.#account) return this.#is("other");
      this.#token = fresh.said.token;
      answer = await this.#ask("PUT", body);
    }
    if (!answer.ok) return this.#failed(answer);
    await this.#arrived(batch, answer.said);
    return true;
  }

  async #ask(method, body) {
    const headers = { Accept: "application/json" };
    if (body) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": this.#token });
    try {
      const way = { method, headers, body, keepalive: true, signal: AbortSignal.timeout(PATIENCE) };
      const response = await fetch(REVIEWS, way);
      const said = response.ok ? await response.json() : null;
      return { ok: response.ok, status: response.status, said };
    } catch {
      return { ok: false, status: 0, said: null }; // no network, no server, or its answer was lost
    }
  }

  #failed({ status }) {
    if (status === 0) return this.#is("unreached");
    if (status === 401) return this.#is("away");
    if (status === 403 || status === 409) return this.#is("other");
    return this.#is("trouble");
  }

  async #arrived(batch, { results, done, now }) {
    const offset = now - Date.now();
    await this.#store.change(this.#account, (kept) => ({
      drop: batch.map(({ place }) => place),
      kept: kept && { ...kept, done, offset },
    }));
    this.saved(results);
    this.#is("sending", results);
  }

  #is(state, results) {
    // An answer that was on its way when the network went does not bring it back.
    this.state = state === "idle" && !navigator.onLine ? "unreached" : state;
    this.#told(results);
    return false;
  }
}
