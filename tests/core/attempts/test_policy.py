"""The rules of an assignment, as values."""

from datetime import UTC, datetime, timedelta

import pytest

from quizapp.core.attempts.policy import Policy, ReviewPolicy, Section, Shown, When, read_sections

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
    late = CLOSES + timedelta(seconds=30)
    assert policy.shown(late) == Shown(score=True, correctness=True, key=True, feedback=True)


def test_what_waits_for_the_closing_waits_for_the_last_answers_grace() -> None:
    policy = Policy(closes_at=CLOSES, grace=timedelta(seconds=30))
    assert policy.is_closed(CLOSES)
    assert not policy.shown(CLOSES + timedelta(seconds=29)).key
    assert policy.shown(CLOSES + timedelta(seconds=30)).key


def test_what_is_shown_during_is_shown_after_too() -> None:
    policy = Policy(review=ReviewPolicy(score=When.NEVER, correctness=When.DURING, key=When.SUBMITTED))
    assert policy.shown_during == Shown(correctness=True)
    assert policy.checks
    assert policy.shown(OPENS) == Shown(correctness=True, key=True)


def test_a_score_is_never_told_during_and_one_page_tells_nothing() -> None:
    assert not Policy(review=ReviewPolicy(score=When.DURING)).shown_during.anything
    assert not Policy(one_page=True, review=ReviewPolicy(key=When.DURING)).checks


@pytest.mark.parametrize("typed", ["HRN-47K", "hrn47k", " hrn 47k ", "HRN–47K"])
def test_a_code_is_compared_whatever_its_case_spaces_and_hyphens(typed: str) -> None:
    assert Policy(access_code="HRN-47K").admits(typed)


@pytest.mark.parametrize("typed", ["", "HRN", "HRN47KK", "47K"])
def test_another_code_is_refused(typed: str) -> None:
    assert not Policy(access_code="HRN-47K").admits(typed)


def test_without_a_code_nothing_has_to_be_typed() -> None:
    assert Policy().admits("")


def test_sections_are_read_from_their_stored_form() -> None:
    assert read_sections([{"title": "Part A", "ask": 5}, {}]) == (
        Section(title="Part A", ask=5),
        Section(),
    )
    assert read_sections(None) == ()


def test_what_waits_for_the_closing_never_shows_where_nothing_closes() -> None:
    assert Policy().shown(OPENS).key is False


def test_nothing_shown_is_told_apart_from_only_a_score() -> None:
    assert not Shown().anything
    assert Shown(score=True).anything
    assert not Shown(score=True).answers
