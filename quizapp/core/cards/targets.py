"""What a test asks of the cards before it: to be known better as it comes near, and to come back in time."""

from datetime import datetime, timedelta

USUAL = 0.9
AT_THE_TEST = 0.97
RISES_OVER = timedelta(days=28)
DAY = timedelta(days=1)


def retention_toward(until: datetime | None, now: datetime) -> float:
    """Return the share of cards to be still known when due: 0.9, and up to 0.97 in four weeks to a test."""
    if until is None:
        return USUAL
    left = min(max(until - now, timedelta()), RISES_OVER)
    return round(AT_THE_TEST - (AT_THE_TEST - USUAL) * (left / RISES_OVER), 3)


def latest_due(at: datetime, until: datetime) -> datetime:
    """Return the last moment at which a card reviewed `at` may come back: a day before the test, or at it."""
    return max(until - DAY, at) if until - at > DAY else max(until, at)
