"""What a teacher does to an attempt, as values."""

from datetime import timedelta

import pytest

from quizapp.core.attempts.acts import hand_in, read_receipt, shift_of
from quizapp.core.attempts.state import AttemptState
from tests.cast import NOW

MINUTE = timedelta(minutes=1)


def test_more_time_moves_the_end_by_all_of_it() -> None:
    assert shift_of(NOW - MINUTE, 5 * MINUTE, NOW) == 5 * MINUTE


def test_time_is_taken_back_in_full_where_a_minute_remains() -> None:
    assert shift_of(NOW + 6 * MINUTE, -5 * MINUTE, NOW) == -5 * MINUTE


def test_of_time_taken_back_a_minute_remains() -> None:
    assert shift_of(NOW + 3 * MINUTE, -5 * MINUTE, NOW) == -2 * MINUTE


def test_nothing_is_taken_of_the_last_minute() -> None:
    assert shift_of(NOW + timedelta(seconds=20), -5 * MINUTE, NOW) == timedelta(0)


def test_the_teacher_hands_in_what_is_open() -> None:
    state, events = hand_in(AttemptState(1, 0, (), NOW, NOW + MINUTE), [], now=NOW)
    assert (state.submitted_at, state.submitted_by, len(events)) == (NOW, "teacher", 1)


def test_after_its_end_the_deadline_has_handed_in_whoever_presses() -> None:
    state, _ = hand_in(AttemptState(1, 0, (), NOW - MINUTE, NOW), [], now=NOW + MINUTE)
    assert (state.submitted_at, state.submitted_by) == (NOW, "deadline")


def test_what_is_handed_in_stays_the_students() -> None:
    before = AttemptState(1, 0, (), NOW, None, NOW, "student")
    assert hand_in(before, [], now=NOW + MINUTE) == (before, ())


@pytest.mark.parametrize("typed", ["7F3A-19C2", "7f3a 19c2", "7f3a19c2", " 7F3A–19C2. ", "7F3A-I9C2"])
def test_a_receipt_is_read_as_people_type_it(typed: str) -> None:
    assert read_receipt(typed) == "7F3A-19C2"


@pytest.mark.parametrize("typed", ["", "7F3A", "7F3A-19C2-1", "7F3A-19CZ", "²²²²²²²²", "7" * 5000])
def test_what_cannot_be_a_receipt_is_none(typed: str) -> None:
    assert read_receipt(typed) is None
