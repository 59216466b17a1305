"""Which score counts of several attempts."""

from dataclasses import dataclass

import pytest

from quizapp.core.attempts.combining import counting
from quizapp.core.attempts.policy import Combine


@dataclass(frozen=True)
class Try:
    number: int
    score: float | None
    max_score: float | None


TRIES = (Try(1, 6, 10), Try(2, 9, 10), Try(3, 3, 5))


@pytest.mark.parametrize(
    ("how", "score", "out_of", "number"),
    [
        (Combine.HIGHEST, 9, 10, 2),
        (Combine.FIRST, 6, 10, 1),
        (Combine.LAST, 3, 5, 3),
        (Combine.AVERAGE, 3.5, 5, 3),  # 60, 90 and 60 percent: 70 percent of 5
    ],
)
def test_one_score_counts(how: Combine, score: float, out_of: float, number: int) -> None:
    counted = counting(TRIES[::-1], how)
    assert counted
    assert counted.score == pytest.approx(score)
    assert (counted.out_of, counted.attempt.number) == (out_of, number)


def test_of_equal_shares_the_first_is_the_highest() -> None:
    counted = counting((Try(1, 3, 5), Try(2, 6, 10)), Combine.HIGHEST)
    assert counted
    assert counted.attempt.number == 1


@pytest.mark.parametrize("how", list(Combine))
def test_one_attempt_counts_exactly_as_it_is(how: Combine) -> None:
    counted = counting((Try(1, 0.1 + 0.2, 3),), how)
    assert counted
    assert counted.score == 0.1 + 0.2


@pytest.mark.parametrize("how", list(Combine))
def test_of_no_attempts_nothing_counts(how: Combine) -> None:
    assert counting((), how) is None


def test_an_attempt_whose_questions_were_all_dropped_counts_nothing() -> None:
    counted = counting((Try(1, 0, 0), Try(2, None, None)), Combine.AVERAGE)
    assert counted
    assert (counted.score, counted.out_of) == (0, 0)
