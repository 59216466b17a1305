// Whose browser this is: the cards of one student are put away before another is here, and at signing out.
// Reviews that are not sent yet stay until whoever made them is back, or says that they may go.

import { openStore } from "./kept_store.js";
import { Sending } from "./kept_sending.js";

const POINTER = "quizapp:cards-of";
const PATIENCE = 6000; // milliseconds in which reviews are sent before anything is asked

// Return the account whose cards are studied here: who is signed in, or, without network, was last. 0: nobody.
export function whose() {
  const said = document.querySelector("meta[name=account]");
  if (said && !("studies" in said.dataset)) return 0;
  return Number(said?.content ?? remembered()) || 0;
}

function remembered() {
  try {
    return localStorage.getItem(POINTER);
  } catch {
    return null;
  }
}

async function putAway() {
  const said = document.querySelector("meta[name=account]");
  const before = remembered();
  if (!said || before === said.content) return;
  try {
    if (said.content) localStorage.setItem(POINTER, said.content);
    else localStorage.removeItem(POINTER);
  } catch {
    // Nothing outlives the page in this browser.
  }
  if (Number(before)) await (await openStore()).forget(Number(before));
}

const many = (count) => `${count} ${count === 1 ? "review" : "reviews"}`;

class SigningOut {
  #form;
  #store;
  #account;

  constructor(form, store, account) {
    [this.#form, this.#store, this.#account] = [form, store, account];
  }

  async begin() {
    if (await this.#sent()) await this.#leave();
    else await this.#ask();
  }

  async #waiting() {
    return (await this.#store.read(this.#account)).queue.length;
  }

  async #sent() {
    if (!(await this.#waiting())) return true;
    const late = new Promise((resolve) => setTimeout(() => resolve(false), PATIENCE));
    return Promise.race([new Sending(this.#store, this.#account, () => {}).flush(), late]);
  }

  // The device forgets only once the server has ended the session: without network nothing is gone.
  async #leave() {
    const body = new URLSearchParams(new FormData(this.#form));
    const way = { method: "POST", body, redirect: "manual" };
    const answer = await fetch(this.#form.action, way).catch(() => null);
    if (!answer) return this.#ask("There is no connection, and signing out needs one. Nothing was deleted.");
    if (answer.type !== "opaqueredirect") return this.#form.submit(); // refused: the server's page says why
    await this.#store.forget(this.#account, { reviews: true });
    location.assign("/");
  }

  async #ask(problem = "") {
    const count = await this.#waiting();
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "leaving-h");
    dialog.innerHTML = `
      <h2 class="h" id="leaving-h"></h2>
      <p class="small" id="leaving-why"></p>
      <p class="small" role="alert" id="leaving-problem"></p>
      <div class="actions">
        <button class="btn btn--primary" type="button" id="leaving-send"></button>
        <button class="btn" type="button" id="leaving-stay">Stay signed in</button>
      </div>
      <p><button class="btn btn--danger" type="button" id="leaving-lose"></button></p>`;
    const part = (name) => dialog.querySelector(`#leaving-${name}`);
    part("h").textContent = count
      ? `${many(count)} ${count === 1 ? "is" : "are"} only on this device`
      : "You are still signed in";
    part("why").textContent = count
      ? `${count === 1 ? "It" : "They"} could not be sent yet. Signing out now would delete ${count === 1 ? "it" : "them"}.`
      : "All your reviews are saved.";
    part("problem").textContent = problem;
    part("send").textContent = count ? "Send first, then sign out" : "Try again";
    part("lose").textContent = `Sign out and delete ${many(count)}`;
    part("lose").hidden = !count;
    part("send").addEventListener("click", async () => {
      part("problem").textContent = "Sending.";
      if (await this.#sent()) {
        dialog.close();
        await this.#leave();
      } else {
        part("problem").textContent = "They cannot be sent just now. Nothing was deleted.";
      }
    });
    part("lose").addEventListener("click", async () => {
      dialog.close();
      await this.#leave();
    });
    part("stay").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const account = whose();
  if (form.getAttribute("action") !== "/sign-out" || !account) return;
  event.preventDefault();
  try {
    await new SigningOut(form, await openStore(), account).begin();
  } catch {
    form.submit();
  }
});

putAway().catch(() => {});
