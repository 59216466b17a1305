// A class at a quiz: asks every few seconds what has changed, and puts it in place.
// Most answers are "nothing" (304). What is counted down is counted here, by the server's clock.

const board = document.getElementById("board");
const state = document.getElementById("watch-state");
const said = document.getElementById("watch-said");
const EVERY = 2500; // milliseconds
const PATIENCE = 10000;
const SLOWEST = 20000; // between tries while the server cannot be reached
const SHORT = 300; // seconds
const BETWEEN = 10000; // between two things said aloud: a class of thirty would never be silent
let etag = `"${board.dataset.etag}"`;
let offset = Number(board.dataset.now) - Date.now();
let wait = EVERY;
let next = 0;
let heardAt = Date.now();
let saidAt = 0;
let spoken = board.querySelector("#watch-sum").textContent;

async function ask() {
  clearTimeout(next);
  try {
    const response = await fetch(board.dataset.url, {
      headers: { "If-None-Match": etag, Accept: "application/json" }, // so that it is not sent to the door, but told
      signal: AbortSignal.timeout(PATIENCE),
    });
    if ([401, 403, 404].includes(response.status)) {
      tell("You are signed out here. Sign in again in another tab, then load this page anew.", true);
      return;
    }
    if (response.status !== 304 && !response.ok) throw new Error(response.status);
    heardAt = Date.now();
    offset = Number(response.headers.get("X-Now")) - Date.now();
    if (response.status !== 304) put(await response.text());
    etag = response.headers.get("ETag") ?? etag;
    wait = EVERY;
    tell("Live.");
  } catch {
    wait = Math.min(wait * 2, SLOWEST);
    tell(`No connection. This is how it stood at ${written(heardAt)}; trying again.`, true);
  }
  if (!document.hidden) next = setTimeout(ask, wait);
}

function tell(words, trouble = false) {
  if (state.textContent !== words) state.textContent = words;
  state.classList.toggle("watch__trouble", trouble);
}

const written = (moment) => new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

function put(html) {
  const focused = board.contains(document.activeElement) ? document.activeElement.id : "";
  board.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  count();
  speak();
}

// Only the summary is said aloud, and not at every change.
function speak() {
  const words = board.querySelector("#watch-sum").textContent;
  if (words === spoken) return;
  const early = saidAt + BETWEEN - Date.now();
  if (early > 0) {
    setTimeout(speak, early);
    return;
  }
  said.textContent = spoken = words;
  saidAt = Date.now();
}

// Only what is short: the board may hang on a wall, and who has more time is nobody's business there.
function left(seconds) {
  if (seconds >= SHORT) return "";
  if (seconds <= 0) return " · time is up";
  return seconds < 60 ? " · under a minute left" : ` · ${Math.floor(seconds / 60)} min left`;
}

function count() {
  for (const place of board.querySelectorAll("[data-until]")) {
    const words = left((Number(place.dataset.until) - Date.now() - offset) / 1000);
    if (place.textContent !== words) place.textContent = words;
  }
}

document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(next) : ask()));
window.addEventListener("online", ask);
setInterval(count, 5000);
next = setTimeout(ask, EVERY);
tell("Live.");
