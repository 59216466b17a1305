import pytest

from quizapp.core.qtypes.base import Mark, Summary, Tally
from quizapp.core.statistics.items import discrimination, facility, key_outvoted, mark_of


def test_facility_is_the_mean_of_the_fractions() -> None:
    assert facility([1.0, 0.5, 0.0, 0.5]) == 0.5


def test_a_blank_counts_as_nothing_earned() -> None:
    assert facility([1.0, None, None, 1.0]) == 0.5


def test_nobody_asked_has_no_facility() -> None:
    assert facility([]) is None


def test_the_mark_follows_from_the_fraction() -> None:
    assert [mark_of(f) for f in (1.0, 0.25, 0.0, None)] == [Mark.RIGHT, Mark.PARTLY, Mark.WRONG, Mark.BLANK]


def test_a_key_is_outvoted_only_by_a_wrong_answer_chosen_more_often() -> None:
    def summary(right: int, wrong: int) -> Summary:
        return Summary(12, 0, (Tally("a", "A", right, True), Tally("b", "B", wrong, False)))

    assert key_outvoted(summary(5, 6))
    assert not key_outvoted(summary(6, 6))
    assert not key_outvoted(summary(0, 0))


def test_a_question_tells_those_apart_who_know_the_rest():
    assert discrimination([1, 1, 0, 0], [1.0, 0.8, 0.3, 0.1]) == pytest.approx(0.9615, abs=1e-4)
    assert discrimination([0, 0, 1, None], [1.0, 0.8, 0.3, 0.1]) == pytest.approx(-0.3965, abs=1e-4)


@pytest.mark.parametrize(
    ("fractions", "rest"),
    [([], []), ([1], [0.5]), ([1, 1, 1], [0.1, 0.5, 0.9]), ([1, 0, None], [0.5, 0.5, 0.5])],
)
def test_where_all_are_alike_nothing_is_told_apart(fractions, rest):
    assert discrimination(fractions, rest) is None
