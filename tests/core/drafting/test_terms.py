"""Flashcards of the terms that a sentence explains."""

import pytest

from quizapp.core.bank.model import Passage
from quizapp.core.drafting.drafts import draft_cards
from quizapp.core.drafting.terms import terms_in

ROOM = "The lamp has a room called the lantern room."
QUEEN = "The “quiet queen” rule means that no hive is moved."
ACT = "The Order of Old Keepers (OOK) has met since 1991."


@pytest.mark.parametrize(
    ("sentence", "front", "back"),
    [
        ("A lighthouse is a tower with a lamp for ships.", "lighthouse", "A tower with a lamp for ships."),
        ("The gallery, which is a walk around the lamp, is cold.", "gallery", "A walk around the lamp."),
        ("The wick (a cord of cotton) drew up the oil.", "wick", "A cord of cotton."),
        ("Augustin Fresnel, a French engineer, made the lens.", "Augustin Fresnel", "A French engineer."),
        (ACT, "OOK", "Order of Old Keepers."),
        ("They left the great sea treaty, or GST, in spring.", "GST", "The great sea treaty."),
        (ROOM, "lantern room", ROOM),
        (QUEEN, "quiet queen", QUEEN),
    ],
)  # fmt: skip
def test_a_term_has_on_its_back_what_the_sentence_says_of_it(sentence, front, back):
    assert [(term.front, term.back) for term in terms_in(sentence)] == [(front, back)]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is a fine day for all of the keepers.",
        "An unpredictable approach is a risk to the country.",
        "Russia is a country that has much to gain from this.",
        "The keeper spoke of a “quiet queen” for the hive.",
        "The goal was a long and lasting peace for them.",
        "The keeper, the cook, and the boy lived there.",
    ],
)
def test_what_explains_no_term_makes_no_card(sentence):
    assert list(terms_in(sentence)) == []


def test_a_term_has_one_card_in_a_reading():
    passages = [Passage(f"p-1-{n}", f"1.{n}", "A", ACT, ()) for n in (1, 2)]
    (draft,) = draft_cards("bees", passages)
    assert (draft.card.front, draft.card.cites, draft.sentence, draft.card.status) == (
        "OOK", ("bees/p-1-1",), ACT, "draft",
    )  # fmt: skip
