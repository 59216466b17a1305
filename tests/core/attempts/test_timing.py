"""How long each answer took, from the moments of saving."""

from datetime import UTC, datetime, timedelta

from quizapp.core.attempts.timing import seconds_taken

START = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_each_answer_takes_the_time_since_the_one_saved_before_it() -> None:
    assert seconds_taken(START, {1: at(30), 3: at(40.5), 2: at(100)}) == {1: 30, 3: 10.5, 2: 59.5}


def test_nothing_answered_took_no_time() -> None:
    assert seconds_taken(START, {}) == {}


def test_a_clock_that_went_back_gives_nought() -> None:
    assert seconds_taken(START, {1: at(-5), 2: at(10)}) == {1: 0, 2: 10}


def test_two_saved_at_once_share_the_time_by_their_slots() -> None:
    assert seconds_taken(START, {2: at(8), 1: at(8)}) == {1: 8, 2: 0}
