// Counts how long each question is on the screen: the page in sight, and the question that one is at.
//
// For the teacher's report alone. Nothing waits for it, and no answer depends on it. Kept in this browser from
// page to page as milliseconds by slot; the server keeps the most that it was told.

const EVERY = 1000; // milliseconds
const ASLEEP = 5000; // milliseconds: after a longer gap this device had slept, and nobody read
const MOST = 24 * 60 * 60; // seconds; core/attempts/timing.py believes no more

export class Looking {
  #spent;
  #at = null;
  #inSight = !document.hidden;
  #since = performance.now();

  constructor(key) {
    this.key = `quizapp:${key}:time`;
    this.#spent = this.#stored();
    setInterval(() => this.#count(), EVERY);
    document.addEventListener("visibilitychange", () => {
      this.#count();
      this.#inSight = !document.hidden;
      this.#keep();
    });
    window.addEventListener("pagehide", () => {
      this.#count();
      this.#keep();
    });
  }

  // Say at which question (its slot) one is now; null: at none.
  at(slot) {
    this.#count();
    this.#at = slot;
  }

  // Whole seconds on a question so far; undefined where it was never shown.
  seconds(slot) {
    this.#count();
    const spent = this.#spent[slot];
    return spent > 0 ? Math.min(Math.round(spent / 1000), MOST) : undefined;
  }

  // All of them, as handing in sends them: "1:41,2:350".
  get written() {
    return Object.keys(this.#spent)
      .map((slot) => `${slot}:${this.seconds(slot) ?? 0}`)
      .join(",");
  }

  #count() {
    const now = performance.now();
    const passed = now - this.#since;
    this.#since = now;
    if (this.#at === null || !this.#inSight || passed > ASLEEP) return;
    this.#spent[this.#at] = (this.#spent[this.#at] ?? 0) + passed;
  }

  #keep() {
    const kept = this.#stored(); // another tab may have counted too
    for (const [slot, spent] of Object.entries(this.#spent)) kept[slot] = Math.max(spent, kept[slot] ?? 0);
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // No storage here: what goes along with each answer still counts.
    }
  }

  #stored() {
    const found = {};
    try {
      for (const [slot, spent] of Object.entries(JSON.parse(localStorage.getItem(this.key)) ?? {})) {
        if (/^\d{1,4}$/.test(slot) && spent > 0) found[slot] = Math.min(spent, MOST * 1000);
      }
    } catch {
      // None, or not what was put there.
    }
    return found;
  }
}
