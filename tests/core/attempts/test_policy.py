"""The rules of an assignment, as values."""

from datetime import UTC, datetime, timedelta

import pytest

from quizapp.core.attempts.policy import Policy, ReviewPolicy, Shown, When

OPENS = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [(OPENS - SECOND, False), (OPENS, True), (CLOSES - SECOND, True), (CLOSES, False)],
)
def test_an_attempt_may_begin_from_opening_until_just_before_closing(now: datetime, is_open: bool) -> None:
    assert Policy(opens_at=OPENS, closes_at=CLOSES).is_open(now) is is_open


def test_without_times_it_is_always_open() -> None:
    assert Policy().is_open(OPENS)
    assert Policy().deadline(OPENS) is None


def test_the_deadline_is_the_limit_or_the_closing_whichever_is_first() -> None:
    policy = Policy(closes_at=CLOSES, time_limit=timedelta(minutes=20))
    assert policy.deadline(OPENS) == OPENS + timedelta(minutes=20)
    assert policy.deadline(CLOSES - timedelta(minutes=5)) == CLOSES


def test_each_part_of_the_review_has_its_own_time() -> None:
    policy = Policy(
        closes_at=CLOSES,
        review=ReviewPolicy(
            score=When.SUBMITTED,
            correctness=When.SUBMITTED,
            key=When.CLOSED,
            feedback=When.CLOSED,
            passage=When.NEVER,
        ),
    )
    assert policy.shown(OPENS) == Shown(score=True, correctness=True)
    assert policy.shown(CLOSES) == Shown(score=True, correctness=True, key=True, feedback=True)


def test_what_waits_for_the_closing_never_shows_where_nothing_closes() -> None:
    assert Policy().shown(OPENS).key is False


def test_nothing_shown_is_told_apart_from_only_a_score() -> None:
    assert not Shown().anything
    assert Shown(score=True).anything
    assert not Shown(score=True).answers
