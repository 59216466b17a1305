// The link "Write a question" beside a passage takes along the words that are selected in it.

const links = new Map(
  [...document.querySelectorAll("[data-write]")].map((link) => [
    link.closest(".passage"),
    { link, href: link.href, label: link.getAttribute("aria-label"), words: link.textContent },
  ]),
);

function take() {
  const selection = document.getSelection();
  const quote = selection.toString().trim().replace(/\s+/g, " ").slice(0, 1000);
  const node = selection.anchorNode;
  const chosen = (node instanceof Element ? node : node?.parentElement)?.closest(".passage .reading")?.closest(".passage");
  for (const [passage, { link, href, label, words }] of links) {
    const about = quote !== "" && passage === chosen;
    const url = new URL(href);
    if (about) url.searchParams.set("quote", quote);
    link.href = url.href;
    link.textContent = about ? "Write about the selection" : words;
    link.setAttribute("aria-label", about ? `Write a question about the selection in ${label.split(" ").slice(-2).join(" ")}` : label);
  }
}

document.addEventListener("selectionchange", take);
take(); // what was selected before this script was there
