// The navigator of a quiz under way: which questions hold an answer or a flag, and where one is.

export class Navigator {
  constructor(slots) {
    this.slots = slots;
  }

  get #cells() {
    return [...document.querySelectorAll(".nav-q__go")];
  }

  mark(at, { done, flagged }) {
    const index = this.slots.indexOf(at);
    const cell = this.#cells[index];
    if (!cell) return;
    if (done !== undefined) {
      cell.classList.toggle("is-done", done);
      cell.classList.toggle("is-blank", !done);
    }
    if (flagged !== undefined) {
      cell.querySelector(".flag")?.remove();
      if (flagged) {
        const flag = Object.assign(document.createElement("span"), { className: "flag" });
        flag.append(document.querySelector(".key .icon").cloneNode(true));
        cell.append(flag);
      }
    }
    const words = cell.classList.contains("is-done") ? "answered" : "no answer yet";
    cell.setAttribute("aria-label", `Question ${index + 1}, ${words}${cell.querySelector(".flag") ? ", flagged" : ""}`);
  }

  count() {
    const answered = document.querySelectorAll(".nav-q .is-done").length;
    const put = (id, figure) => {
      const place = document.getElementById(id);
      if (place) place.textContent = figure;
    };
    put("count-answered", answered);
    put("count-left", this.slots.length - answered);
    put("count-flagged", document.querySelectorAll(".nav-q .flag").length);
  }

  // Take over how another copy of this page has it: another window may have answered too.
  takeFrom(page) {
    const [mine, newest] = [document, page].map((one) => one.querySelector(".nav-q"));
    if (!mine || !newest || mine.contains(document.activeElement)) return;
    const current = this.#cells.findIndex((cell) => cell.hasAttribute("aria-current"));
    mine.replaceChildren(...newest.children);
    this.stand(current);
    this.count();
  }

  // Say which question one is at, counting from 0.
  stand(index) {
    this.#cells.forEach((cell, at) => {
      if (at === index) cell.setAttribute("aria-current", "step");
      else cell.removeAttribute("aria-current");
    });
  }

  // With all questions on one page: the one that has the focus, or else the first that is in view.
  // `tell` is called with its index, from 0.
  follow(questions, tell) {
    const standAt = (index) => {
      this.stand(index);
      tell(index);
    };
    const parts = [...questions];
    const inView = new Set();
    const watcher = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) inView[isIntersecting ? "add" : "delete"](target);
        const focused = parts.findIndex((part) => part.contains(document.activeElement) && inView.has(part));
        const first = parts.findIndex((part) => inView.has(part));
        if (first >= 0) standAt(focused >= 0 ? focused : first);
      },
      { rootMargin: "-15% 0px -45% 0px" }, // below the bar, above where the eye has not come yet
    );
    for (const [index, part] of parts.entries()) {
      watcher.observe(part);
      part.addEventListener("focusin", () => standAt(index));
    }
  }
}
