"""Marks by hand: levels, halves, points, and an order that hides who wrote what."""

import pytest

from quizapp.core.attempts.marking import (
    Pick,
    UnreadableMarkError,
    fraction_of,
    judge,
    keys_of,
    pseudonyms,
    read_points,
)
from quizapp.core.qtypes.base import Criterion

QUOTES = Criterion("Quotes", ((2.0, "Quotes an hour"), (1.0, "Names a day"), (0.0, "Neither")))
REASON = Criterion("Reason", ((1.0, "Gives one"), (0.0, "Gives none")))


def test_the_levels_make_a_share_of_all_points() -> None:
    judged = judge([QUOTES, REASON], [Pick(1, half=True), Pick(0)])
    assert [(line.points, line.of, line.words) for line in judged] == [
        (1.5, 2.0, "Names a day"),
        (1.0, 1.0, "Gives one"),
    ]
    assert fraction_of(judged) == pytest.approx(2.5 / 3)


@pytest.mark.parametrize(
    ("picks", "said"),
    [
        ([Pick(0), None], "Choose a level for “Reason”."),
        ([Pick(0, half=True), Pick(0)], "“Quotes” gives 2 at most: leave out the half."),
        ([Pick(3), Pick(0)], "“Quotes” has no such level."),
        ([Pick(-1), Pick(0)], "“Quotes” has no such level."),
    ],
)
def test_what_is_no_level_is_refused(picks: list[Pick | None], said: str) -> None:
    with pytest.raises(UnreadableMarkError, match=said.replace(".", r"\.")):
        judge([QUOTES, REASON], picks)


@pytest.mark.parametrize(("text", "points"), [("0", 0.0), ("2,5", 2.5), (" 3 ", 3.0), ("1.0", 1.0)])
def test_points_are_read_in_halves(text: str, points: float) -> None:
    assert read_points(text, 3) == points


def test_all_the_points_of_an_odd_question_can_be_given() -> None:
    assert read_points("0.75", 0.75) == 0.75


@pytest.mark.parametrize(
    "text", ["", "four", "-1", "3.5", "0.25", "nan", "inf", "1e0000000000001", "²", "1 2"]
)
def test_what_is_no_number_of_halves_in_reach_is_refused(text: str) -> None:
    with pytest.raises(UnreadableMarkError, match="Write points from 0 to 3"):
        read_points(text, 3)


def test_the_key_of_a_level_is_its_points_where_these_are_figures() -> None:
    assert keys_of([QUOTES, REASON]) == [["2", "1", "0"], ["1", "0"]]
    assert keys_of([Criterion("Length", ((10.0, "Long"), (2.5, "Short")))]) == [["1", "2"]]


def test_pseudonyms_are_stable_and_not_the_order_of_the_people() -> None:
    people = list(range(1, 25))
    numbers = pseudonyms(people, "7:2")
    assert sorted(numbers.values()) == people
    assert numbers == pseudonyms(reversed(people), "7:2")
    assert [numbers[person] for person in people] != people
    assert numbers != pseudonyms(people, "7:3"), "Another question numbers them otherwise."
