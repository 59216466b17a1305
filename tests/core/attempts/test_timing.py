"""How long each answer took, from the moments of saving."""

from datetime import UTC, datetime, timedelta

import pytest

from quizapp.core.attempts.timing import Taken, believable, read_times, seconds_taken, times_taken

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


def test_what_the_page_measured_goes_before_the_moments_of_saving() -> None:
    saved = {1: (at(30), 12), 2: (at(100), None), 3: (at(110), 0)}
    assert times_taken(START, at(120), saved) == {
        1: Taken(12, measured=True),
        2: Taken(70, measured=False),
        3: Taken(0, measured=True),
    }


def test_no_question_took_longer_than_the_whole_attempt() -> None:
    assert times_taken(START, at(120), {1: (at(30), 86_400)}) == {1: Taken(120, measured=True)}
    assert times_taken(START, at(-1), {1: (at(30), 5)}) == {1: Taken(0, measured=True)}


@pytest.mark.parametrize("claimed", [0, 41, 86_400])
def test_a_page_may_say_up_to_a_day(claimed: int) -> None:
    assert believable(claimed) == claimed


@pytest.mark.parametrize("claimed", [None, -1, 86_401, 10**30, 4.5, "41", True, [41], {"1": 41}])
def test_what_nobody_can_have_counted_is_no_time(claimed: object) -> None:
    assert believable(claimed) is None


def test_the_times_of_all_questions_come_in_one_line() -> None:
    assert read_times("1:41,2:350") == {1: 41, 2: 350}
    assert read_times("1:41,1:20,2:86401") == {1: 41}


@pytest.mark.parametrize(
    "text", ["", "1", "1:", ":1", "1:4;2:5", "1:-4", "1:4,", "a:4", "1:4.5", "1:٤", "12345:1", "1:1," * 1_001]
)
def test_what_is_not_written_so_says_nothing(text: str) -> None:
    assert read_times(text) == {}
