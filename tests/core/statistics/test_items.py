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


def test_wordings_of_the_right_answer_vote_together() -> None:
    amsel, ms_amsel = Tally("a", "Amsel", 3, True), Tally("b", "Ms Amsel", 3, True)
    assert not key_outvoted(Summary(10, 0, (amsel, ms_amsel, Tally("c", "Ms Okafor", 4, False))))


def test_where_all_that_apply_are_chosen_the_right_choice_taken_least_is_outvoted() -> None:
    tallies = (Tally("a", "A", 9, True), Tally("b", "B", 2, True), Tally("c", "C", 3, False))
    assert key_outvoted(Summary(10, 0, tallies, several=True))
    assert not key_outvoted(Summary(10, 0, (*tallies[:2], Tally("c", "C", 2, False)), several=True))


def test_of_several_things_asked_each_is_judged_by_itself() -> None:
    easy = (Tally("1:a", "A", 9, True, "Monday"), Tally("1:b", "B", 1, False, "Monday"))
    hard = (Tally("2:a", "A", 6, False, "Friday"), Tally("2:b", "B", 4, True, "Friday"))
    assert key_outvoted(Summary(10, 0, easy + hard))
    assert not key_outvoted(Summary(10, 0, easy))


def test_a_question_tells_those_apart_who_know_the_rest():
    assert discrimination([1, 1, 0, 0], [1.0, 0.8, 0.3, 0.1]) == pytest.approx(0.9615, abs=1e-4)
    assert discrimination([0, 0, 1, None], [1.0, 0.8, 0.3, 0.1]) == pytest.approx(-0.3965, abs=1e-4)


@pytest.mark.parametrize(
    ("fractions", "rest"),
    [([], []), ([1], [0.5]), ([1, 1, 1], [0.1, 0.5, 0.9]), ([1, 0, None], [0.5, 0.5, 0.5])],
)
def test_where_all_are_alike_nothing_is_told_apart(fractions, rest):
    assert discrimination(fractions, rest) is None
