"""A typed answer beside the card's own."""

import pytest

from quizapp.core.cards.typed import likeness


@pytest.mark.parametrize(
    ("typed", "answer", "expected"),
    [
        ("three at a time", "Three at a time.", "same"),
        ("the librarian", "The *librarian*.", "same"),
        ("Libarian", "librarian", "close"),
        ("2015", "2016", "other"),
        ("book", "Three at a time.", "other"),
        ("", "librarian", "other"),
    ],
)
def test_a_typed_answer_is_like_the_cards(typed: str, answer: str, expected: str) -> None:
    assert likeness(typed, answer) == expected
