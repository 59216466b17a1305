// Quicker ways with ticks, on pages that work without: all, none or one reading at once;
// ticks that outlive a search; a count of what is ticked.

import { touched } from "./attempt_form.js";

for (const link of document.querySelectorAll("[data-tick]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const which = link.dataset.tick;
    for (const box of document.querySelectorAll("input[name=passages]:not(:disabled)")) {
      box.checked = which === "all" || box.dataset.reading === which;
    }
  });
}

// A question stands beside each passage it cites: its boxes are ticked together.
function follow(box) {
  for (const twin of document.querySelectorAll(`input[name=question][value="${box.value}"]`)) {
    twin.checked = box.checked;
  }
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.name !== "question" || box.type !== "checkbox") return;
  follow(box);
  count();
});

function ticked() {
  const boxes = document.querySelectorAll("#add input[name=question]:checked, #add input[name=question][type=hidden]");
  return new Set([...boxes].map((box) => box.value));
}

function count() {
  const told = document.querySelector("[data-count]");
  if (told) told.textContent = ticked().size ? `${ticked().size} ticked` : "";
}

const search = document.querySelector("form[data-carries]");
search?.addEventListener("submit", () => {
  for (const id of ticked()) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "question", value: id });
    search.append(field);
  }
});

// What was ticked before this script was there.
[...document.querySelectorAll("input[name=question][type=checkbox]")].filter(touched).forEach(follow);
count();
