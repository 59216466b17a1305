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
    return _day(now.astimezone(clock.zone()).date())


def before(day: Day, days: int) -> Day:
    """Return the day so many days before; after, for a number below zero."""
    return _day(day.date - timedelta(days=days))


def _day(at: date) -> Day:
    zone = clock.zone()
    end = datetime.combine(at + timedelta(days=1), time(), zone)
    return Day(datetime.combine(at, time(), zone), end, at)


def date_of(moment: datetime) -> date:
    """Return the school's date at a moment."""
    return moment.astimezone(clock.zone()).date()
