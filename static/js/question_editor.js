// The editor of a question: the preview follows what is written, rows come and go without leaving the page,
// and a page with words that the server does not have asks before it is left.

import { touched } from "./attempt_form.js";
import { Draft } from "./question_draft.js";

const form = document.getElementById("question-form");
const preview = document.getElementById("preview");
const failed = document.getElementById("preview-failed");
let timer;
let asking;
let ending = false;
let leaving = false;
const draft = new Draft(form);

async function post(url, body, signal) {
  const answer = await fetch(url, { method: "POST", body, signal, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

async function show() {
  asking?.abort();
  asking = new AbortController();
  try {
    preview.innerHTML = await post(form.dataset.preview, new FormData(form), asking.signal);
    failed.hidden = true;
  } catch (error) {
    if (error.name !== "AbortError") failed.hidden = false;
  }
}

function later() {
  draft.touch();
  clearTimeout(timer);
  timer = setTimeout(show, 350);
}

// Adding or removing a row: the server draws the form again, and only that list is exchanged.
async function changeRows(button) {
  const list = button.name.replace(/-(add|remove)$/, "");
  const drawn = new DOMParser().parseFromString(
    await post(location.href, new FormData(form, button)),
    "text/html",
  );
  document.getElementById(list).replaceWith(drawn.getElementById(list));
  const now = document.getElementById(list);
  const words = [...now.querySelectorAll("[data-rows] input:not([type=radio], [type=checkbox]), [data-rows] textarea")];
  const added = [...now.querySelectorAll("[data-rows] > *")].at(-1);
  const next = button.name.endsWith("-add")
    ? added?.querySelector("input:not([type=radio], [type=checkbox]), textarea")
    : words.at(0) ?? now.querySelector("button");
  next?.focus();
  later();
}

form.addEventListener("input", later);
form.addEventListener("change", later);

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (/-(add|remove)$/.test(button?.name ?? "")) {
    event.preventDefault();
    changeRows(button).catch(() => {
      leaving = true;
      // Without the short way the long one still works: the page comes back as a whole.
      const field = Object.assign(document.createElement("input"), {
        type: "hidden",
        name: button.name,
        value: button.value,
      });
      form.append(field);
      form.submit();
    });
  } else if (button?.value === "preview") {
    event.preventDefault();
    show();
  } else if (!leaving) {
    // What is on its way must not arrive after the question itself, or it would be a draft again.
    if (!draft.sending) {
      draft.end();
      leaving = true;
      return;
    }
    event.preventDefault();
    if (ending) return;
    ending = true;
    draft.end().then(() => {
      leaving = true;
      form.requestSubmit(button);
    });
  }
});

// A page that is come back to as it was may be left by another button.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// What came back with something to mend is not kept yet; nor is what was typed before this script was there,
// or what the browser put back after a reload.
if ([...form.elements].some(touched)) later();
else if ("typed" in form.dataset) draft.touch();

addEventListener("beforeunload", (event) => {
  if (!leaving && draft.unsaved) event.preventDefault();
});

// The id is proposed from the title until somebody writes one.
const title = document.getElementById("title");
const id = document.getElementById("id");
if (title && id) {
  const proposed = () =>
    title.value
      .normalize("NFKD")
      .replace(/[^\x20-\x7e]/g, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-+|-+$/g, "");
  const propose = () => {
    if (!own) id.value = proposed();
  };
  let own = !["", proposed()].includes(id.value);
  id.addEventListener("input", () => {
    own = id.value !== "";
  });
  title.addEventListener("input", propose);
  if (touched(title)) propose();
}
