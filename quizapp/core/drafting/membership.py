"""Which of these does the text list? The wrong ones are what it lists elsewhere."""

from collections.abc import Iterator
from random import Random
from typing import Any

from quizapp.core.drafting.ideas import Idea
from quizapp.core.drafting.lists import Listing
from quizapp.core.drafting.survey import Survey
from quizapp.core.drafting.wording import LEANS, SOURCE, as_clause, content_words, standing_alone

MOST_RIGHT, MOST_WRONG, FEWEST_WRONG = 4, 3, 2


def list_membership(sentence: str, found: Survey, rng: Random) -> Iterator[Idea]:
    """Ask which things a sentence lists, among things of their kind that other passages list."""
    for listing in dict.fromkeys(one for _, one in found.lists if one.sentence == sentence):
        lead = _lead(listing, found)
        others = elsewhere(listing, found)
        if not lead or len(others) < FEWEST_WRONG:
            continue
        wrong = rng.sample(others, min(MOST_WRONG, len(others)))
        right = rng.sample(listing.items, min(MOST_RIGHT, len(listing.items)))
        choices: list[dict[str, Any]] = [{"text": item, "correct": True} for item in right]
        choices += [{"text": item, "feedback": "The text lists this elsewhere."} for item in wrong]
        rng.shuffle(choices)
        asked = f"are named as {listing.called}?" if listing.called else "complete the sentence?"
        yield Idea(
            {
                "type": "multiple_response",
                "prompt": f"{SOURCE} which of these {asked} “{lead} …”",
                "choices": choices,
                "feedback": f"The text says: “{' '.join(sentence.split())}”",
            },
            "What is listed",
            f"A list of {len(listing.items)}, beside what other passages list",
            tuple(right),
            listing.lead,
            tuple(wrong),
        )


def elsewhere(listing: Listing, found: Survey) -> list[str]:
    """Return what is listed elsewhere and this list could not hold: nothing that may be true of it too."""
    own = {place for place, one in found.lists if one.sentence == listing.sentence}
    sentence = content_words(listing.sentence)
    passage = sentence | content_words(" ".join(found.texts[place] for place in own))
    called, about = content_words(listing.called), _matter(listing)
    items: list[str] = []
    for place, other in found.lists:
        # Of two lists about one thing the items of either may be true of both; so may those of two lists
        # in one passage, unless each says what it is a list of.
        apart = place not in own or (listing.called and other.called)
        if (
            other.sentence == listing.sentence
            or other.kind != listing.kind
            or not apart
            or about & _matter(other)
        ):
            continue
        here = sentence if place in own else passage
        for item in other.items:
            words = content_words(item)
            if words & here or item in items or item.casefold() in listing.sentence.casefold():
                continue
            if called and any(called <= content_words(one) for one in found.holding(item)):
                continue
            items.append(item)
    return items


def _matter(listing: Listing) -> frozenset[str]:
    """Return the words that say what a list is of; names stand in every sentence of a text about them."""
    words = [word for word in listing.lead.split() if word[:1].islower()]
    return content_words(" ".join(words)) | content_words(listing.called)


def _lead(listing: Listing, found: Survey) -> str:
    """Return the words up to the list, or "" where they do not stand alone."""
    if "\n" in listing.sentence:
        lead = listing.lead.rstrip(":")
        return (
            ""
            if LEANS.match(lead) or len(lead.split()) < 3
            else as_clause(lead, found.begins_with_name(lead))
        )
    stem = standing_alone(listing.sentence)
    at = stem.find(listing.items[0])
    return as_clause(stem[:at].strip().rstrip(":"), found.begins_with_name(stem)) if at > 0 else ""
