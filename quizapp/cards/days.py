"""A school's day, as the moments between which it lies."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from quizapp.web import clock


class Day(NamedTuple):
    """From `start` up to `end`, and its date."""

    start: datetime
    end: datetime
    date: date


def day_of(now: datetime) -> Day:
    """Return the day that it is in the school's zone."""
    zone = clock.zone()
    today = now.astimezone(zone).date()
    midnight = datetime.combine(today, time(), zone)
    return Day(midnight, datetime.combine(today + timedelta(days=1), time(), zone), today)


def date_of(moment: datetime) -> date:
    """Return the school's date at a moment."""
    return moment.astimezone(clock.zone()).date()
