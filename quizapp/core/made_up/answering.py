"""Who gets what right: a two-parameter logistic model, everything drawn from the `rng` given.

P(right) = 1 / (1 + exp(-a (theta - b))), with theta how able a student is, b how hard a question
and a how well it tells students apart (Birnbaum 1968, in Lord & Novick, ch. 17).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from quizapp.core.bank.model import Question
from quizapp.core.made_up.possible import Phrases, Possible, possible_answers

TELLS = 0.8
"""How much likelier an error that earns a share of the points is, for each step of ability."""

SPREAD = 0.2
"""How far what a person marks lies from what it was expected to earn: a standard deviation, of 1."""


class Twist(StrEnum):
    """What is peculiar about a question, so that a report has something to find."""

    KEY_LOOKS_WRONG = "the able choose one wrong answer"
    NOBODY_MISSES = "nobody misses it"
    NOT_UNDERSTOOD = "few understood its passage"


def chance_right(ability: float, difficulty: float, discrimination: float) -> float:
    """Return P(right) = 1 / (1 + exp(-a (theta - b)))."""
    return 1 / (1 + math.exp(-discrimination * (ability - difficulty)))


@dataclass(frozen=True)
class MadeUpItem:
    """A question with its difficulty b and discrimination a, its possible answers right and not."""

    difficulty: float
    discrimination: float
    right: tuple[Possible, ...]
    faulty: tuple[Possible, ...]
    twist: Twist | None = None
    by_hand: bool = False

    def answer(self, ability: float, rng: Random) -> Possible | None:
        """Return what a student of that ability answers, None for nothing."""
        if self.twist is Twist.NOBODY_MISSES:
            return _one(self.right, 0, rng)
        if rng.random() < 0.05 * math.exp(-ability):
            return None
        if self.twist is Twist.KEY_LOOKS_WRONG and ability > 0.1 and rng.random() < 0.85:
            return max(self.faulty, key=lambda one: one.weight)
        chance = chance_right(ability, self.difficulty, self.discrimination)
        if self.by_hand:
            return _near(chance, (*self.right, *self.faulty), rng)
        right = rng.random() < chance
        return _one(self.right if right else self.faulty, ability, rng)


def _one(among: Sequence[Possible], ability: float, rng: Random) -> Possible | None:
    if not among:
        return None
    return rng.choices(among, [one.weight * math.exp(TELLS * ability * one.worth) for one in among])[0]


def _near(worth: float, among: Sequence[Possible], rng: Random) -> Possible | None:
    """Choose a text that a marker would give about that share of the points."""
    near = [one.weight * math.exp(-(((one.worth - worth) / SPREAD) ** 2) / 2) for one in among]
    return rng.choices(among, near)[0]


def make_item(
    question: Question,
    others: Sequence[Question],
    twist: Twist | None,
    rng: Random,
    phrases: Phrases | None = None,
) -> MadeUpItem:
    """Return a question as students meet it.

    `others` lend their right answers as errors; of `phrases` the answers to an essay are put together.
    """
    answers = possible_answers(question, others, rng, phrases)
    difficulty = rng.gauss(-0.75, 0.5)
    if twist is Twist.NOT_UNDERSTOOD:
        difficulty = rng.uniform(1.6, 2.0)
    if twist is Twist.KEY_LOOKS_WRONG:
        difficulty = 0.0
    return MadeUpItem(
        difficulty,
        rng.uniform(1.2, 2.2),
        tuple(one for one in answers if one.worth == 1),
        tuple(one for one in answers if one.worth < 1),
        twist,
        question.qtype.by_hand,
    )
