"""Answers that a class might give: a two-parameter model of who gets what right, and how one errs.

P(right) = 1 / (1 + exp(-a (theta - b))), with theta how able a student is, b how hard a question
and a how well it tells students apart (Birnbaum 1968). Everything is drawn from the `rng` given.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from random import Random

from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import FormatError, Raw, Strict

DONT_KNOW = "I do not know"


class Twist(StrEnum):
    """What is peculiar about a question, so that a report has something to find."""

    KEY_LOOKS_WRONG = "the able choose one wrong answer"
    NOBODY_MISSES = "nobody misses it"
    NOT_UNDERSTOOD = "few understood its passage"


@dataclass(frozen=True)
class Possible:
    """An answer that could be given, read and graded; `weight`, how likely it is among its like."""

    response: Strict
    fraction: float
    weight: float


@dataclass(frozen=True)
class MadeUpItem:
    """A question with its difficulty b and discrimination a, its possible answers right and not."""

    difficulty: float
    discrimination: float
    right: tuple[Possible, ...]
    faulty: tuple[Possible, ...]
    twist: Twist | None = None

    def answer(self, ability: float, rng: Random) -> Strict | None:
        """Return what a student of that ability answers, None for nothing."""
        if self.twist is Twist.NOBODY_MISSES:
            return self._one(self.right, rng)
        if rng.random() < 0.05 * math.exp(-ability):
            return None
        if self.twist is Twist.KEY_LOOKS_WRONG and ability > 0.1 and rng.random() < 0.85:
            return max(self.faulty, key=lambda one: one.weight).response
        chance = 1 / (1 + math.exp(-self.discrimination * (ability - self.difficulty)))
        return self._one(self.right if rng.random() < chance else self.faulty, rng)

    @staticmethod
    def _one(among: Sequence[Possible], rng: Random) -> Strict | None:
        if not among:
            return None
        return rng.choices(among, [one.weight for one in among])[0].response


def make_item(question: Question, others: Sequence[Question], twist: Twist | None, rng: Random) -> MadeUpItem:
    """Return a question as students meet it; `others` lend their right answers as errors."""
    right: list[Possible] = []
    faulty: list[Possible] = []
    for one in _possible(question, others, rng):
        (right if one.fraction == 1 else faulty).append(one)
    difficulty = rng.gauss(-1.0, 0.5)
    if twist is Twist.NOT_UNDERSTOOD:
        difficulty = rng.uniform(1.6, 2.0)
    if twist is Twist.KEY_LOOKS_WRONG:
        difficulty = 0.0
    return MadeUpItem(difficulty, rng.uniform(0.9, 1.8), tuple(right), tuple(faulty), twist)


def single_choice(question: Question) -> bool:
    """Tell whether one picks one of three answers or more."""
    keys = _keys(question)
    return len(keys) > 2 and not _readable(question, {"answer": keys[:2]})


def _keys(question: Question) -> list[str]:
    return [choice["key"] for choice in question.qtype.prompt(question.content).get("choices", ())]


def _readable(question: Question, raw: Raw) -> Strict | None:
    response = question.qtype.parse(question.content, raw)
    return None if isinstance(response, FormatError) else response


def _possible(question: Question, others: Sequence[Question], rng: Random) -> Iterator[Possible]:
    """Yield each answer that can be read, once, whatever the type: picked from choices, or typed."""
    keys = _keys(question)
    raws: Iterable[list[str]] = (
        [list(some) for size in range(1, len(keys) + 1) for some in combinations(keys, size)]
        if keys
        else [[text] for text in _typed(question, others)]
    )
    read: dict[str, tuple[Strict, float, int]] = {}
    for raw in raws:
        response = _readable(question, {"answer": raw})
        if response is not None:
            fraction = question.qtype.grade(question.content, response).fraction
            read.setdefault(response.model_dump_json(), (response, fraction, len(raw)))
    sizes = [size for _, fraction, size in read.values() if fraction == 1]
    for place, (response, fraction, size) in enumerate(read.values()):
        away = min((abs(size - right) for right in sizes), default=0)
        if not keys and fraction == 1:
            away = place  # the first wording is the one that comes to mind
        # One error tempts more than the others, and nobody picks all there is.
        yield Possible(response, fraction, rng.uniform(0.3, 1) ** 3 * math.exp(fraction - 1.5 * away))


def _typed(question: Question, others: Sequence[Question]) -> list[str]:
    """Return the right answer, the foreseen wrong ones, and what could be mixed up with it."""
    key = question.qtype.say_key(question.content)
    foreseen = [answer.value for answer in question.qtype.to_item(question.content).answers]
    number = _number(foreseen[0] if foreseen else key)
    if number is not None:
        near = (number + 1, number - 1, number + 2, number - 2)
        return [f"{number:g}", *(f"{value:g}" for value in near if value >= 0)]
    mixed_up = [
        other.qtype.say_key(other.content)
        for other in others
        if other is not question and not _keys(other) and _number(other.qtype.say_key(other.content)) is None
    ]
    return [*foreseen, *mixed_up, DONT_KNOW]


def _number(text: str) -> float | None:
    try:
        return float(text.split()[0].replace(",", ""))
    except (ValueError, IndexError):
        return None
