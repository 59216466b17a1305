// Drafts are judged with one key each: a approves, e edits, d discards, s skips. Never while somebody types,
// and not at all for those who switch it off: a voice or a slip of the hand must not judge.

import { touched } from "./attempt_form.js";

const KEPT = "quizapp-draft-keys";
const keys = document.querySelector("[data-keys]");

function kept() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function keep() {
  try {
    localStorage.setItem(KEPT, keys.checked ? "on" : "off");
  } catch {
    // It holds for this page, then.
  }
}

if (keys) {
  if (touched(keys)) keep(); // before this script was there
  else keys.checked = kept();
  keys.addEventListener("change", keep);
}

let pressed = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || pressed || !keys?.checked) return;
  if (event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  pressed = true;
  button.click();
});

// A page that comes back from the browser's memory waits for a key again.
addEventListener("pageshow", () => {
  pressed = false;
});
