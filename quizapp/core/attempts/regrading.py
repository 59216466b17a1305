"""Grading again by another rule: what it changes for whom, and what it may not take away.

A regrade says how one question of an assignment counts from a moment on. The score of an
attempt follows from its answers, the marks given by hand, and all regrades in their order:
it can be worked out again at any time, and comes out the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from quizapp.core.attempts.scoring import NO_MARKS, Asked, Result, Treatment, grade_attempt
from quizapp.core.bank.model import Question

NEARLY = 1e-9
"""Shares nearer than this are the same: sums of thirds differ in their last figure."""


@dataclass(frozen=True)
class Regrade:
    """How a question counts: by which revision (None: the one asked), and in what treatment.

    With `never_lower` it leaves alone every attempt handed in until then whose share it would lower.
    """

    slot: int
    at: datetime
    graded_by: Question | None = None
    treatment: Treatment = Treatment.NORMAL
    never_lower: bool = True

    def on(self, asked: Asked) -> Asked:
        """Return the question under this rule."""
        return replace(asked, graded_by=self.graded_by, treatment=self.treatment)


def grade_again(
    asked: Sequence[Asked],
    responses: Mapping[int, str | None],
    regrades: Iterable[Regrade],
    *,
    submitted_at: datetime,
    marks: Mapping[int, float] = NO_MARKS,
) -> tuple[tuple[Asked, ...], Result]:
    """Return the rule that each question of an attempt counts by, and the result.

    `asked` is as it was asked; `regrades` in the order they were made. One that the share of an
    attempt would go down by is passed over, unless the attempt was handed in after it or
    it may lower.
    """
    rules = tuple(replace(one, graded_by=None, treatment=Treatment.NORMAL) for one in asked)
    result = grade_attempt(rules, responses, marks)
    for regrade in regrades:
        tried = tuple(regrade.on(one) if one.slot == regrade.slot else one for one in rules)
        outcome = grade_attempt(tried, responses, marks)
        protected = regrade.never_lower and submitted_at <= regrade.at
        if not protected or outcome.share >= result.share - NEARLY:
            rules, result = tried, outcome
    return rules, result


@dataclass(frozen=True)
class Difference:
    """What a regrade does to one attempt: points and the most possible, before and after."""

    attempt_id: int
    score: float
    maximum: float
    new_score: float
    new_maximum: float

    @property
    def changes(self) -> bool:
        """Tell whether the score or what it is out of becomes another."""
        return abs(self.new_score - self.score) > NEARLY or abs(self.new_maximum - self.maximum) > NEARLY

    @property
    def direction(self) -> int:
        """Return 1, 0 or -1: the share of all points goes up, stays, goes down."""
        before = self.score / self.maximum if self.maximum else 0.0
        after = self.new_score / self.new_maximum if self.new_maximum else 0.0
        return 0 if abs(after - before) <= NEARLY else 1 if after > before else -1


def shown_the_same(old: Question, new: Question) -> bool:
    """Tell whether answers to `old` make sense under `new`: same type, same things to choose from.

    The wording of the question itself may be another.
    """
    if old.meta.type != new.meta.type:
        return False
    return bool(_shown(old) == _shown(new))


def _shown(question: Question) -> Any:
    prompt = question.qtype.prompt(question.content)
    return _in_order({name: value for name, value in prompt.items() if name != "prompt"})


def _in_order(value: Any) -> Any:
    """Put lists of choices in the order of their keys: the author's order says nothing here."""
    if isinstance(value, Mapping):
        return {name: _in_order(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        items = [_in_order(one) for one in value]
        if all(isinstance(one, dict) and "key" in one for one in items):
            return sorted(items, key=lambda one: str(one["key"]))
        return items
    return value
