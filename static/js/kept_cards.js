// Which kept card comes next and what a rating does, as quizapp/cards/queue.py has it. Values in, values out.
// Times are milliseconds of the server's clock.

const AHEAD = 20 * 60 * 1000; // a card just begun comes back this much sooner if nothing else is left
const MOST_TO_UNDO = 20;

// Return the day that it is: when it began, when it ends, and how many new cards are left of it.
function dayOf(kept, now) {
  const [first, ...ends] = kept.days;
  const index = ends.findIndex((end) => now < end);
  const [start, end] = index < 0 ? [ends.at(-1), Infinity] : [[first, ...ends][index], ends[index]];
  return { start, end, newLeft: start === kept.newOn ? kept.newLeft : kept.newADay };
}

function mine(kept, deck) {
  return deck ? kept.cards.filter((card) => card.decks.includes(deck)) : kept.cards;
}

const soonest = (one, other) => one.due - other.due || one.id - other.id;

function sorted(kept, deck, now) {
  const day = dayOf(kept, now);
  const seen = new Set(kept.cards.filter(({ last }) => last >= day.start).map(({ family }) => family));
  const cards = mine(kept, deck).filter(({ out }) => !out);
  return {
    day,
    steps: cards.filter(({ phase, due }) => phase === "step" && due <= now + AHEAD).sort(soonest),
    due: cards.filter(({ phase, due }) => phase === "review" && due < day.end).sort(soonest),
    // The other side of what was seen today would be no question any more.
    new: day.newLeft > 0 ? cards.filter(({ phase, family }) => phase === "new" && !seen.has(family)) : [],
  };
}

export function nextCard(kept, deck, now) {
  const { steps, due, new: fresh } = sorted(kept, deck, now);
  const ready = steps.find((card) => card.due <= now);
  return ready ?? due[0] ?? fresh[0] ?? steps[0] ?? null;
}

export function cardsLeft(kept, deck, now) {
  const { day, steps, due, new: fresh } = sorted(kept, deck, now);
  return steps.length + due.length + Math.min(fresh.length, Math.max(0, day.newLeft)) + kept.more;
}

export const cardOf = (kept, id) => kept?.cards.find((card) => card.id === id);

// Return what is kept after a rating. A card that leaves the steps of being learnt is out of the session:
// when it comes back, and what its buttons say then, the server tells.
export function rated(kept, id, rating, now, review) {
  const card = cardOf(kept, id);
  const changes = kept.changes + 1;
  if (!card) return { ...kept, changes, made: [...kept.made, { review, card: null, day: dayOf(kept, now).start }].slice(-MOST_TO_UNDO) };
  const { in: wait, to } = card.then[card.at][rating];
  const { day } = sorted(kept, 0, now);
  const after = {
    ...card,
    phase: to ? "step" : "review",
    at: to ?? "now",
    due: now + wait,
    last: now,
    reviews: card.reviews + 1,
    out: !to,
  };
  return {
    ...kept,
    changes,
    cards: kept.cards.map((one) => (one.id === id ? after : one)),
    newOn: day.start,
    newLeft: day.newLeft - (card.phase === "new" ? 1 : 0),
    made: [...kept.made, { review, card, day: day.start }].slice(-MOST_TO_UNDO),
  };
}

// Return what is kept once the last rating is taken back, and that rating.
export function takenBack(kept, now) {
  const last = kept.made.at(-1);
  const made = kept.made.slice(0, -1);
  const changes = kept.changes + 1;
  if (!last?.card) return { kept: { ...kept, changes, made }, last };
  const isHere = Boolean(cardOf(kept, last.card.id));
  const cards = isHere
    ? kept.cards.map((one) => (one.id === last.card.id ? last.card : one))
    : [last.card, ...kept.cards];
  const { start, newLeft } = dayOf(kept, now);
  const more = last.card.phase === "new" && last.day === start ? 1 : 0;
  return { kept: { ...kept, changes, cards, made, newOn: start, newLeft: newLeft + more }, last };
}

// Take what the server gives to be kept: what can be undone stays.
export function received(given, before, heardAt) {
  return {
    ...given,
    offset: given.now - heardAt,
    newOn: given.days[0],
    changes: before?.changes ?? 0,
    made: (before?.made ?? []).filter(({ day }) => day === given.days[0]), // of today
  };
}
