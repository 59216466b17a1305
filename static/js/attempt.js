// A quiz under way: saves each answer when it is given, keeps the time, and goes on only with all saved.
// Without this script the page's own form does the same at each press of a button.

import { Clock } from "./attempt_clock.js";
import { fill, readAnswer, touched } from "./attempt_form.js";
import { Navigator } from "./attempt_navigator.js";
import { Saves } from "./attempt_saves.js";
import { Looking } from "./attempt_time.js";

const facts = document.getElementById("attempt").dataset;
const form = document.getElementById("answer");
const handIn = document.getElementById("hand-in");
const said = document.getElementById("attempt-said");
const slots = facts.slots.split(",").map(Number);
const questions = new Map([...document.querySelectorAll(".question")].map((part) => [Number(part.dataset.slot), part]));
const nav = new Navigator(slots);
const looking = new Looking(facts.key);
const TYPING = 600; // milliseconds after the last key
const LEAVING = 300; // milliseconds after the field was left
const here = `${facts.pageUrl}${form ? `?q=${form.querySelector(".question").dataset.number}` : ""}`;
let leaving = false;
const typing = new Map(); // by slot: the timer of what is being typed

const WORDS = {
  saved: ["saved", "Saved"],
  saving: ["saving", "Saving"],
  trying: ["trying", "Not saved yet, trying"],
  refused: ["refused", "Too late to save"],
};
const ICONS = { saved: "saved", saving: "saving", trying: "trying", refused: "warn" };

function showState(wanted) {
  const state = wanted === "saved" && typing.size ? "saving" : wanted; // there is more to save already
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
    if (url === location.href) link.dataset.again = ""; // the browser would only scroll to its #
    said.append(" ", link);
  }
  said.hidden = !words;
}

said.addEventListener("click", (event) => {
  if (!event.target.closest("[data-again]")) return;
  event.preventDefault();
  location.reload();
});

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const saves = new Saves({
  key: facts.key,
  slots,
  saveUrl: facts.saveUrl,
  hereUrl: here,
  reviewUrl: facts.reviewUrl,
  started: Number(facts.started),
  now: Number(facts.now),
  token: facts.token,
  tell: {
    seconds: (at) => looking.seconds(at),
    state(state) {
      showState(state);
      if (handIn) listUnsaved(state);
    },
    saved(at, body, answer) {
      if (!waiting) say("");
      document.dispatchEvent(new CustomEvent("attempt:saved", { detail: answer })); // for other scripts
      if (body.answer) nav.mark(at, { done: Object.values(body.answer).flat().some((value) => value.trim()) });
      if (body.flagged !== undefined) nav.mark(at, { flagged: body.flagged });
      nav.count();
    },
    mend: showMend,
    newer: (at) =>
      say(
        `There is a newer answer to question ${slots.indexOf(at) + 1}, from another window or device. The newer one is kept.`,
        location.href,
        "Show it",
      ),
    fresh({ token, deadline }, page, back) {
      if (back && !waiting) say(""); // signed in again
      facts.deadline = deadline ?? "";
      for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
      if (form && !saves.unsent) nav.takeFrom(page);
    },
    signedOut: () =>
      say(
        saves.unsent
          ? "You are signed out here, or somebody else is signed in. Sign in again in another tab and come back: your answer waits here."
          : "You are signed out here, or somebody else is signed in. Sign in again in another tab, then come back.",
        "/",
        "Sign in",
        "_blank",
      ),
    over(message, reason) {
      showState("refused");
      const goesOn = ["no_way_back", "checked"].includes(reason);
      say(message, goesOn ? facts.pageUrl : facts.reviewUrl, goesOn ? "Show where you are" : "See what was handed in");
      shut(true);
      leaving = true;
    },
  },
});

// ---- the questions

const prefixOf = (at) => `${questions.get(at).dataset.field}-`;

function keep(at) {
  clearTimeout(typing.get(at));
  typing.delete(at);
  hideMend(at);
  saves.put(at, { answer: readAnswer(form, prefixOf(at)) });
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

// Nothing more can be answered: what was typed stays to be read.
function shut(closed) {
  for (const question of questions.values()) question.inert = closed;
  if (closed) looking.at(null);
}

// ---- going on

// Say why one has to wait: what is so with the answers, and what happens by itself.
function sayWaiting(goal) {
  const where = saves.stored ? "is kept on this device" : "is kept on this page, so leave it open,";
  if (saves.away) return; // that has been said
  if (!saves.unsent) say(`There is no connection just now. Your answers are saved. ${goal} as soon as it is back.`);
  else say(saves.trouble || `There is no connection just now. What you answered ${where} and is not saved yet. ${goal} as soon as it is saved.`);
}

// Wait until all is saved; say why if it takes long. False: the time was over before.
async function settled(goal = () => "") {
  keepAll();
  const slow = setTimeout(() => saves.unsent && sayWaiting(goal()), navigator.onLine ? 1500 : 0);
  await saves.flush();
  clearTimeout(slow);
  return !saves.over;
}

let waiting = false;
let goal = { leave: () => {}, words: "", without: false };

// Where pressing a button changes more than the page shown, the form itself goes.
function send(button) {
  if (button) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  form.submit();
}

const to = (url) => () => location.assign(url);

// Leave this page, with all saved and the server in reach: not for the browser's error page.
// `words` say what happens then; `without`: also with an answer that could not be read.
async function leaveFor(leave, words, without = false) {
  goal = { leave, words, without }; // pressed again while it waits: the last one counts
  if (waiting) {
    if (!said.hidden) sayWaiting(goal.words);
    return;
  }
  waiting = true;
  let open = await settled(() => goal.words);
  while (open && !(await saves.reach())) {
    sayWaiting(goal.words);
    await pause(2000);
    open = await settled(() => goal.words); // meanwhile an answer was changed
  }
  waiting = false;
  if (!open) return;
  const bad = [...questions.keys()].find((at) => saves.entry(at)?.bad);
  if (bad !== undefined && !goal.without) {
    say("");
    questions.get(bad).querySelector("[aria-invalid]")?.focus();
    return;
  }
  leaving = true;
  goal.leave();
}

function press(event) {
  event.preventDefault();
  const button = event.submitter;
  const value = button?.value ?? "";
  if (button?.name === "flag") {
    const [at, wanted] = value.split(":").map(Number);
    const flagged = wanted === 1;
    saves.put(at, { flagged });
    button.value = `${at}:${flagged ? 0 : 1}`;
    button.setAttribute("aria-pressed", String(flagged));
    button.querySelector("span").textContent = flagged ? "Flagged" : "Flag for later";
  } else if (value === "tell") {
    leaveFor(() => send(button), "Your answer is checked");
  } else if (value === "check") {
    leaveFor(to(facts.checkUrl), "You go on to the check");
  } else if (value === "break") {
    leaveFor(() => document.getElementById("break").submit(), "Your break begins", true);
  } else if (value && facts.posts) {
    leaveFor(() => send(button), `You go on to question ${value}`);
  } else if (value) {
    leaveFor(to(`${facts.pageUrl}?q=${value}`), `You go on to question ${value}`);
  } else {
    keepAll(); // Enter in a field, with all questions on the page
  }
}

// A link to a page of this quiz waits as the buttons do.
document.addEventListener("click", (event) => {
  const link = event.target.closest("main a[href]:not([target])");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || saves.over || said.contains(link)) return;
  const inside = link.pathname.startsWith(facts.pageUrl) && link.pathname !== facts.reviewUrl;
  if (!inside || (link.hash && link.pathname + link.search === location.pathname + location.search)) return;
  event.preventDefault();
  leaveFor(to(link.href), "You go on", link.matches("[data-without]"));
});

if (form) {
  for (const [at, question] of questions) {
    saves.known(at, Number(question.dataset.seq));
    const early = [...question.querySelectorAll("[name]")].some(touched); // before this script was there
    if (early) keep(at);
    const draft = early ? null : saves.entry(at);
    if (draft?.answer) fill(form, prefixOf(at), draft.answer);
    if (draft?.bad) showMend(at, draft.bad);
    const soon = (wait) => {
      clearTimeout(typing.get(at));
      typing.set(at, setTimeout(keep, wait, at));
      if (!saves.over) showState(saves.unsent ? document.getElementById("save-state").dataset.state : "saving");
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
  window.addEventListener("pagehide", keepAll);
  form.addEventListener("submit", press);
  const lookAt = (at) => looking.at("checked" in questions.get(at).dataset ? null : at);
  if (questions.size > 1) nav.follow(questions.values(), (index) => lookAt(slots[index]));
  else lookAt([...questions.keys()][0]);
}
// Shown again by "back" as it was left, it may be older than what the server has.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

// ---- the check before handing in

let outdated = false; // the page counts fewer answers than the server has by now

// What this device holds and the server has not: the page itself knows only of what is saved.
function listUnsaved(state) {
  const place = document.getElementById("unsaved");
  const held = slots.map((at, index) => [index + 1, saves.entry(at)]).filter(([, entry]) => entry?.answer);
  place.querySelector("ul").replaceChildren(
    ...held.map(([number, entry]) => {
      const item = document.createElement("li");
      const href = `${facts.pageUrl}?q=${number}#q-${number}`;
      const link = Object.assign(document.createElement("a"), { href, textContent: `Question ${number}` });
      link.className = "btn";
      item.append(link, ` ${entry.bad ?? "It is being sent. Please wait."}`);
      return item;
    }),
  );
  place.hidden = !held.length;
  if (held.some(([, entry]) => !entry.bad)) outdated = true;
  else if (outdated && !waiting && state === "saved") location.reload();
}

if (handIn) {
  listUnsaved("");
  handIn.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    const words = () => "Handing in goes on";
    while (await settled(words)) {
      const found = await saves.refresh();
      if (found === "open" || found === "over") break;
      if (found === "unreached") sayWaiting(words());
      await pause(2000);
    }
    waiting = false;
    finish(handIn);
  });
}

function finish(way) {
  leaving = true;
  if (saves.over) {
    location.assign(facts.reviewUrl);
    return;
  }
  way.append(Object.assign(document.createElement("input"), { type: "hidden", name: "times", value: looking.written }));
  way.submit();
}

window.addEventListener("beforeunload", (event) => {
  if (!leaving && (typing.size || saves.unsent)) event.preventDefault();
});

if (saves.entries().some(([, entry]) => entry.bad)) showState("mend");
// The teacher has handed it in: ask the page itself, which says so.
document.addEventListener("attempt:closed", () => leaving || saves.refresh());

saves.run();

// ---- the time

const clock = new Clock(facts, () => saves.now(), timeUp);

async function timeUp() {
  clock.stop();
  keepAll();
  shut(true);
  say(
    saves.unsent
      ? "Time is up. Your last answer is being sent and counts if it arrives at once. What is saved is handed in for you."
      : "Time is up. What is saved is handed in for you.",
  );
  await saves.flush();
  while (!["open", "over"].includes(await saves.refresh())) await pause(3000);
  if (!saves.over && !clock.isOver) {
    say(""); // this device's clock had run ahead, or more time was given
    shut(false);
    clock.goOn();
  } else {
    finish(document.getElementById("time-up"));
  }
}

clock.start();

document.getElementById("save-words").classList.add("exam__save--on");
facts.ready = "";
