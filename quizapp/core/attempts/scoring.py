"""The grading of a whole attempt. Figures are exact here; pages round them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import Grade, Mark


@dataclass(frozen=True)
class Asked:
    """One question of an attempt: the slot it stands in, and its points."""

    slot: int
    question: Question
    points: float


@dataclass(frozen=True)
class SlotResult:
    """How the answer in a slot was graded, and the points it may earn."""

    slot: int
    points: float
    grade: Grade

    @property
    def earned(self) -> float:
        return self.points * self.grade.fraction


@dataclass(frozen=True)
class Result:
    """How a whole attempt was graded, slot by slot in slot order."""

    slots: tuple[SlotResult, ...]

    @property
    def total(self) -> float:
        return math.fsum(slot.earned for slot in self.slots)

    @property
    def maximum(self) -> float:
        return math.fsum(slot.points for slot in self.slots)

    @property
    def vector(self) -> tuple[float | None, ...]:
        """Return the fraction of each slot, None where there was no answer or none is marked yet."""
        unmarked = (Mark.BLANK, Mark.WAITING)
        return tuple(None if slot.grade.mark in unmarked else slot.grade.fraction for slot in self.slots)

    @property
    def waiting(self) -> int:
        """Return how many answers wait to be marked: until then they add nothing to the total."""
        return sum(slot.grade.mark is Mark.WAITING for slot in self.slots)

    def of(self, slot: int) -> SlotResult:
        """Return the result of that slot."""
        return next(result for result in self.slots if result.slot == slot)


def grade_attempt(asked: Sequence[Asked], responses: Mapping[int, str | None]) -> Result:
    """Grade stored responses (the JSON of each slot's Response); a missing one is blank."""
    return Result(
        tuple(
            SlotResult(one.slot, one.points, grade_one(one.question, responses.get(one.slot)))
            for one in sorted(asked, key=lambda one: one.slot)
        )
    )


def grade_one(question: Question, response: str | None) -> Grade:
    """Grade one stored response."""
    qtype = question.qtype
    read = None if response is None else qtype.Response.model_validate_json(response)
    return qtype.grade(question.content, read)
