// A flashcard turns at once, by click, tap or key. Without this the back is a page of its own.
// Keys count only while the focus is inside the card's own form, so that they are nobody else's.

const study = document.querySelector("form.study");
const front = document.getElementById("front");
const back = document.getElementById("back");
const turn = document.getElementById("turn");
const grades = document.getElementById("grades");

// Where the answer is typed first, the server turns the card, and here is its front or its back alone.
const turned = () => Boolean(back) && !back.hidden;

function show() {
  if (turned()) return;
  front.hidden = true;
  front.disabled = true; // what was tried on the front is nobody's answer
  turn.hidden = true;
  for (const button of grades.querySelectorAll("button")) button.disabled = false;
  grades.hidden = false;
  back.hidden = false;
  back.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

const isControl = (element) => element.closest("input, select, textarea, button, label, a, summary");

if (turn) {
  turn.addEventListener("click", (event) => {
    event.preventDefault();
    show();
  });
  front.addEventListener("click", (event) => {
    if (!isControl(event.target) && !String(window.getSelection())) show();
  });
}

study.addEventListener("submit", (event) => {
  if (study.dataset.sent) {
    event.preventDefault(); // pressed twice
  } else {
    study.dataset.sent = "yes";
  }
});

study.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
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
  const pressed = grades.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (pressed) {
    event.preventDefault();
    pressed.click();
  }
});

// A page that comes out of the browser's memory may be sent again: its name makes it the same review.
window.addEventListener("pageshow", () => delete study.dataset.sent);

// Who was quicker than this script is in a field already, and stays there.
if (document.activeElement === document.body) {
  (turned() ? back : document.getElementById("typed") ?? front).focus({ preventScroll: true });
}
