"""A made-up student studies cards over some weeks, each review as FSRS would have it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from quizapp.core.cards.scheduling import NEW, Memory, Phase, Rating, Review, after, plan, recall

NEW_A_DAY = 5
MOST_A_DAY = 25
A_REVIEW = timedelta(seconds=9)
STAYS = timedelta(minutes=20)
"""How long one sits on for a card that was just begun."""


@dataclass(frozen=True)
class Habit:
    """How a student studies: on which share of days, how well things stick (1 the usual), to which card."""

    diligence: float
    grip: float
    cards: int


@dataclass(frozen=True)
class Studied:
    """A review of a card, by its place, and the memory before it."""

    card: int
    review: Review
    before: Memory


def study(
    habit: Habit, hardness: Sequence[float], days: Sequence[datetime], rng: Random
) -> tuple[list[Studied], list[Memory]]:
    """Return what is reviewed in sittings that begin at these moments, and the memories that it leaves.

    `hardness` of each card: 1 the usual, more is forgotten sooner.
    """
    memories = [NEW] * min(habit.cards, len(hardness))
    log: list[Studied] = []
    for begins in days:
        if rng.random() >= habit.diligence:
            continue
        at, fresh = begins, 0
        for _ in range(MOST_A_DAY):
            card = _next(memories, at, begins, fresh)
            if card is None:
                break
            memory = memories[card]
            if memory.due is not None and memory.due > at:
                at = memory.due  # a card just begun: one waits for it
            fresh += memory.phase is Phase.NEW
            rating = _rating(memory, habit.grip / hardness[card], at, rng)
            review = plan(memory, rating, now=at)
            log.append(Studied(card, review, memory))
            memories[card] = after(memory, review)
            at += A_REVIEW * rng.uniform(0.5, 2.0)
    return log, memories


def _next(memories: Sequence[Memory], at: datetime, begins: datetime, fresh: int) -> int | None:
    """Return the card to look at: what is due, then a new one, then one that comes back while one sits."""
    due = [(one.due, place) for place, one in enumerate(memories) if one.due and one.due <= at]
    if due:
        return min(due)[1]
    new = next((place for place, one in enumerate(memories) if one.phase is Phase.NEW), None)
    if new is not None and fresh < NEW_A_DAY:
        return new
    soon = [(one.due, place) for place, one in enumerate(memories) if one.due and one.due < begins + STAYS]
    return min(soon)[1] if soon else None


def _rating(memory: Memory, grip: float, at: datetime, rng: Random) -> Rating:
    """Return what the student says: the worse it sticks, the sooner it is gone."""
    known = recall(memory, at)
    chance = 0.6 * min(grip, 1.4) if known is None else math.exp(math.log(max(known, 0.01)) / grip)
    return Rating.GOOD if rng.random() < chance else Rating.AGAIN
