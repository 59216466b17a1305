// Keeps on the server what stands in the editor, a moment after typing stops, and tries until it is there.
// "Saved" is only said of what the server has said it keeps.

const MOMENT = 1000; // milliseconds after the last key
const WAITS = [2, 4, 8, 15, 30]; // seconds between tries; the last for ever
const PATIENCE = 20000; // milliseconds for one try
const NOT_KEPT = ["csrf_token", "act", "type"];

export class Draft {
  #form;
  #state;
  #trouble;
  #timer;
  #tries = 0;
  #typed = 0; // counts changes
  #kept = 0; // the change up to which the server has it
  #sending = null;
  #ended = false;

  constructor(form) {
    this.#form = form;
    this.#state = document.getElementById("draft-state");
    this.#trouble = document.getElementById("draft-trouble");
    addEventListener("online", () => this.#soon(0));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#soon(0);
    });
  }

  get unsaved() {
    return !this.#ended && this.#kept < this.#typed;
  }

  get sending() {
    return this.#sending !== null;
  }

  touch() {
    this.#typed += 1;
    if (!this.#trouble.textContent) this.#state.textContent = "Not saved yet";
    this.#soon(MOMENT);
  }

  // Send nothing more, and resolve when nothing is under way: the form itself is being sent.
  async end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#sending;
  }

  #soon(milliseconds) {
    clearTimeout(this.#timer);
    if (this.unsaved) this.#timer = setTimeout(() => this.#run(), milliseconds);
  }

  async #run() {
    if (this.#sending || !this.unsaved) return;
    const change = this.#typed;
    this.#sending = this.#send();
    const saved = await this.#sending;
    this.#sending = null;
    if (saved) {
      this.#kept = change;
      this.#tries = 0;
      this.#trouble.textContent = "";
      this.#state.textContent = this.unsaved ? "Not saved yet" : `Draft saved ${saved}`;
      this.#soon(MOMENT);
    } else {
      this.#soon(WAITS[Math.min(this.#tries++, WAITS.length - 1)] * 1000);
    }
  }

  // Try once: the time of saving, or nothing.
  async #send() {
    const fields = [...new FormData(this.#form)].filter(([name]) => !NOT_KEPT.includes(name));
    let response;
    let said = {};
    try {
      response = await fetch(this.#form.dataset.draft, {
        method: "PUT",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": this.#form.elements.csrf_token.value,
        },
        body: JSON.stringify({ fields }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      said = await response.json();
    } catch {
      // Out of reach, or no answer of ours: as below.
    }
    if (response?.ok && said.saved_at) return said.saved_at;
    if (response?.status === 413) {
      this.#say(`Not saved: ${said.message ?? "this is too large."}`);
    } else if ([400, 401, 403].includes(response?.status) && !(await this.#refresh())) {
      this.#say("Not saved yet: sign in again in another tab. What you wrote is still here.");
    } else {
      this.#say("Not saved yet, trying");
    }
    return "";
  }

  // Take a fresh token from the page, in case the session is another one now; false: signed out.
  async #refresh() {
    try {
      const response = await fetch(location.href, { signal: AbortSignal.timeout(PATIENCE) });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const token = page.querySelector("#question-form [name=csrf_token]");
      if (!token) return false;
      this.#form.elements.csrf_token.value = token.value;
      return true;
    } catch {
      return true;
    }
  }

  #say(words) {
    this.#state.textContent = words;
    if (this.#trouble.textContent !== words) this.#trouble.textContent = words;
  }
}
