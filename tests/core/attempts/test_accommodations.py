"""The rules of one student, made of the class's and of what is set for them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.attempts.accommodations import NONE, Accommodation, Override, is_cut, lengthened, resolve
from quizapp.core.attempts.policy import Clock, Policy

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

unhurried = settings(deadline=None, database=None)  # other work on the machine is no failure

moments = st.none() | st.integers(0, 10_000).map(lambda minutes: NOW + minutes * MINUTE)
factors = st.floats(1, 4)
policies = st.builds(
    Policy,
    closes_at=moments,
    time_limit=st.none() | st.integers(1, 600).map(lambda minutes: minutes * MINUTE),
    attempts_allowed=st.none() | st.integers(1, 10),
)
accommodations = st.builds(
    Accommodation,
    time_factor=factors,
    extra_attempts=st.integers(0, 10),
    break_minutes=st.integers(0, 240),
    clock=st.sampled_from(Clock),
    larger_text=st.booleans(),
)
overrides = st.builds(
    Override,
    time_factor=st.none() | factors,
    extra_attempts=st.none() | st.integers(0, 10),
    closes_at=moments,
)


@unhurried
@given(policies)
def test_nothing_set_changes_nothing(policy: Policy) -> None:
    assert resolve(policy, NONE) is policy


@unhurried
@given(policies, accommodations, overrides)
def test_nobody_gets_less_than_the_class(policy: Policy, one: Accommodation, here: Override) -> None:
    mine = resolve(policy, one, here)
    usual, end = policy.deadline(NOW), mine.deadline(NOW)
    assert (usual is None) == (end is None)
    assert usual is None or end is None or end >= usual
    if policy.attempts_allowed is None:
        assert mine.attempts_allowed is None
    else:
        assert mine.attempts_allowed is not None
        assert mine.attempts_allowed >= policy.attempts_allowed


@unhurried
@given(policies, accommodations)
def test_without_an_extension_the_closing_ends_every_attempt(policy: Policy, one: Accommodation) -> None:
    mine = resolve(policy, one)
    assert mine.closes_at == policy.closes_at
    end = mine.deadline(NOW, rested=mine.break_time)
    assert policy.closes_at is None or (end is not None and end <= policy.closes_at)


@unhurried
@given(policies, accommodations, overrides)
def test_the_rules_of_the_class_are_kept_beside_those_that_differ(
    policy: Policy, one: Accommodation, here: Override
) -> None:
    mine = resolve(policy, one, here)
    assert mine == policy or mine.class_rules == policy


@pytest.mark.parametrize(
    ("minutes", "factor", "expected"),
    [(30, 2, 60), (20, 1.5, 30), (30, 1.25, 38), (10, 1.1, 11), (7, 1.5, 11), (600, 4, 2400), (25, 1, 25)],
)
def test_a_time_limit_grows_to_whole_minutes(minutes: int, factor: float, expected: int) -> None:
    assert lengthened(minutes * MINUTE, factor) == expected * MINUTE


def test_what_is_set_in_an_assignment_stands_before_what_is_set_on_the_student() -> None:
    policy = Policy(time_limit=20 * MINUTE, attempts_allowed=1)
    one = Accommodation(time_factor=2, extra_attempts=2)
    assert resolve(policy, one, Override(time_factor=1)).time_limit == 20 * MINUTE
    assert resolve(policy, one, Override(time_factor=1)).attempts_allowed == 3
    assert resolve(policy, one, Override(extra_attempts=0)).attempts_allowed == 1


def test_an_extension_moves_the_closing_for_this_student() -> None:
    policy = Policy(closes_at=NOW + 30 * MINUTE, time_limit=30 * MINUTE)
    longer = Override(closes_at=NOW + 50 * MINUTE)
    assert resolve(policy, Accommodation(time_factor=2)).deadline(NOW) == NOW + 30 * MINUTE
    assert resolve(policy, Accommodation(time_factor=2), longer).deadline(NOW) == NOW + 50 * MINUTE


def test_an_extension_that_the_class_has_overtaken_takes_nothing_away() -> None:
    policy = Policy(closes_at=NOW + 30 * MINUTE)
    assert resolve(policy, NONE, Override(closes_at=NOW)) is policy


def test_a_quiz_without_a_closing_has_nothing_to_extend() -> None:
    assert resolve(Policy(), NONE, Override(closes_at=NOW)).closes_at is None


def test_where_no_clock_runs_no_break_stops_it() -> None:
    one = Accommodation(break_minutes=10)
    assert resolve(Policy(time_limit=20 * MINUTE), one).break_time == 10 * MINUTE
    assert resolve(Policy(closes_at=NOW), one).break_time == timedelta()


def test_a_longer_limit_that_the_closing_cuts_is_told() -> None:
    policy = Policy(closes_at=NOW + 50 * MINUTE, time_limit=30 * MINUTE)
    mine = resolve(policy, Accommodation(time_factor=2))
    assert is_cut(mine, NOW)
    assert not is_cut(mine, NOW - 10 * MINUTE)
    assert not is_cut(policy, NOW + 40 * MINUTE)


def test_more_time_is_more_than_the_class_has_at_that_start() -> None:
    policy = Policy(closes_at=NOW + 50 * MINUTE, time_limit=30 * MINUTE)
    mine = resolve(policy, Accommodation(time_factor=1.5))
    assert mine.gives_more_time(NOW)
    assert not mine.gives_more_time(NOW + 20 * MINUTE)
    assert not policy.gives_more_time(NOW)
    assert policy.gives_more_time(NOW, rested=MINUTE)
