"""Breaks: the clock of the time limit stands, and goes on by itself when the minutes are used up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.attempts import engine
from quizapp.core.attempts.drawing import Slot
from quizapp.core.attempts.policy import Policy
from quizapp.core.attempts.state import AttemptState, BreakBegan, BreakEnded, Reason, Refused

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
RULES = Policy(time_limit=20 * MINUTE, break_time=10 * MINUTE)
SLOTS = [Slot(1, 11), Slot(2, 12)]


def begun(policy: Policy = RULES) -> AttemptState:
    state, _ = engine.start(policy, [], SLOTS, seed=7, now=NOW)
    assert state
    return state


def test_a_break_moves_the_end_by_what_it_took() -> None:
    state, events = engine.take_break(begun(), RULES, now=NOW + 5 * MINUTE)
    assert events == (BreakBegan(NOW + 15 * MINUTE),)
    assert state.on_break(NOW + 5 * MINUTE)
    state, events = engine.end_break(state, RULES, now=NOW + 8 * MINUTE)
    assert events == (BreakEnded(),)
    assert not state.on_break(NOW + 8 * MINUTE)
    assert (state.deadline_at, state.break_used) == (NOW + 23 * MINUTE, 3 * MINUTE)
    assert state.more_time


def test_a_break_ends_by_itself_when_its_minutes_are_used_up() -> None:
    state, _ = engine.take_break(begun(), RULES, now=NOW + 5 * MINUTE)
    assert state.on_break(NOW + 15 * MINUTE - SECOND)
    assert not state.on_break(NOW + 15 * MINUTE)
    assert state.deadline_at == NOW + 30 * MINUTE
    assert engine.end_break(state, RULES, now=NOW + 16 * MINUTE) == (state, ())
    assert engine.is_due(state, timedelta(), NOW + 30 * MINUTE)


def test_after_all_minutes_there_is_no_break() -> None:
    state, _ = engine.take_break(begun(), RULES, now=NOW)
    again, events = engine.take_break(state, RULES, now=NOW + 12 * MINUTE)
    assert events == (Refused(Reason.NO_BREAK_LEFT),)
    assert again is state


def test_two_breaks_share_the_minutes() -> None:
    state, _ = engine.take_break(begun(), RULES, now=NOW)
    state, _ = engine.end_break(state, RULES, now=NOW + 4 * MINUTE)
    state, events = engine.take_break(state, RULES, now=NOW + 5 * MINUTE)
    assert events == (BreakBegan(NOW + 11 * MINUTE),)
    assert state.deadline_at == NOW + 30 * MINUTE


def test_a_break_begun_twice_is_one() -> None:
    state, _ = engine.take_break(begun(), RULES, now=NOW)
    assert engine.take_break(state, RULES, now=NOW + MINUTE) == (state, ())


def test_who_was_given_none_has_none() -> None:
    policy = replace(RULES, break_time=timedelta())
    assert engine.take_break(begun(policy), policy, now=NOW)[1] == (Refused(Reason.NO_BREAK_LEFT),)


def test_after_the_end_there_is_no_break() -> None:
    _, events = engine.take_break(begun(), RULES, now=NOW + 20 * MINUTE)
    assert events == (Refused(Reason.TOO_LATE, NOW + 20 * MINUTE),)
    done, _ = engine.submit(begun(), [], now=NOW)
    assert engine.take_break(done, RULES, now=NOW)[1] == (Refused(Reason.HANDED_IN, NOW),)


def test_the_closing_comes_all_the_same() -> None:
    policy = replace(RULES, closes_at=NOW + 22 * MINUTE)
    state, _ = engine.take_break(begun(policy), policy, now=NOW)
    assert state.deadline_at == NOW + 22 * MINUTE
    state, _ = engine.end_break(state, policy, now=NOW + MINUTE)
    assert state.deadline_at == NOW + 21 * MINUTE


def test_time_that_a_teacher_gave_besides_stays_given() -> None:
    state = replace(begun(), deadline_at=NOW + 25 * MINUTE)
    state, _ = engine.take_break(state, RULES, now=NOW)
    state, _ = engine.end_break(state, RULES, now=NOW + 2 * MINUTE)
    assert state.deadline_at == NOW + 27 * MINUTE


def test_a_clock_that_is_set_back_in_a_break_gives_nothing_away() -> None:
    state, _ = engine.take_break(begun(), RULES, now=NOW + 5 * MINUTE)
    state, _ = engine.end_break(state, RULES, now=NOW)
    assert (state.deadline_at, state.break_used) == (NOW + 20 * MINUTE, timedelta())


@settings(deadline=None, database=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=6))
def test_however_one_rests_the_end_moves_by_the_rest_and_no_further_than_allowed(
    breaks: list[tuple[int, int]],
) -> None:
    state, now = begun(), NOW
    for wait, rest in breaks:
        now += timedelta(seconds=wait)
        state, _ = engine.take_break(state, RULES, now=now)
        now += timedelta(seconds=rest)
        state, _ = engine.end_break(state, RULES, now=now)
    assert state.rested <= RULES.break_time
    assert state.deadline_at == RULES.deadline(NOW, state.rested)
