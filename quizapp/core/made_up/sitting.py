"""A made-up student takes a quiz: what is answered when, and whether the time runs out."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from quizapp.core.made_up.answering import MadeUpItem
from quizapp.core.made_up.pace import seconds_for
from quizapp.core.made_up.possible import Possible

LOOKING_OVER = 40
"""Seconds from the last question to handing in, on average."""


@dataclass(frozen=True)
class Person:
    """A made-up student: ability (theta, 0 the middle), and slowness (1 the usual)."""

    ability: float
    slowness: float


@dataclass(frozen=True)
class MadeUpSlot:
    """A question in its place, with how many words there are to read."""

    slot: int
    item: MadeUpItem
    to_read: int


@dataclass(frozen=True)
class GivenAnswer:
    """An answer, how many seconds after the start it was given, and how many it took."""

    slot: int
    answer: Possible
    at: float
    flagged: bool
    seconds: float


@dataclass(frozen=True)
class Sitting:
    """All answers in their order, and the seconds from the start to the end."""

    answers: tuple[GivenAnswer, ...]
    seconds: float
    ran_out: bool


def people(count: int, rng: Random) -> list[Person]:
    """Make up students: ability is N(0.35, 1), slowness log-normal; the able are a little faster."""
    return [
        Person(ability, math.exp(0.1 - 0.1 * ability + rng.gauss(0, 0.28)))
        for ability in (rng.gauss(0.35, 1.0) for _ in range(count))
    ]


def sit(asked: Sequence[MadeUpSlot], person: Person, limit: float | None, rng: Random) -> Sitting:
    """Return what the person answers within `limit` seconds; a question not reached has no answer."""
    answers: list[GivenAnswer] = []
    clock = 0.0
    for one, answer, seconds, flagged in _drawn(asked, person, rng):
        clock += seconds
        if limit is not None and clock >= limit:
            return Sitting(tuple(answers), limit, ran_out=True)
        if answer is not None:
            answers.append(GivenAnswer(one.slot, answer, clock, flagged, seconds))
    clock += LOOKING_OVER * rng.uniform(0.3, 1.7)
    if limit is not None and clock >= limit:
        return Sitting(tuple(answers), limit, ran_out=True)
    return Sitting(tuple(answers), clock, ran_out=False)


def _drawn(
    asked: Sequence[MadeUpSlot], person: Person, rng: Random
) -> Iterator[tuple[MadeUpSlot, Possible | None, float, bool]]:
    """Yield each question with its answer, the seconds it takes and whether it is flagged."""
    for one in asked:
        answer = one.item.answer(person.ability, rng)
        to_write = len(getattr(answer.response, "text", "").split()) if answer else 0
        seconds = seconds_for(one.to_read, to_write, person.slowness, rng)
        # One skips quickly, and looks again at what one is not sure of.
        yield one, answer, seconds if answer else seconds / 3, rng.random() < 0.04
