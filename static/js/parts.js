// Small manners for the parts in templates/_macros: nothing here is needed to get at anything.

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-dismiss], [data-print], [data-opens], [data-closes]");
  if (pressed?.dataset.dismiss) pressed.closest(pressed.dataset.dismiss)?.remove();
  if (pressed && "print" in pressed.dataset) window.print();
  if (pressed?.dataset.opens) {
    const dialog = document.getElementById(pressed.dataset.opens);
    if (dialog?.showModal) {
      event.preventDefault(); // without a dialog the link goes to a page that asks the same
      dialog.showModal();
    }
  }
  if (pressed && "closes" in pressed.dataset) pressed.closest("dialog")?.close();

  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What a student put out of sight stays so from page to page.
for (const button of document.querySelectorAll("[data-hides]")) {
  const target = document.getElementById(button.dataset.hides);
  const show = (hidden) => {
    target.hidden = hidden;
    button.setAttribute("aria-pressed", String(hidden));
  };
  const key = `hidden-${button.dataset.hides}`;
  show(sessionStorage.getItem(key) === "yes");
  button.addEventListener("click", () => {
    sessionStorage.setItem(key, target.hidden ? "no" : "yes");
    show(!target.hidden);
  });
}

// A form that came back begins with what has to be mended, but for who is in a field of it already.
if (document.activeElement === document.body) document.querySelector("[data-focus]")?.focus();
