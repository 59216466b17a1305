// Studying on this device, with or without network: what is kept, what was rated here, what waits to be sent.

import { cardOf, cardsLeft, nextCard, rated, received, takenBack } from "./kept_cards.js";
import { Sending } from "./kept_sending.js";
import { openStore } from "./kept_store.js";

const PATIENCE = 10000; // milliseconds in which the cards to keep must come

export async function openSession(account, told) {
  const session = new Session(account, await openStore(), told);
  await session.read();
  return session;
}

// A name that no other review has. crypto.randomUUID is missing on plain http, as in most classrooms.
export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

class Session {
  kept = null;
  waiting = 0;
  installed = false; // whether the page opens without network
  #store;
  #told;
  #tabs;

  constructor(account, store, told) {
    [this.account, this.#store, this.#told] = [account, store, told];
    this.stored = store.stored;
    this.sending = new Sending(store, account, (results) => this.#changed(results));
    if ("BroadcastChannel" in self) {
      this.#tabs = new BroadcastChannel(`quizapp-cards-${account}`);
      this.#tabs.onmessage = ({ data }) => this.#heard(data);
    }
  }

  now() {
    return Date.now() + (this.kept?.offset ?? 0);
  }

  next(deck) {
    return nextCard(this.kept, deck, this.now());
  }

  left(deck) {
    return cardsLeft(this.kept, deck, this.now());
  }

  card(id) {
    return cardOf(this.kept, id);
  }

  get canUndo() {
    return Boolean(this.kept?.made.length);
  }

  async read() {
    this.#know(await this.#store.read(this.account));
  }

  // Send what waits, then take the cards to keep anew. While anything waits, what is kept here is newer.
  async refresh(deck = 0) {
    await this.sending.flush();
    await this.read();
    if (this.waiting || !navigator.onLine) return false;
    const [changes, asked] = [this.kept?.changes ?? 0, Date.now()];
    let given;
    try {
      const response = await fetch(`/cards/kept${deck ? `?deck=${deck}` : ""}`, {
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!response.ok) return false;
      given = await response.json();
    } catch {
      this.sending.heard(false);
      return false;
    }
    this.sending.heard(true);
    if (given.account !== this.account) return false;
    const heardAt = (asked + Date.now()) / 2;
    await this.#change((kept, queue) => {
      if (queue.length || (kept?.changes ?? 0) !== changes) return {}; // rated meanwhile
      return { kept: received(given, kept, heardAt) };
    });
    return true;
  }

  // Keep a rating of the card that is shown: {id, reviews, review}. "elsewhere": another tab has rated it
  // since; "away": what was kept is put away, as somebody else is here.
  async rate({ id, reviews, review = newName() }, rating) {
    const at = new Date(this.now()).toISOString();
    const { result } = await this.#change((kept) => {
      if (!kept) return { result: "away" };
      const card = cardOf(kept, id);
      if (card && card.reviews > reviews) return { result: "elsewhere" };
      return {
        kept: rated(kept, id, rating, this.now(), review),
        put: [{ id: review, card: id, rating, at }],
        result: "kept",
      };
    });
    this.sending.flush();
    return result;
  }

  // Take the last rating back, and return its card. What may have been sent is taken back by a line of its own.
  async undo() {
    const at = new Date(this.now()).toISOString();
    const { result } = await this.#change((kept, queue) => {
      const { kept: after, last } = takenBack(kept, this.now());
      const entry = queue.find(({ id }) => id === last?.review);
      if (entry && !entry.tried) return { kept: after, drop: [entry.place], result: last };
      return { kept: after, put: last ? [{ id: newName(), undoes: last.review, at }] : [], result: last };
    });
    this.sending.flush();
    return result?.card ?? null;
  }

  async #change(work) {
    const answer = await this.#store.change(this.account, work);
    this.#know(answer);
    this.#tabs?.postMessage({});
    return answer;
  }

  #know({ kept, queue }) {
    this.kept = kept;
    this.waiting = queue.length;
    this.#told();
  }

  async #changed(results) {
    this.#tabs?.postMessage({ results });
    await this.read().catch(() => {});
  }

  // Another tab has changed something, or sent what waits: then it waits no more here either, and there is network.
  #heard({ results }) {
    if (results) {
      this.sending.saved(results);
      this.sending.heard(true);
    }
    this.read().catch(() => {});
  }

  // Say in words how it stands: {text, icon, tone, link}. "Saved" is said only of what the server has.
  get state() {
    const { state, notes, anySaved } = this.sending;
    const many = `${this.waiting} ${this.waiting === 1 ? "review" : "reviews"}`;
    const [wait, where] = [this.waiting === 1 ? "waits" : "wait", this.stored ? "on this device" : "in this page"];
    const waits = `${many} ${wait} ${where}.${this.stored ? "" : " Leave it open."}`;
    if (this.waiting) {
      if (state === "away") return { text: `Sign in to send ${many}: ${wait === "wait" ? "they wait" : "it waits"} ${where}.`, tone: "trying", link: true };
      if (state === "other") return { text: `Somebody else is signed in. Your ${waits}`, tone: "trying" };
      if (state === "trouble") return { text: `Not saved yet, trying. ${waits}`, tone: "trying" };
      if (state === "unreached") return { text: `Offline. ${waits}`, tone: "trying" };
      return { text: `Saving ${many}.`, tone: "saving" };
    }
    if (notes.lost.length) return { text: `Not kept: ${notes.lost.at(-1)}`, tone: "trying" };
    if (notes.clock_off) {
      const those = notes.clock_off === 1 ? "1 review counts" : `${notes.clock_off} reviews count`;
      return { text: `All reviews saved. The clock of this device is far off: ${those} as made just now.`, tone: "saved" };
    }
    if (state === "unreached") return { text: "Offline. You can go on.", tone: "trying" };
    if (anySaved) return { text: "All reviews saved.", tone: "saved" };
    if (!this.kept) return { text: "" };
    const count = this.kept.cards.length;
    const cards = `${count} ${count === 1 ? "card is" : "cards are"} on this device.`;
    return { text: this.installed ? `Works offline: ${cards}` : "Works offline while this page stays open.", tone: "saved" };
  }
}
