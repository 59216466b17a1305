// Draws a card that the device keeps, as templates/cards/study.html draws one. Its two faces came from the server.

const parts = document.getElementById("parts").content;

export const icon = (name) => parts.querySelector(`use[href$="#i-${name}"]`).closest("svg").cloneNode(true);

function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}

function fromHtml(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content;
}

const hidden = (name, value) => element("input", { type: "hidden", name, value });

export function fillCard(place, card, review, deck, typing) {
  place.replaceChildren(hidden("card", card.id), hidden("review", review));
  if (deck) place.append(hidden("deck", deck));
  place.append(fromHtml(card.front));
  if (!typing) place.append(fromHtml(card.back));
}

// Put the back in the place of the front: that of the server, with what was typed judged, or the kept one.
export function turnCard(place, judged, card, typed) {
  const back = judged ?? fromHtml(card.back).querySelector("#back");
  back.hidden = false;
  if (!judged && typed) {
    const written = element("span", { class: "written" }, typed);
    const compare = element("span", { class: "small soft" }, "Compare it.");
    back.firstElementChild.after(element("p", { class: "flash__tried" }, "You answered: ", written, " ", compare));
  }
  place.querySelector("#front").replaceWith(back);
}

export function fillActs(place, card, buttons, { turned, typing, deck }) {
  const acts = [];
  if (!turned && typing) {
    acts.push(element("button", { class: "grade grade--got", type: "submit", name: "show", value: "1" }, "Check"));
  } else if (!turned) {
    const href = `/cards/study?card=${card.id}&back=1${deck ? `&deck=${deck}` : ""}`;
    acts.push(element("a", { class: "grade grade--got", id: "turn", href }, "Show the answer"));
  }
  if (turned || !typing) {
    const after = card.then[card.at];
    const grades = buttons.map(({ rating, says }, index) => {
      const kind = says === "Got it" ? "grade grade--got" : "grade";
      const way = { class: kind, type: "submit", name: "rating", value: rating, "data-key": index + 1, disabled: !turned };
      return element("button", way, says, element("small", {}, after[rating].says));
    });
    const kind = buttons.length === 4 ? "four" : "two";
    acts.push(element("div", { class: kind, id: "grades", hidden: !turned }, ...grades));
  }
  place.replaceChildren(...acts);
}

// Say in place of a card that there is none, and where to go.
export function fillWords(place, acts, title, text, [words, href]) {
  const heading = element("h2", { class: "h", tabindex: "-1" }, title);
  place.replaceChildren(element("article", { class: "flash flash--words" }, heading, element("p", {}, text)));
  acts.replaceChildren(element("a", { class: "grade", href }, words));
  heading.focus({ preventScroll: true });
}

export function undoButton() {
  return element("button", { class: "btn btn--quiet btn--in", type: "button", id: "take-back" }, icon("undo"), "Undo");
}

// Show how it stands with the reviews; unchanged words are not read aloud again.
export function showState(place, { text, tone, link }) {
  if (place.dataset.text === text) return;
  place.dataset.text = text;
  place.className = `${place.className.replace(/ ?save--\S+/, "")} save--${tone ?? "saved"}`;
  place.replaceChildren();
  if (!text) return;
  const words = element("span", {}, text);
  if (link) words.append(" ", element("a", { href: "/join?next=/cards/study" }, "Sign in"));
  place.append(icon(tone), words);
}
