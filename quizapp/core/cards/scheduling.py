"""When a card comes back: FSRS with its published parameters, as values in and values out.

The package `fsrs` says how well a card is remembered and how long that will last; the day is then
chosen here, so that days are even and nothing is put off past a test. Its parameters are the defaults
for everyone: none are fitted to a student's reviews, and CONTRIBUTING.md (Dependencies) says why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import lru_cache

import fsrs

from quizapp.core.cards.spreading import range_of, spread_of
from quizapp.core.cards.targets import latest_due, retention_toward

DAY = timedelta(days=1)


class Rating(IntEnum):
    """How well a card was known."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(IntEnum):
    """Where a card is in being learnt. The figures are those of the package, but for a new card's."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True)
class Memory:
    """What is known of one card: all of it follows from its reviews."""

    phase: Phase = Phase.NEW
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    due: datetime | None = None
    last: datetime | None = None
    begun: datetime | None = None
    reviews: int = 0
    lapses: int = 0


NEW = Memory()


@dataclass(frozen=True)
class Review:
    """One look at a card, with all that decided when it comes back.

    `retention` is the share of cards to be still known when due, `until` the test that nothing may
    pass, and `spread` the days added to the interval (or taken off) to make days even.
    """

    at: datetime
    rating: Rating
    retention: float = 0.9
    until: datetime | None = None
    spread: int = 0


@lru_cache(maxsize=256)
def _scheduler(retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(desired_retention=retention, enable_fuzzing=False)


def _card(memory: Memory, at: datetime) -> fsrs.Card:
    # With an id and a time of its own the package neither sleeps nor reads the clock.
    return fsrs.Card(
        card_id=0,
        state=fsrs.State(memory.phase or Phase.LEARNING),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due or at,
        last_review=memory.last,
    )


def after(memory: Memory, review: Review) -> Memory:
    """Return the memory after a review. One from before the last review counts as made with it."""
    at = review.at.astimezone(UTC)
    if memory.last and at < memory.last:
        at = memory.last
    card, _ = _scheduler(review.retention).review_card(
        _card(memory, at), fsrs.Rating(review.rating), review_datetime=at
    )
    lapsed = memory.phase is Phase.REVIEW and review.rating is Rating.AGAIN
    return Memory(
        Phase(card.state),
        card.step,
        card.stability,
        card.difficulty,
        _due(card.due - at, at, review),
        at,
        memory.begun or at,
        memory.reviews + 1,
        memory.lapses + lapsed,
    )


def _due(interval: timedelta, at: datetime, review: Review) -> datetime:
    if interval >= DAY:
        interval = max(DAY, interval + DAY * review.spread)
    due = at + interval
    return due if review.until is None else min(due, latest_due(at, review.until))


def rebuild(reviews: Iterable[Review]) -> Memory:
    """Return the memory that a card's reviews leave, oldest first."""
    memory = NEW
    for review in reviews:
        memory = after(memory, review)
    return memory


def plan(
    memory: Memory,
    rating: Rating,
    *,
    now: datetime,
    until: datetime | None = None,
    load: Mapping[int, int] | None = None,
    seed: int = 0,
) -> Review:
    """Return a review of now, its day chosen among those near it that have the fewest cards.

    `load` has the cards due in so many days from now; None: the exact day. `seed` decides ties.
    """
    exact, days, most = _exact(memory, rating, now, until)
    if load is None or days < 1:
        return exact
    return replace(exact, spread=spread_of(days, load, seed=seed, most=most))


def days_to_weigh(memory: Memory, rating: Rating, *, now: datetime, until: datetime | None) -> range:
    """Return in how many days a review of now might put the card: those that `plan` wants the load of."""
    _, days, most = _exact(memory, rating, now, until)
    return range_of(days, most) if days >= 1 else range(0)


def _exact(
    memory: Memory, rating: Rating, now: datetime, until: datetime | None
) -> tuple[Review, int, int | None]:
    """Return a review without spread, the days of its interval, and the most that the test leaves."""
    if until is not None and until <= now:
        until = None  # a test that is over holds nothing back
    exact = Review(now, rating, retention_toward(until, now), until)
    due = after(memory, replace(exact, until=None)).due
    assert due
    most = (latest_due(now, until) - now).days if until else None
    return exact, (due - now).days, most


def recall(memory: Memory, now: datetime) -> float | None:
    """Return how likely the card is known now, from 0 to 1; None for one never seen."""
    if memory.last is None:
        return None
    return float(_scheduler(0.9).get_card_retrievability(_card(memory, now), now.astimezone(UTC)))
