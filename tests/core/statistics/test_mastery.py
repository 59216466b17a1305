from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.statistics.mastery import mastery

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    question: int
    fraction: float | None
    days_ago: float = 0
    points: float = 1.0

    @property
    def at(self) -> datetime:
        return NOW - timedelta(days=self.days_ago)


def share(*answers: One) -> float:
    found = mastery(answers)
    assert found
    return found.share


def test_of_one_day_it_is_the_share_of_points() -> None:
    assert share(One(1, 1.0), One(2, 0.5), One(3, 0.0, points=2)) == 0.375  # 1.5 of 4


def test_a_blank_earns_nothing() -> None:
    assert share(One(1, 1.0), One(2, None)) == 0.5


def test_an_answer_four_weeks_older_than_the_newest_counts_half() -> None:
    # (1 * 1 + 0.5 * 0) / 1.5, and the other way round.
    assert share(One(1, 1.0), One(2, 0.0, days_ago=28)) == pytest.approx(2 / 3)
    assert share(One(1, 0.0), One(2, 1.0, days_ago=28)) == pytest.approx(1 / 3)
    assert share(One(1, 0.0), One(2, 1.0, days_ago=56)) == pytest.approx(0.2)


def test_it_is_the_age_beside_the_newest_that_counts_not_the_day_of_looking() -> None:
    assert share(One(1, 1.0, 100), One(2, 0.0, 128)) == pytest.approx(2 / 3)


def test_of_the_answers_to_one_question_the_newest_counts() -> None:
    found = mastery([One(1, 0.0, 3), One(1, 1.0, 1), One(1, 0.5, 2)])
    assert found
    assert (found.share, found.n) == (1.0, 1)
    assert [one.days_ago for one in found.rests_on] == [1]


def test_of_two_answers_at_one_moment_the_later_named_counts() -> None:
    assert share(One(1, 0.0), One(1, 1.0)) == 1.0
    assert share(One(1, 1.0), One(1, 0.0)) == 0.0


def test_three_different_questions_are_enough_for_a_word_and_three_answers_to_one_are_not() -> None:
    same = mastery([One(1, 1.0, 3), One(1, 1.0, 2), One(1, 1.0, 1)])
    two = mastery([One(1, 1.0), One(2, 1.0)])
    three = mastery([One(1, 1.0), One(2, 1.0), One(3, 1.0)])
    assert same
    assert two
    assert three
    assert [one.enough for one in (same, two, three)] == [False, False, True]


def test_what_it_rests_on_is_told_newest_first() -> None:
    found = mastery([One(1, 1.0, 5), One(2, 0.0, 1), One(3, 1.0, 3)])
    assert found
    assert [one.question for one in found.rests_on] == [2, 3, 1]


def test_of_no_answers_there_is_nothing_to_say() -> None:
    assert mastery([]) is None


answers = st.lists(
    st.builds(One, st.integers(1, 5), st.floats(0, 1), st.integers(0, 300), st.sampled_from([0.5, 1.0, 2.0])),
    min_size=1,
    unique_by=lambda one: (one.question, one.days_ago),
)


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(some: list[One], chance: object) -> None:
    mixed = sorted(some, key=lambda one: chance.random())  # type: ignore[attr-defined]
    assert share(*mixed) == pytest.approx(share(*some))


@given(answers)
def test_doubled_points_change_nothing(some: list[One]) -> None:
    doubled = [One(one.question, one.fraction, one.days_ago, one.points * 2) for one in some]
    assert share(*doubled) == pytest.approx(share(*some))


@given(answers)
def test_it_lies_between_the_worst_and_the_best_answer_that_counts(some: list[One]) -> None:
    found = mastery(some)
    assert found
    fractions = [one.fraction or 0.0 for one in found.rests_on]
    assert min(fractions) - 1e-9 <= found.share <= max(fractions) + 1e-9
