"""What the pages of an attempt draw, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizapp.attempts.store import Sitting
from quizapp.core.attempts import engine
from quizapp.core.attempts.policy import Shown
from quizapp.core.attempts.scoring import Asked, Result, SlotResult
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import Mark, Prompt, Raw, Strict

SHOWS_CLOCK_UNDER = 3600
"""Seconds: the end of a quiz without a time limit is a date until then, and a clock from then on."""


@dataclass(frozen=True)
class QuestionPage:
    """One question of an attempt under way: `number` counts from 1 in the order shown.

    `raw` and `error` are what was typed and could not be read, and what to mend.
    """

    number: int
    slot: int
    question: Question
    prompt: Prompt
    response: Strict | None
    points: float
    raw: Raw | None = None
    error: str = ""

    @property
    def field(self) -> str:
        return f"s{self.slot}"

    @property
    def template(self) -> str:
        return f"qtypes/{self.question.meta.type}/prompt.html"


def question_page(
    sitting: Sitting, number: int, asked: Asked, raw: Raw | None = None, error: str = ""
) -> QuestionPage:
    """Return what the page of one question draws."""
    question, slot = asked.question, asked.slot
    saved = sitting.state.answers.get(slot)
    return QuestionPage(
        number,
        slot,
        question,
        question.qtype.prompt(question.content, engine.choice_order(sitting.state.seed, slot)),
        response_of(question, saved.response if saved else None),
        asked.points,
        raw,
        error,
    )


def response_of(question: Question, stored: str | None) -> Strict | None:
    """Read a stored response."""
    return None if stored is None else question.qtype.Response.model_validate_json(stored)


def navigator(sitting: Sitting, current: int | None = None) -> list[dict[str, Any]]:
    """Return the questions for the navigator of an attempt under way."""
    state = sitting.state
    return [
        {
            "number": number,
            "slot": slot,
            "state": "done" if state.answered(slot) else "blank",
            "flagged": state.flagged(slot),
            "current": number == current,
        }
        for number, slot in enumerate(state.slots, 1)
    ]


@dataclass(frozen=True)
class Clock:
    """The time left of an attempt: `seconds`, and whether it is shown as a clock."""

    seconds: int
    shown: bool

    @property
    def tone(self) -> str:
        return "last" if self.seconds < 60 else "soon" if self.seconds < 300 else ""


def clock_of(sitting: Sitting, now: datetime) -> Clock | None:
    """Return the time left, or None where nothing ends the attempt."""
    deadline = sitting.state.deadline_at
    if deadline is None:
        return None
    seconds = max(0, int((deadline - now).total_seconds()))
    return Clock(seconds, sitting.policy.time_limit is not None or seconds < SHOWS_CLOCK_UNDER)


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
        question.qtype.prompt(question.content, engine.choice_order(sitting.state.seed, asked.slot)),
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
