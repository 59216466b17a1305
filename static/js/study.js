// A flashcard turns at once, by click, tap or key, and the next one comes from what the device keeps, so that
// studying goes on without network. Until that is there, and without script, the server gives page after page.
// Keys count only while the focus is inside the card's own form, so that they are nobody else's.

import { fillActs, fillCard, fillWords, showState, turnCard, undoButton } from "./kept_face.js";
import { newName, openSession } from "./kept_session.js";
import { keepPage } from "./kept_worker.js";
import { whose } from "./whose.js";

const OLD = 10 * 60 * 1000; // milliseconds after which the kept cards are asked for again
const SLOW = 3000;
const PATIENCE = 4000; // for judging what was typed
const part = (id) => document.getElementById(id);
const study = document.querySelector("form.study");
const place = part("card");
const isKeptPage = "empty" in place.dataset; // the browser's own copy of the page, with nobody's card
const asked = new URLSearchParams(location.search).get("deck");
const deck = Number(study.querySelector("[name=deck]")?.value ?? asked) || 0;

let session = null; // null: each card is a page of the server's
let busy = false;
let drawn = false; // whether this script has drawn a card, and the undo of the server's page is an old one
let finished = false;
let shown = isKeptPage
  ? null
  : {
      id: Number(study.querySelector("[name=card]").value),
      reviews: Number(place.dataset.reviews),
      review: study.querySelector("[name=review]").value,
    };

// ---- turning

// Where the answer is typed first, the server turns the card, and here is its front or its back alone.
const turned = () => Boolean(part("back")) && !part("back").hidden;

function show() {
  if (turned()) return;
  part("front").hidden = true;
  part("front").disabled = true; // what was tried on the front is nobody's answer
  part("turn").hidden = true;
  for (const button of part("grades").querySelectorAll("button")) button.disabled = false;
  part("grades").hidden = false;
  part("back").hidden = false;
  showTop(part("back"));
}

function showTop(element) {
  element.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

const isControl = (element) => element.closest("input, select, textarea, button, label, a, summary");

study.addEventListener("click", (event) => {
  if (event.target.closest("#turn")) {
    event.preventDefault();
    show();
  } else if (event.target.closest("#take-back") && session?.canUndo && undoIsOurs()) {
    event.preventDefault();
    undo();
  } else if (part("turn") && event.target.closest("#front") && !isControl(event.target)) {
    if (!String(window.getSelection())) show();
  }
});

study.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (session && shown && button?.name === "rating") {
    event.preventDefault();
    rate(button);
  } else if (session?.card(shown?.id) && button?.name === "show") {
    event.preventDefault();
    check();
  } else if (study.dataset.sent || isKeptPage) {
    event.preventDefault(); // pressed twice
  } else {
    study.dataset.sent = "yes";
  }
});

study.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const turn = part("turn");
  if (turn && !turned() && event.key === "Enter" && event.target.matches("#front input")) {
    event.preventDefault(); // there is no button yet that a form could be sent by
    show();
    return;
  }
  const writes = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
  if (writes) return;
  if (!turned()) {
    if (turn && event.key === " " && (event.target === turn || !isControl(event.target))) {
      event.preventDefault();
      show();
    }
    return;
  }
  const pressed = part("grades").querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (pressed) {
    event.preventDefault();
    pressed.click();
  }
});

// A page that comes out of the browser's memory may be sent again: its name makes it the same review.
window.addEventListener("pageshow", () => delete study.dataset.sent);

// ---- what the device keeps

async function rate(button) {
  if (busy) return;
  busy = true;
  try {
    const result = await session.rate(shown, Number(button.value));
    busy = false;
    if (result === "away") say("You are signed out here", "Sign in again to go on.", ["Sign in", "/join?next=/cards"]);
    else drawNext();
  } catch {
    busy = false;
    if (isKeptPage) {
      showState(part("kept"), { text: "This browser could not keep that. Rate the card once more.", tone: "trying" });
      return;
    }
    session = null; // this browser keeps no more: the server shall have it at once
    button.click();
  }
}

// The server's page knows of a later review than this device if that was sent by a form.
function undoIsOurs() {
  const last = part("undo")?.dataset.review;
  return drawn || !last || session.waiting > 0 || session.kept.made.at(-1).review === last;
}

async function undo() {
  if (busy) return;
  busy = true;
  try {
    const card = await session.undo();
    drawn = true;
    if (card) draw(card);
    else drawNext();
  } finally {
    busy = false;
    told();
  }
}

// Turn a card whose answer was typed: judged by the server, or, without network, to be compared.
async function check() {
  if (busy) return;
  busy = true;
  const card = session.card(shown.id);
  turnCard(place, await judged(), card, part("typed")?.value.trim());
  fillActs(part("acts"), card, session.kept.buttons, { turned: true, typing: true, deck });
  showTop(part("back"));
  busy = false;
}

async function judged() {
  if (!navigator.onLine || isKeptPage) return null;
  const body = new URLSearchParams(new FormData(study));
  body.set("show", "1");
  try {
    const way = { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) };
    const response = await fetch("/cards/study", way);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const back = response.ok && page.getElementById("back");
    return back ? document.adoptNode(back) : null;
  } catch {
    return null;
  }
}

function draw(card) {
  drawn = true;
  finished = false;
  shown = { id: card.id, reviews: card.reviews, review: newName() };
  const { typing, buttons } = session.kept;
  fillCard(place, card, shown.review, deck, typing);
  fillActs(part("acts"), card, buttons, { turned: false, typing, deck });
  told();
  showTop(part("typed") ?? part("front"));
}

function drawNext() {
  const card = session.next(deck);
  if (card) return draw(card);
  shown = null;
  drawn = finished = true;
  say("Nothing is left on this device", "More cards come when there is network.", ["Back to your cards", "/cards"]);
  told();
}

// What the app opens with, without network: the page of cards is not kept, and this is in its place.
function welcome() {
  const left = session.left(deck);
  drawn = true;
  if (!left) return drawNext();
  say(
    `${left} ${left === 1 ? "card" : "cards"} on this device`,
    "There is no network. You can study all the same: your reviews are sent when it is back.",
    ["Study", "/cards/study"],
  );
  told();
}

function say(title, text, link) {
  shown = null;
  fillWords(place, part("acts"), title, text, link);
}

// Show how it stands after each change, made here, in another tab, or heard of by the server.
function told() {
  if (!session) return;
  showState(part("kept"), session.state);
  part("leave").setAttribute("aria-label", leaving());
  if (!session.kept) return;
  const [left, { done }] = [session.left(deck), session.kept];
  part("left").textContent = `${left} left`;
  study.querySelector(".bar__fill").setAttribute("width", done + left ? (100 * done) / (done + left) : 100);
  part("bar-said").textContent = `${done} ${done === 1 ? "card" : "cards"} done, ${left} left`;
  const card = shown && session.card(shown.id);
  const much = done ? `${done} saved` : left ? `${left} today` : "";
  part("said").textContent = [card?.test, much].filter(Boolean).join(" · ");
  showUndo();
  if (busy) return;
  if (card && card.reviews > shown.reviews) drawNext(); // it was rated in another tab
  const { state, anySaved } = session.sending;
  if (finished && !isKeptPage && !session.waiting && anySaved && state === "idle") {
    finished = false;
    location.assign(`/cards/study${deck ? `?deck=${deck}` : ""}`); // what is due beyond this the server says
  }
}

function leaving() {
  if (!session.waiting) return "Leave; your reviews are saved";
  return session.stored ? "Leave; your reviews wait on this device" : "Leave; your reviews are lost if you leave now";
}

function showUndo() {
  const button = part("take-back");
  if (session.canUndo && !button) study.querySelector(".study__foot").firstElementChild.replaceWith(undoButton());
  if (!session.canUndo && button && drawn) button.replaceWith(document.createElement("span"));
}

async function begin() {
  const account = whose();
  if (!account) {
    if (isKeptPage) say("Nobody is signed in here", "Sign in when there is network, and study then.", ["Sign in", "/join?next=/cards"]);
    return;
  }
  const opened = await openSession(account, () => told());
  opened.sending.watch();
  if (isKeptPage && opened.kept) takeOver(opened);
  // What is kept already will do where the network is slow.
  const slow = new Promise((resolve) => setTimeout(resolve, SLOW));
  const refreshed = opened.refresh(deck);
  await Promise.race([refreshed, slow]);
  if (!session) takeOver(opened);
  await refreshed;
  if (!session) takeOver(opened);
  else if (finished && opened.next(deck)) drawNext();
  const again = () => opened.now() - (opened.kept?.now ?? 0) > OLD && opened.refresh(deck);
  window.addEventListener("online", () => opened.refresh(deck));
  document.addEventListener("visibilitychange", () => document.hidden || again());
  opened.installed = isKeptPage || (await keepPage());
  told();
}

function takeOver(opened) {
  if (!opened.kept) {
    if (isKeptPage) {
      say("No cards are on this device yet", "Open your cards once while there is network. They are kept here then.", ["Try again", "/cards"]);
    }
    return;
  }
  session = opened;
  window.addEventListener("beforeunload", (event) => {
    if (session && session.waiting && !session.stored) event.preventDefault();
  });
  const card = shown && session.card(shown.id);
  if (isKeptPage && location.pathname === "/cards") welcome();
  else if (!shown || (card && card.reviews > shown.reviews)) drawNext();
  else told();
}

// Who was quicker than this script is in a field already, and stays there.
if (!isKeptPage && document.activeElement === document.body) {
  (turned() ? part("back") : part("typed") ?? part("front")).focus({ preventScroll: true });
}
begin().catch(() => {}); // then each card is a page of the server's
