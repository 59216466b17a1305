"""The grading of a whole attempt. Figures are exact here; pages round them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import Grade, Mark

NO_MARKS: Mapping[int, float] = MappingProxyType({})


class Treatment(StrEnum):
    """How a question counts: by its answer, not at all, or with all its points for everyone."""

    NORMAL = "normal"
    DROPPED = "dropped"
    FULL = "full"


@dataclass(frozen=True)
class Asked:
    """One question of an attempt: slot and section it stands in, its points, the rule it is graded by.

    `graded_by` is another revision of the question whose key counts; None: the one that was asked.
    """

    slot: int
    question: Question
    points: float
    graded_by: Question | None = None
    treatment: Treatment = Treatment.NORMAL
    section: int = 1

    @property
    def judge(self) -> Question:
        """Return the revision whose key counts."""
        return self.graded_by or self.question


@dataclass(frozen=True)
class SlotResult:
    """How the answer in a slot was graded, and the points it may earn; a dropped one does not count.

    `by_hand`: the answer is for a person to mark, whether that has been done or not.
    """

    slot: int
    points: float
    grade: Grade
    counts: bool = True
    by_hand: bool = False

    @property
    def earned(self) -> float:
        return self.points * self.grade.fraction if self.counts else 0.0


@dataclass(frozen=True)
class Result:
    """How a whole attempt was graded, slot by slot in slot order."""

    slots: tuple[SlotResult, ...]

    @property
    def total(self) -> float:
        return math.fsum(slot.earned for slot in self.slots)

    @property
    def maximum(self) -> float:
        return math.fsum(slot.points for slot in self.slots if slot.counts)

    @property
    def share(self) -> float:
        """Return the share of all points that count; 0 where none do."""
        return self.total / self.maximum if self.maximum else 0.0

    @property
    def vector(self) -> tuple[float | None, ...]:
        """Return the fraction of each slot, None where there was no answer or none is marked yet."""
        unmarked = (Mark.BLANK, Mark.WAITING)
        return tuple(None if slot.grade.mark in unmarked else slot.grade.fraction for slot in self.slots)

    @property
    def waiting(self) -> int:
        """Return how many answers wait to be marked: until then they add nothing to the total."""
        return sum(slot.counts and slot.grade.mark is Mark.WAITING for slot in self.slots)

    @property
    def by_hand(self) -> int:
        """Return how many answers are for a person to mark."""
        return sum(slot.by_hand for slot in self.slots)

    def of(self, slot: int) -> SlotResult:
        """Return the result of that slot."""
        return next(result for result in self.slots if result.slot == slot)


def grade_attempt(
    asked: Sequence[Asked], responses: Mapping[int, str | None], marks: Mapping[int, float] = NO_MARKS
) -> Result:
    """Grade stored responses (the JSON of each slot's Response); a missing one is blank.

    `marks` are the fractions that a person gave, slot by slot: they go before the key.
    """
    return Result(
        tuple(
            grade_slot(one, responses.get(one.slot), marks.get(one.slot))
            for one in sorted(asked, key=lambda one: one.slot)
        )
    )


def grade_slot(one: Asked, response: str | None, marked: float | None = None) -> SlotResult:
    """Grade the answer in one slot by its rule; `marked` is the fraction that a person gave."""
    if one.treatment is Treatment.FULL:
        grade = Grade.of(1.0)
    elif marked is not None:
        grade = Grade.of(marked)
    else:
        grade = grade_one(one.judge, response)
    return SlotResult(
        one.slot,
        one.points,
        grade,
        counts=one.treatment is not Treatment.DROPPED,
        by_hand=one.treatment is Treatment.NORMAL and response is not None and one.judge.qtype.by_hand,
    )


def grade_one(question: Question, response: str | None) -> Grade:
    """Grade one stored response."""
    qtype = question.qtype
    read = None if response is None else qtype.Response.model_validate_json(response)
    return qtype.grade(question.content, read)
