// Quicker ways with ticks on the list of questions, which works without: a whole page at once, a range
// by Shift, a bar that stays at hand while something is ticked.

import { touched } from "./attempt_form.js";

const form = document.querySelector("form[data-ticks]");
const bar = form?.querySelector("[data-bulk]");

if (bar) {
  const boxes = [...form.querySelectorAll("input[type=checkbox][name=question]")];
  const whole = form.querySelector("[data-tick-page]");
  const which = form.querySelector("#which");
  const act = form.querySelector("#act");
  const told = form.querySelector("[data-told]");
  const tagField = form.querySelector("[data-tag-field]");
  let last = boxes.findLast(touched) ?? null; // ticked before this script was there
  let range = false;

  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    which.options[0].textContent = count ? `${count} ticked` : "those ticked";
    whole.checked = count === boxes.length;
    whole.indeterminate = count > 0 && count < boxes.length;
    bar.hidden = count === 0 && which.value === "ticked" && !form.querySelector("[aria-invalid]");
    tagField.hidden = !["tag", "untag"].includes(act.value);
    return count;
  };

  const changed = () => {
    which.value = "ticked"; // who ticks again means the ticks
    const count = show();
    told.textContent = count ? `${count} ticked` : "None ticked";
  };

  const all = () => {
    for (const one of boxes) one.checked = whole.checked;
    changed();
  };

  // A Shift with a click, or with Space, ticks all from the last one to this as this one now is.
  form.addEventListener("click", (event) => { range = event.shiftKey; }, true);
  form.addEventListener("keyup", (event) => { if (event.key === " ") range = event.shiftKey; }, true);
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (box === whole) {
      all();
    } else if (boxes.includes(box)) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      if (range && last) for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
      last = box;
      changed();
    } else {
      show();
    }
  });

  bar.classList.add("bulk--stick");
  bar.querySelector(".field__optional")?.remove();
  if (document.activeElement === document.body) form.querySelector("[aria-invalid]")?.focus();
  if (touched(whole)) all(); // before this script was there
  show();
  window.addEventListener("pageshow", show); // Back brings the ticks back
}
