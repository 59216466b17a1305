// A button that copies the field it names. The field is selected first, so that it can be copied by hand
// where the browser does not let a page do it.

for (const button of document.querySelectorAll("[data-copies]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    let copied = false;
    try {
      await navigator.clipboard.writeText(field.value);
      copied = true;
    } catch {
      copied = document.execCommand("copy"); // over plain http there is no clipboard for pages
    }
    button.querySelector("[role=status]").textContent = copied
      ? "Copied"
      : "It is selected: copy it with Ctrl+C";
  });
}
