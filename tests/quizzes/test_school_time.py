"""Times of the school's wall clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from quizapp.quizzes.school_time import read_local, same_minute

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_summer_time_is_two_hours_ahead_of_utc_in_berlin() -> None:
    assert read_local(datetime(2026, 7, 1, 9, 30), BERLIN) == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)


def test_a_time_the_clocks_skip_is_refused_and_the_zone_named() -> None:
    with pytest.raises(ValueError) as refused:
        read_local(datetime(2026, 3, 29, 2, 30), BERLIN)
    assert str(refused.value) == (
        "There is no 02:30 on 29 March in Europe/Berlin: the clocks go forward then. "
        "Choose 03:30, or another time."
    )


def test_a_time_that_comes_twice_is_the_first() -> None:
    assert read_local(datetime(2026, 10, 25, 2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_minute_is_what_a_form_shows() -> None:
    row = datetime(2026, 7, 1, 9, 30, 41, tzinfo=UTC)
    assert same_minute(row, datetime(2026, 7, 1, 9, 30, tzinfo=UTC))
    assert not same_minute(row, datetime(2026, 7, 1, 9, 31, tzinfo=UTC))
    assert not same_minute(row, None)
