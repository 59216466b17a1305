// Marking by keyboard: figures choose a level, arrows turn, n goes to the next unmarked, Enter saves.
// Everything is also a link, a native input or a button.

import { touched } from "./attempt_form.js";

const form = document.getElementById("marks");
const said = document.getElementById("desk-said");
const criteria = [...form.querySelectorAll("[data-criterion]")];
let dirty = [...form.elements].some(touched); // before this script was there
let warned = "";

const chosen = (one) => one.querySelector("input[type=radio]:checked");
const current = () =>
  criteria.find((one) => one.contains(document.activeElement)) ?? criteria.find((one) => !chosen(one)) ?? criteria[0];

const changed = () => {
  dirty = true;
  warned = "";
  said.textContent = "";
};
form.addEventListener("input", changed);

// A marker begins where there is something to decide; who came back to mend an error is led to it by parts.js,
// and who is in a field already stays there.
if (!form.querySelector("[data-focus]") && document.activeElement === document.body) {
  const first = criteria.find((one) => !chosen(one));
  (first?.querySelector("input") ?? form.querySelector("#points"))?.focus({ preventScroll: true });
}

function choose(key) {
  const one = current();
  const level = one && [...one.querySelectorAll("[data-key]")].find((input) => input.dataset.key === key);
  if (!level) return false;
  level.checked = true;
  changed();
  const next = criteria[criteria.indexOf(one) + 1];
  ((next && (chosen(next) ?? next.querySelector("input"))) ?? level).focus();
  said.textContent = `${one.querySelector("legend").firstChild.textContent.trim()}: ${key}`;
  return true;
}

function halve() {
  // After a figure the focus is on the next criterion already: the half belongs to the one just judged.
  const here = criteria.find((one) => one.contains(document.activeElement)) ?? criteria[0];
  if (!here) return false;
  const before = criteria[criteria.indexOf(here) - 1];
  const one = chosen(here) || !before ? here : before;
  const half = one.querySelector("[data-half]");
  half.checked = !half.checked;
  changed();
  said.textContent = half.checked ? "and a half" : "no half";
  return true;
}

function turn(link, name) {
  if (!link) return false;
  if (dirty && warned !== name) {
    warned = name;
    said.textContent = "Not saved yet. Enter saves; the same key again leaves it.";
    return true;
  }
  link.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  const field = event.target;
  const writing = field.matches("textarea, input:not([type=radio], [type=checkbox])");
  if (event.key === "Enter" && field.matches("textarea") && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = {
    ArrowLeft: () => turn(document.querySelector("a[rel=prev]"), "prev"),
    ArrowRight: () => turn(document.querySelector("a[rel=next]"), "next"),
    n: () => turn(document.querySelector("[data-next-unmarked]"), "n"),
    h: halve,
    Enter: () => !field.closest("a, button, summary") && (form.requestSubmit(), true),
  };
  const done = /^[0-9]$/.test(event.key) ? choose(event.key) : links[event.key]?.();
  if (done) event.preventDefault();
});
