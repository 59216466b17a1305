// The time of a quiz under way: the server's clock, whatever this device's says.

const TOLD = ["Less than one minute left.", "Less than five minutes left."];

// When this page came, by this device's clock: what it says of the server's time was so then, and not when
// a script of it runs at last. Older browsers do not tell.
export function cameAt() {
  const [page] = performance.getEntriesByType("navigation");
  return page ? performance.timeOrigin + page.responseStart : Date.now();
}

export class Clock {
  // `facts.deadline` and `now()` are milliseconds of the server's clock; `over` is called when they meet.
  constructor(facts, now, over) {
    Object.assign(this, { facts, now, over });
    this.timer = document.getElementById("timer");
    this.place = document.getElementById("clock");
    this.ticking = 0;
    // As the page was drawn: a minute that was reached before this script ran is told.
    this.band = bandOf((Number(facts.deadline) - Number(facts.now)) / 1000);
  }

  // Where there is a time to keep, begin at once.
  start() {
    if (!this.timer || !this.facts.deadline) return;
    this.goOn();
    this.tick();
  }

  goOn() {
    this.ticking = setInterval(() => this.tick(), 1000);
  }

  stop() {
    clearInterval(this.ticking);
  }

  get isOver() {
    return this.now() >= Number(this.facts.deadline);
  }

  tick() {
    const seconds = Math.max(0, Math.ceil((Number(this.facts.deadline) - this.now()) / 1000)); // 0 when it is over
    const before = this.band;
    this.band = bandOf(seconds);
    this.timer.querySelector("b").textContent = written(seconds);
    this.timer.classList.toggle("timer--soon", this.band === 1);
    this.timer.classList.toggle("timer--last", this.band === 0);
    const shown = !this.place.dataset.clock; // else this student is shown none
    if (shown && seconds < 3600) this.place.hidden = false;
    // What was so when the page opened is seen, and not told again on every page.
    const told = document.getElementById("timer-said");
    if (told && this.band < before) told.textContent = TOLD[this.band];
    if (told && !shown) told.className = ["timer timer--last", "timer timer--soon", "sr"][this.band];
    if (seconds === 0) this.over();
  }
}

// 0: under a minute, 1: under five, 2: more.
const bandOf = (seconds) => (seconds < 60 ? 0 : seconds < 300 ? 1 : 2);

function written(seconds) {
  if (seconds >= 86400) return `${Math.floor(seconds / 86400)} days`;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (figure) => String(figure).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
