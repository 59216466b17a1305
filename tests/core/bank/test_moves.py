"""Which moves of a question make sense."""

import pytest

from quizapp.core.bank.model import Status
from quizapp.core.bank.moves import MOVES, why_no_move


def test_every_state_can_be_left_and_reached():
    assert set(MOVES) == set(Status)
    assert {after for moves in MOVES.values() for after in moves} == set(Status)


@pytest.mark.parametrize(
    ("before", "after"),
    [("draft", "review"), ("review", "approved"), ("approved", "retired"), ("retired", "draft")],
)
def test_the_way_from_draft_to_retired_and_back_is_open(before, after):
    assert why_no_move(Status(before), Status(after)) == ""


def test_a_move_that_makes_no_sense_says_what_to_do():
    assert why_no_move(Status.RETIRED, Status.REVIEW) == (
        "A retired question is made a draft first, then sent to review."
    )
    assert why_no_move(Status.DRAFT, Status.DRAFT) == "The question is in that state already."
