"""The arithmetic of the gradebook, in figures one can check by head."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.attempts.policy import Combine, Policy
from quizapp.core.gradebook import Category, Cell, Rules, Standing, cell_of, grade, lowest, trend

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=60)
OPEN = Policy(closes_at=NOW + HOUR)
CLOSED = Policy(closes_at=NOW - HOUR)


@dataclass(frozen=True)
class Try:
    number: int
    score: float | None
    max_score: float | None
    submitted_at: datetime | None = NOW - 2 * HOUR
    unmarked: int = 0


UNDER_WAY = Try(1, None, None, submitted_at=None)


def cell(*tries: Try, policy: Policy = OPEN, joined: datetime = LONG_AGO, excused: bool = False) -> Cell:
    return cell_of(tries, policy, now=NOW, joined_at=joined, excused=excused)


def scored(*shares: float) -> dict[int, Cell]:
    return {number: Cell(Standing.SCORED, share) for number, share in enumerate(shares, 1)}


# ---- what became of one assignment


def test_of_several_attempts_that_one_counts_which_the_rules_say() -> None:
    tries = (Try(1, 6, 10), Try(2, 9, 10), Try(3, 3, 5))
    found = {how: cell(*tries, policy=Policy(combine=how)).share for how in Combine}
    assert found == {
        Combine.HIGHEST: 0.9,
        Combine.LAST: 0.6,
        Combine.FIRST: 0.6,
        Combine.AVERAGE: pytest.approx(0.7),
    }


def test_not_begun_is_not_missed_before_it_is_closed() -> None:
    assert cell(policy=OPEN) == Cell(Standing.TO_COME)
    assert cell(policy=Policy()) == Cell(Standing.TO_COME)
    assert cell(policy=CLOSED) == Cell(Standing.MISSED)


def test_the_last_answers_on_their_way_are_waited_for() -> None:
    just_closed = Policy(closes_at=NOW - timedelta(seconds=29), grace=timedelta(seconds=30))
    assert cell(policy=just_closed) == Cell(Standing.TO_COME)


def test_begun_is_under_way_until_it_is_handed_in() -> None:
    assert cell(UNDER_WAY) == Cell(Standing.UNDER_WAY)
    assert cell(Try(1, 4, 5), Try(2, None, None, submitted_at=None)) == Cell(Standing.SCORED, 0.8)


def test_an_unmarked_essay_is_no_score_and_no_zero() -> None:
    assert cell(Try(1, 2, 10, unmarked=1)) == Cell(Standing.MARKING)


@pytest.mark.parametrize(
    ("how", "standing"),
    [
        (Combine.HIGHEST, Standing.MARKING),
        (Combine.AVERAGE, Standing.MARKING),
        (Combine.FIRST, Standing.SCORED),
        (Combine.LAST, Standing.MARKING),
    ],
)
def test_a_score_waits_for_the_marks_that_can_still_change_it(how: Combine, standing: Standing) -> None:
    tries = (Try(1, 6, 10), Try(2, 2, 10, unmarked=1))
    assert cell(*tries, policy=Policy(combine=how)).standing is standing


def test_a_quiz_of_which_every_question_was_dropped_is_worth_nothing_either_way() -> None:
    assert cell(Try(1, 0, 0)) == Cell(Standing.NO_POINTS)


def test_who_joined_after_the_closing_has_missed_nothing() -> None:
    assert cell(policy=CLOSED, joined=NOW - HOUR) == Cell(Standing.JOINED_LATER)
    assert cell(policy=CLOSED, joined=NOW - 2 * HOUR) == Cell(Standing.MISSED)


def test_the_excused_keep_their_score_to_look_at() -> None:
    assert cell(policy=CLOSED, excused=True) == Cell(Standing.EXCUSED)
    assert cell(Try(1, 4, 5), excused=True) == Cell(Standing.EXCUSED, 0.8)
    assert cell(Try(1, 4, 5, unmarked=1), excused=True) == Cell(Standing.EXCUSED)


# ---- the figure


def test_without_categories_every_quiz_counts_the_same() -> None:
    assert grade(scored(0.5, 0.75, 1.0), Rules()).share == 0.75


def test_the_weights_of_categories_are_applied_to_their_means() -> None:
    rules = Rules(categories=(Category("Quizzes", 60), Category("Homework", 40)), places={1: 0, 2: 0, 3: 1})
    # Quizzes (80 + 100) / 2 = 90 percent, homework 70: 0.6 * 90 + 0.4 * 70 = 82.
    one = grade(scored(0.8, 1.0, 0.7), rules)
    assert [part.share for part in one.parts] == [pytest.approx(0.9), 0.7]
    assert one.share == pytest.approx(0.82)


def test_weights_need_not_add_to_100() -> None:
    rules = Rules(categories=(Category("Quizzes", 3), Category("Tests", 1)), places={1: 0, 2: 1})
    # (3 * 80 + 1 * 40) / 4 = 70.
    assert grade(scored(0.8, 0.4), rules).share == pytest.approx(0.7)


def test_a_category_without_results_weighs_nothing() -> None:
    rules = Rules(categories=(Category("Quizzes", 60), Category("Projects", 40)), places={1: 0})
    one = grade(scored(0.8), rules)
    assert (one.share, one.weight) == (0.8, 60)
    assert one.parts[1].share is None


def test_a_category_of_weight_zero_is_shown_and_does_not_count() -> None:
    rules = Rules(categories=(Category("Quizzes", 50), Category("Practice", 0)), places={1: 0, 2: 1})
    one = grade(scored(0.8, 0.1), rules)
    assert (one.share, one.parts[1].share) == (0.8, 0.1)


def test_where_only_what_weighs_zero_has_results_there_is_no_figure() -> None:
    rules = Rules(categories=(Category("Practice", 0),), places={1: 0})
    assert grade(scored(0.5), rules).share is None


def test_what_is_in_no_category_does_not_count_once_there_are_categories() -> None:
    rules = Rules(categories=(Category("Quizzes", 100),), places={1: 0})
    assert grade(scored(0.8, 0.0), rules).share == 0.8
    assert [rules.is_unsorted(number) for number in (1, 2)] == [False, True]


def test_what_is_left_out_never_counts() -> None:
    assert grade(scored(0.8, 0.0), Rules(left_out=frozenset({2}))).share == 0.8
    rules = Rules(categories=(Category("Quizzes", 100),), places={1: 0, 2: 0}, left_out=frozenset({2}))
    assert grade(scored(0.8, 0.0), rules).share == 0.8
    assert not rules.is_unsorted(2)


def test_the_lowest_are_dropped_by_category() -> None:
    rules = Rules(
        categories=(Category("Quizzes", 50, drop_lowest=1), Category("Tests", 50)),
        places={1: 0, 2: 0, 3: 0, 4: 1},
    )
    # Quizzes without the 30: (90 + 70) / 2 = 80; tests 60: together 70.
    one = grade(scored(0.9, 0.3, 0.7, 0.6), rules)
    assert one.share == pytest.approx(0.7)
    assert one.parts[0].dropped == {2: 0.3}
    assert one.dropped == {2}


def test_dropping_more_than_there_are_keeps_the_best() -> None:
    rules = Rules(categories=(Category("Quizzes", 100, drop_lowest=5),), places={1: 0, 2: 0})
    one = grade(scored(0.4, 0.6), rules)
    assert (one.share, one.parts[0].dropped) == (0.6, {1: 0.4})
    assert grade(scored(0.4), rules).share == 0.4


def test_of_equals_the_earlier_is_dropped() -> None:
    assert lowest({7: 0.5, 3: 0.5, 9: 0.8}, 1) == {7}
    assert lowest({7: 0.5}, 1) == frozenset()
    assert lowest({}, 2) == frozenset()
    assert lowest({7: 0.5, 3: 0.6}, 0) == frozenset()


# ---- what is missing


MISSED = {**scored(0.8), 2: Cell(Standing.MISSED)}


def test_missing_is_not_zero_unless_the_teacher_says_so() -> None:
    assert grade(MISSED, Rules()).share == 0.8
    assert grade(MISSED, Rules(missed_is_zero=True)).share == 0.4


def test_a_zero_for_what_was_missed_can_be_dropped_like_any_other() -> None:
    rules = Rules(True, (Category("Quizzes", 100, drop_lowest=1),), {1: 0, 2: 0})
    one = grade(MISSED, rules)
    assert (one.share, one.parts[0].dropped) == (0.8, {2: 0.0})


@pytest.mark.parametrize(
    "standing", [one for one in Standing if one not in (Standing.SCORED, Standing.MISSED)]
)
def test_nothing_else_without_a_score_ever_counts(standing: Standing) -> None:
    cells = {**scored(0.8), 2: Cell(standing)}
    assert grade(cells, Rules(missed_is_zero=True)).share == 0.8


def test_the_score_of_who_is_excused_does_not_count() -> None:
    cells = {**scored(0.8), 2: Cell(Standing.EXCUSED, 0.1)}
    assert grade(cells, Rules(missed_is_zero=True)).share == 0.8


def test_excused_uses_up_no_drop() -> None:
    rules = Rules(categories=(Category("Quizzes", 100, drop_lowest=1),), places={1: 0, 2: 0, 3: 0})
    cells = {**scored(0.5, 0.9), 3: Cell(Standing.EXCUSED)}
    assert grade(cells, rules).share == 0.9


def test_who_is_excused_from_everything_has_no_figure() -> None:
    cells = {1: Cell(Standing.EXCUSED), 2: Cell(Standing.EXCUSED)}
    rules = Rules(True, (Category("Quizzes", 100, drop_lowest=1),), {1: 0, 2: 0})
    assert grade(cells, rules).share is None
    assert grade({}, Rules()).share is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.integers(0, 9))
def test_a_figure_lies_between_the_lowest_and_the_highest_and_dropping_never_lowers_it(
    shares: list[float], drop: int
) -> None:
    cells, places = scored(*shares), dict.fromkeys(range(1, len(shares) + 1), 0)
    plain = grade(cells, Rules(categories=(Category("Quizzes", 7),), places=places)).share
    dropped = grade(cells, Rules(categories=(Category("Quizzes", 7, drop),), places=places)).share
    assert plain is not None
    assert dropped is not None
    assert min(shares) - 1e-9 <= plain <= max(shares) + 1e-9
    assert dropped >= plain - 1e-9


# ---- trend


def test_a_trend_compares_the_newer_half_with_the_older() -> None:
    assert trend([0.4, 0.6, 0.7, 0.9]) == pytest.approx(0.3)
    assert trend([0.8, 0.6, 0.0, 0.6, 0.4]) == pytest.approx(-0.2)  # the middle one is in neither


def test_of_fewer_than_four_results_no_trend_is_told() -> None:
    assert trend([0.1, 0.5, 0.9]) is None
    assert trend([]) is None
