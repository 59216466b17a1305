"""Figures of studying."""

from datetime import date

from quizapp.core.cards.progress import Retention, habit_of

TODAY = date(2026, 9, 14)


def test_a_missed_day_costs_nothing() -> None:
    habit = habit_of([date(2026, 9, 1), date(2026, 9, 8), date(2026, 9, 10), date(2026, 9, 10)], TODAY)
    assert (habit.of_last_seven, habit.in_all, habit.today) == (2, 3, False)


def test_retention_of_nothing_has_no_share() -> None:
    assert Retention(0, 0).share is None
    assert Retention(9, 10).share == 0.9
