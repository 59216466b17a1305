// Items to put in order. Without this script each has a list of places; with it each has buttons and a grip,
// and the lists, out of sight, hold what is sent.

import { touched } from "./attempt_form.js";

class OrderList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.said = this.querySelector("[data-said]");
    for (const part of this.querySelectorAll("[data-grip], [data-moves], [data-moved]")) part.hidden = false;
    for (const part of this.querySelectorAll("[data-plain], .order__place")) part.hidden = true;
    this.classList.add("is-movable");
    this.addEventListener("click", (event) => this.press(event.target.closest("[data-move]")));
    this.addEventListener("pointerdown", (event) => this.hold(event));
    this.closest("form")?.addEventListener("filled", () => this.sort());
    this.sort();
    // Who gave one item its place before this script was there has moved it: all have a place then.
    const moved = this.rows.find((row) => touched(this.place(row)));
    if (moved) this.keep(moved);
  }

  get rows() {
    return [...this.list.children];
  }

  place(row) {
    return row.querySelector("select");
  }

  // Put the rows that have a place where it says, and the others around them.
  sort() {
    const rows = this.rows.filter((row) => !this.place(row).value);
    const placed = this.rows.filter((row) => this.place(row).value);
    for (const row of placed.sort((a, b) => this.place(a).value - this.place(b).value)) {
      rows.splice(this.place(row).value - 1, 0, row);
    }
    if (placed.length) this.list.append(...rows);
    this.ends();
  }

  // The first cannot go up, nor the last down; the buttons stay where they are, and keep the focus.
  ends() {
    const rows = this.rows;
    for (const [index, row] of rows.entries()) {
      row.querySelector("[data-move=up]").setAttribute("aria-disabled", String(index === 0));
      row.querySelector("[data-move=down]").setAttribute("aria-disabled", String(index === rows.length - 1));
    }
  }

  press(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const row = button.closest("li");
    if (button.dataset.move === "up") row.previousElementSibling.before(row);
    else row.nextElementSibling.after(row);
    button.focus();
    this.keep(row);
  }

  hold(event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button || this.place(this.rows[0]).matches(":disabled")) return;
    event.preventDefault();
    const row = grip.closest("li");
    const before = this.rows;
    grip.setPointerCapture(event.pointerId);
    row.classList.add("is-held");
    const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
    // The others move out of its way: a row that is itself moved in the page would let go of the pointer.
    const move = ({ clientY }) => {
      let [above, below] = [row.previousElementSibling, row.nextElementSibling];
      for (; above && clientY < middle(above); above = row.previousElementSibling) row.after(above);
      for (; below && clientY > middle(below); below = row.nextElementSibling) row.before(below);
    };
    const drop = () => {
      row.classList.remove("is-held");
      grip.removeEventListener("pointermove", move);
      if (this.rows.some((one, index) => one !== before[index])) this.keep(row);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  }

  keep(moved) {
    for (const [index, row] of this.rows.entries()) this.place(row).value = String(index + 1);
    this.ends();
    const text = moved.querySelector(".order__text").textContent.trim();
    this.said.textContent = `${text}: place ${this.place(moved).value} of ${this.rows.length}`;
    this.place(moved).dispatchEvent(new Event("change", { bubbles: true }));
  }
}

if (!customElements.get("order-list")) customElements.define("order-list", OrderList);
