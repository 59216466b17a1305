"""What the pages draw of an attempt's questions once they were marked, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quizapp.attempts.store import Sitting
from quizapp.core.attempts import engine
from quizapp.core.attempts.policy import Shown
from quizapp.core.attempts.scoring import Asked, Result, SlotResult
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import Mark, Prompt, Strict


def response_of(question: Question, stored: str | None) -> Strict | None:
    """Read a stored response."""
    return None if stored is None else question.qtype.Response.model_validate_json(stored)


@dataclass(frozen=True)
class ReviewPage:
    """One question of an attempt that was handed in, with what may be shown of it."""

    number: int
    slot: int
    question: Question
    prompt: Prompt
    response: Strict | None
    result: SlotResult
    show: Shown
    judge: Question
    """The revision whose key counts."""

    @property
    def field(self) -> str:
        return f"s{self.slot}"

    @property
    def template(self) -> str:
        return f"qtypes/{self.question.meta.type}/review.html"


def review_page(sitting: Sitting, number: int, asked: Asked, result: SlotResult, show: Shown) -> ReviewPage:
    """Return what the review of one question draws."""
    question = asked.question
    saved = sitting.state.answers.get(asked.slot)
    return ReviewPage(
        number,
        asked.slot,
        question,
        question.qtype.prompt(
            question.content, engine.shuffler(engine.choice_order(sitting.state.seed, asked.slot))
        ),
        response_of(question, saved.response if saved else None),
        result,
        show,
        asked.judge,
    )


def to_look_at(asked: Sequence[Asked], result: Result) -> list[int]:
    """Return the numbers, in the order shown, of the questions that count, marked and not wholly right."""
    fine = (Mark.RIGHT, Mark.WAITING)
    graded = [(number, result.of(one.slot)) for number, one in enumerate(asked, 1)]
    return [number for number, slot in graded if slot.counts and slot.grade.mark not in fine]


def review_navigator(
    sitting: Sitting, asked: Sequence[Asked], result: Result, show: Shown, current: int
) -> list[dict[str, Any]]:
    """Return the questions for the navigator of a review, marked where that may be shown."""
    state = sitting.state
    return [
        {
            "number": number,
            "state": str(result.of(one.slot).grade.mark)
            if show.correctness
            else ("done" if state.answered(one.slot) else "blank"),
            "flagged": False,
            "current": number == current,
        }
        for number, one in enumerate(asked, 1)
    ]
