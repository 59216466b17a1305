// Tells the server twice a minute that a quiz is open here, and brings what the teacher says or gives meanwhile.

const facts = document.getElementById("attempt").dataset;
const told = document.getElementById("told");
const PATIENCE = 10000; // milliseconds for one beat
const MOST = 3; // messages on the page; attempts/pages.py shows as many
const EVERY = Number(facts.beatEvery);
let newest = Number(facts.newest);
let news = Number(facts.news); // a count of what teachers did
let open = true;
let next = 0;
let beating = false;

async function beat() {
  if (beating) return;
  beating = true;
  clearTimeout(next);
  try {
    const response = await fetch(facts.beatUrl, {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) hear(await response.json());
  } catch {
    // Out of reach: the next beat tries again, and attempt.js says what that means for answers.
  }
  beating = false;
  next = setTimeout(beat, EVERY * (0.9 + Math.random() * 0.2)); // not a whole class in one moment
}

function hear(said) {
  moveEnd(said.deadline);
  show(said.told);
  newest = said.newest;
  news = said.news;
  if (said.open && !open) {
    location.assign(facts.pageUrl); // the teacher has opened it again: this page had come to its end
  } else if (!said.open && open) {
    document.dispatchEvent(new Event("attempt:closed"));
  }
  open = said.open;
}

// attempt.js counts down to this.
function moveEnd(deadline) {
  if (deadline && facts.deadline) facts.deadline = String(deadline);
}

// ---- what the teacher says

const putAway = () => /(?:^|; )heard=([\d.]*)/.exec(document.cookie)?.[1].split(".").filter(Boolean) ?? [];

function show(messages) {
  const here = new Set(messages.map((one) => String(one.id)));
  for (const note of told.querySelectorAll("[data-message]")) {
    if (!here.has(note.dataset.message)) note.remove();
  }
  for (const one of messages.filter(({ id }) => id > newest).reverse()) {
    const note = document.getElementById("told-one").content.cloneNode(true).firstElementChild;
    note.dataset.message = one.id;
    note.querySelector(".told__at").textContent = one.at;
    note.querySelector(".told__text").textContent = one.text;
    told.prepend(note);
  }
  for (const note of [...told.querySelectorAll("[data-message]")].slice(MOST)) note.remove();
}

told.addEventListener("click", (event) => {
  const note = event.target.closest("[data-dismiss]")?.closest("[data-message]");
  if (!note) return;
  // The server reads it: a message that was put away is not drawn again on the next page.
  const ids = [...putAway(), note.dataset.message].slice(-20).join(".");
  document.cookie = `heard=${ids}; path=/attempts; max-age=86400; SameSite=Lax`;
});

document.addEventListener("attempt:saved", ({ detail }) => {
  if (detail.news !== undefined && detail.news !== news) beat();
});
document.addEventListener("visibilitychange", () => document.hidden || beat());
window.addEventListener("online", beat);
next = setTimeout(beat, EVERY * Math.random());
