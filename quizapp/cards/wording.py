"""What the pages of cards say."""

from datetime import date, datetime, timedelta

from quizapp.core.cards.scheduling import Rating
from quizapp.web.filters import plural

WORDS = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Got it", Rating.EASY: "Easy"}
KINDS = {
    "unit": "Unit",
    "passage": "Passage",
    "objective": "Aim",
    "glossary": "Words",
    "own": "Yours",
    "missed": "Quizzes",
    "sent": "Teacher",
}


def buttons(four: bool) -> list[Rating]:
    """Return the ratings that are offered, in the order of their buttons."""
    return list(Rating) if four else [Rating.AGAIN, Rating.GOOD]


def interval(value: timedelta) -> str:
    """Say after how long a card comes back."""
    days = value.days
    if days < 1:
        minutes = max(1, round(value.total_seconds() / 60))
        return (
            f"in {plural(minutes, 'minute')}" if minutes < 60 else f"in {plural(round(minutes / 60), 'hour')}"
        )
    if days < 60:
        return f"in {plural(days, 'day')}"
    return f"in {plural(round(days / 30), 'month')}"


def weekday(day: date, today: date) -> str:
    """Name a day of the coming week."""
    return "Today" if day == today else "Tomorrow" if (day - today).days == 1 else f"{day:%A}"


def test_on(moment: datetime, day: date, today: date) -> str:
    """Say when the next test is, as the foot of a card has room for."""
    days = (day - today).days
    if days < 7:
        return f"Test {weekday(day, today) if days > 1 else weekday(day, today).lower()}"
    return f"Test on {day.day} {day:%b}"


def habit(of_last_seven: int, in_all: int) -> str:
    """Say on how many days there was study; a missed one is not spoken of."""
    if not in_all:
        return "Your first day of study is counted here."
    if not of_last_seven:
        return f"Studied on {plural(in_all, 'day')} in the last 12 weeks. Good to have you back."
    return f"Studied on {of_last_seven} of the last 7 days, {in_all} in the last 12 weeks."
