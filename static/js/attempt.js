// A quiz under way: saves each answer when it is given, keeps the time, and goes on only with all saved.
// Without this script the page's own form does the same at each press of a button.

// With the version of this very file: a plain import could bring an older one from the browser's cache.
const { Saves } = await import(`./attempt_saves.js${new URL(import.meta.url).search}`);

const facts = document.getElementById("attempt").dataset;
const form = document.getElementById("answer");
const handIn = document.getElementById("hand-in");
const said = document.getElementById("attempt-said");
const slots = facts.slots.split(",").map(Number);
const questions = new Map([...document.querySelectorAll(".question")].map((part) => [Number(part.dataset.slot), part]));
const TYPING = 600; // milliseconds after the last key
const LEAVING = 300; // milliseconds after the field was left
let leaving = false;
const typing = new Map(); // by slot: the timer of what is being typed

const WORDS = {
  saved: ["saved", "Saved"],
  saving: ["saving", "Saving"],
  trying: ["trying", "Not saved yet, trying"],
  refused: ["refused", "Too late to save"],
};
const ICONS = { saved: "saved", saving: "saving", trying: "trying", refused: "warn" };

function showState(state) {
  const place = document.getElementById("save-state");
  const [look, words] = state === "mend" ? wordsToMend() : WORDS[state];
  if (state === place.dataset.state) return;
  place.className = `save save--${look}`;
  place.dataset.state = state;
  const use = place.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${ICONS[look]}`));
  place.querySelector(".save__text").textContent = words;
}

// What could not be read may stand on another page than this one: below there is then nothing to see.
function wordsToMend() {
  const [at] = saves.entries().find(([, entry]) => entry.bad);
  if (questions.has(at)) return ["refused", questions.size > 1 ? `Question ${slots.indexOf(at) + 1} not saved` : "Not saved, see below"];
  return ["refused", `Question ${slots.indexOf(at) + 1} not saved`];
}

function say(words, url = "", label = "", target = "") {
  said.textContent = words;
  if (url) {
    const link = Object.assign(document.createElement("a"), { href: url, textContent: label, target });
    said.append(" ", link);
  }
  said.hidden = !words;
}

const saves = new Saves({
  key: facts.key,
  slots,
  saveUrl: facts.saveUrl,
  pageUrl: facts.pageUrl,
  reviewUrl: facts.reviewUrl,
  started: Number(facts.started),
  now: Number(facts.now),
  token: facts.token,
  tell: {
    state: showState,
    saved(at, body) {
      say("");
      if (body.answer) mark(at, { done: Object.values(body.answer).flat().some((value) => value.trim()) });
      if (body.flagged !== undefined) mark(at, { flagged: body.flagged });
      count();
    },
    mend: showMend,
    newer: () => say("A newer answer to this question came from another window and is kept.", location.href, "Show it"),
    fresh({ token, deadline }) {
      facts.deadline = deadline ?? "";
      for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
    },
    signedOut: () =>
      say("You are signed out here, or signed in as somebody else. Sign in again in another tab: this answer waits.", "/", "Sign in", "_blank"),
    over(message, reason) {
      showState("refused");
      const goesOn = ["no_way_back", "checked"].includes(reason);
      say(message, goesOn ? facts.pageUrl : facts.reviewUrl, goesOn ? "Show where you are" : "See what was handed in");
      leaving = true;
    },
  },
});

// ---- the navigator

function mark(at, { done, flagged }) {
  const cell = document.querySelector(`.nav-q li:nth-child(${slots.indexOf(at) + 1}) .nav-q__go`);
  if (!cell) return;
  if (done !== undefined) {
    cell.classList.toggle("is-done", done);
    cell.classList.toggle("is-blank", !done);
  }
  if (flagged !== undefined) {
    cell.querySelector(".flag")?.remove();
    if (flagged) {
      const flag = Object.assign(document.createElement("span"), { className: "flag" });
      flag.append(document.querySelector(".key .icon").cloneNode(true));
      cell.append(flag);
    }
  }
  const words = cell.classList.contains("is-done") ? "answered" : "no answer yet";
  cell.setAttribute("aria-label", `Question ${slots.indexOf(at) + 1}, ${words}${cell.querySelector(".flag") ? ", flagged" : ""}`);
}

function count() {
  const answered = document.querySelectorAll(".nav-q .is-done").length;
  const put = (id, figure) => {
    const place = document.getElementById(id);
    if (place) place.textContent = figure;
  };
  put("count-answered", answered);
  put("count-left", slots.length - answered);
  put("count-flagged", document.querySelectorAll(".nav-q .flag").length);
}

// ---- the questions

const prefixOf = (at) => `${questions.get(at).dataset.field}-`;

function readAnswer(at) {
  const answer = {};
  const prefix = prefixOf(at);
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith(prefix)) (answer[name.slice(prefix.length)] ??= []).push(value);
  }
  return answer;
}

function fill(at, answer) {
  const prefix = prefixOf(at);
  for (const control of form.elements) {
    if (!control.name.startsWith(prefix)) continue;
    const values = answer[control.name.slice(prefix.length)] ?? [];
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
  form.dispatchEvent(new Event("filled")); // for the scripts of question types
}

function keep(at) {
  clearTimeout(typing.get(at));
  typing.delete(at);
  hideMend(at);
  saves.put(at, { answer: readAnswer(at) });
}

const keepAll = () => [...typing.keys()].forEach(keep);

function showMend(at, message) {
  const question = questions.get(at);
  if (!question) return;
  hideMend(at);
  const line = document.getElementById("mend").content.cloneNode(true);
  const id = `${prefixOf(at)}error`;
  line.querySelector("p").id = id;
  line.querySelector("span").textContent = `${message} Nothing is marked wrong yet.`;
  const field = question.querySelector(".field, fieldset");
  field.append(line);
  for (const control of field.querySelectorAll("input, textarea, select")) control.setAttribute("aria-invalid", "true");
  const first = field.querySelector("input, textarea, select");
  first.dataset.described ??= first.getAttribute("aria-describedby") ?? "";
  first.setAttribute("aria-describedby", `${first.dataset.described} ${id}`.trim());
  question.querySelector("[data-kept]").hidden = false;
}

function hideMend(at) {
  const question = questions.get(at);
  for (const line of question.querySelectorAll(".field__error")) line.remove();
  for (const control of question.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  const first = question.querySelector("[data-described]");
  if (first?.dataset.described) first.setAttribute("aria-describedby", first.dataset.described);
  else first?.removeAttribute("aria-describedby");
  question.querySelector("[data-kept]").hidden = true;
}

// ---- going on

// Wait until all is saved; say why if it takes long.
async function settled() {
  keepAll();
  const slow = setTimeout(() => {
    if (saves.unsent && said.hidden) {
      say(
        saves.trouble ||
          "There is no connection just now. Your answer is kept on this device, and the page goes on as soon as it is saved.",
      );
    }
  }, 1500);
  await saves.flush();
  clearTimeout(slow);
  return !saves.over;
}

let waiting = false;

// Where pressing a button changes more than the page shown, the form itself goes.
function send(button) {
  if (button) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  form.submit();
}

async function goOn(event) {
  event.preventDefault();
  const button = event.submitter;
  if (button?.name === "flag") {
    const [at, wanted] = button.value.split(":").map(Number);
    const flagged = wanted === 1;
    saves.put(at, { flagged });
    button.value = `${at}:${flagged ? 0 : 1}`;
    button.setAttribute("aria-pressed", String(flagged));
    button.querySelector("span").textContent = flagged ? "Flagged" : "Flag for later";
    return;
  }
  if (waiting) return;
  waiting = true;
  const open = await settled();
  waiting = false;
  if (!open) return;
  if ([...questions.keys()].some((at) => saves.entry(at)?.bad)) {
    form.querySelector(".question [aria-invalid]")?.focus();
    return;
  }
  leaving = true;
  if (facts.posts || button?.value === "tell") {
    send(button);
    return;
  }
  location.assign(button?.value === "check" ? facts.checkUrl : `${facts.pageUrl}?q=${button?.value ?? form.querySelector(".question").dataset.number}`);
}

if (form) {
  for (const [at, question] of questions) {
    saves.known(at, Number(question.dataset.seq));
    const draft = saves.entry(at);
    if (draft?.answer) fill(at, draft.answer);
    if (draft?.bad) showMend(at, draft.bad);
    const soon = (wait) => {
      clearTimeout(typing.get(at));
      typing.set(at, setTimeout(keep, wait, at));
    };
    const body = question.querySelector(".question__body");
    const pressed = (event) => event.target.matches("[type=radio], [type=checkbox], select");
    body.addEventListener("change", (event) => pressed(event) && keep(at));
    body.addEventListener("input", (event) => {
      if (pressed(event)) return;
      hideMend(at);
      soon(TYPING);
    });
    // Not at once: a message that came or went under a finger would move the button away from it.
    body.addEventListener("focusout", () => typing.has(at) && soon(LEAVING));
  }
  if (saves.entries().some(([, entry]) => entry.bad)) showState("mend");
  window.addEventListener("pagehide", keepAll);
  form.addEventListener("submit", goOn);
}

if (handIn) {
  const bad = saves.entries().filter(([, entry]) => entry.bad);
  if (bad.length) {
    const number = slots.indexOf(bad[0][0]) + 1;
    say(`What you typed at question ${number} could not be read and is not saved: ${bad[0][1].bad}`, `${facts.pageUrl}?q=${number}`, "Mend it");
  }
  handIn.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    if (!(await settled())) return;
    // Where the network has gone, the browser's own error page would be all that is left.
    while (!(await saves.refresh())) {
      say("There is no connection just now. All your answers are saved; handing in goes on as soon as it is back.");
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
    finish(handIn);
  });
}

function finish(way) {
  if (saves.over) {
    location.assign(facts.reviewUrl);
    return;
  }
  leaving = true;
  saves.forget();
  way.submit();
}

window.addEventListener("beforeunload", (event) => {
  if (!leaving && (typing.size || saves.unsent)) event.preventDefault();
});

saves.run();

// ---- the time: the server's clock, whatever this device's says

const timer = document.getElementById("timer");
const TOLD = ["Less than one minute left.", "Less than five minutes left."];
let ticking = 0;
let band = null; // 0: under a minute, 1: under five, 2: more

function written(seconds) {
  if (seconds >= 86400) return `${Math.floor(seconds / 86400)} days`;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (figure) => String(figure).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function tick() {
  const seconds = Math.max(0, Math.floor((Number(facts.deadline) - saves.now()) / 1000));
  const before = band;
  band = seconds < 60 ? 0 : seconds < 300 ? 1 : 2;
  timer.querySelector("b").textContent = written(seconds);
  timer.classList.toggle("timer--soon", band === 1);
  timer.classList.toggle("timer--last", band === 0);
  if (seconds < 3600) document.getElementById("clock").hidden = false;
  // What was so when the page opened is seen, and not told again on every page.
  if (before !== null && band < before) document.getElementById("timer-said").textContent = TOLD[band];
  if (seconds === 0) timeUp();
}

async function timeUp() {
  clearInterval(ticking);
  say("Time is up. What is saved is handed in for you.");
  const again = () => new Promise((resolve) => setTimeout(resolve, 3000));
  if (await settled()) while (!(await saves.refresh())) await again();
  if (!saves.over && saves.now() < Number(facts.deadline)) {
    say(""); // this device's clock had run ahead, or more time was given
    ticking = setInterval(tick, 1000);
  } else {
    finish(document.getElementById("time-up"));
  }
}

if (timer && facts.deadline) {
  ticking = setInterval(tick, 1000);
  tick();
  // A device that slept, or whose clock was set, asks the server again.
  document.addEventListener("visibilitychange", () => document.hidden || saves.refresh());
}
