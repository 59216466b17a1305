"""A quiz tried out by its teacher: graded in memory, nothing stored."""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from quizapp.banks.models import Passage, Question
from quizapp.banks.service import content_of
from quizapp.core.attempts.policy import EVERYTHING, Shown
from quizapp.core.qtypes.base import Content, FormatError, Grade, Prompt, Raw, Strict
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.service import askable
from quizapp.web.fields import raw_of


@dataclass(frozen=True)
class Tried:
    """A question as a student sees it, with what was answered to it, and how it was judged."""

    number: int
    type: str
    points: float
    field: str
    prompt: Prompt
    response: Strict | None = None
    error: str = ""
    typed: Raw | None = None  # what could not be read, to be mended
    content: Content | None = None
    grade: Grade | None = None
    passages: tuple[Passage, ...] = ()
    show: Shown = EVERYTHING


def as_asked(quiz: Quiz) -> list[Tried]:
    """Return the quiz as a student first sees it, in the author's order; no key in it."""
    return [_asked(number, question) for number, question in enumerate(askable(quiz), 1)]


def _asked(number: int, question: Question) -> Tried:
    known = content_of(question.current)
    return Tried(number, known.meta.type, known.meta.points, f"s{number}", known.qtype.prompt(known.content))


def as_answered(quiz: Quiz, form: "MultiDict[str, str]") -> tuple[list[Tried], bool]:
    """Judge the answers of a form; also tell whether all could be read.

    Where one could not, none is judged: the page comes back with the error beside it.
    """
    questions = askable(quiz)
    read: list[tuple[Any, Any]] = []
    for number, question in enumerate(questions, 1):
        known = content_of(question.current)
        read.append((known, known.qtype.parse(known.content, raw_of(form, f"s{number}"))))
    legible = not any(isinstance(answer, FormatError) for _, answer in read)
    tried = []
    for number, (question, (known, answer)) in enumerate(zip(questions, read, strict=True), 1):
        asked = _asked(number, question)
        unread = isinstance(answer, FormatError)
        tried.append(
            Tried(
                asked.number,
                asked.type,
                asked.points,
                asked.field,
                asked.prompt,
                response=None if unread else answer,
                error=answer.message if isinstance(answer, FormatError) else "",
                typed=raw_of(form, asked.field) if unread else None,
                content=known.content if legible else None,
                grade=known.qtype.grade(known.content, answer) if legible else None,
                passages=tuple(cite.passage for cite in question.current.cites) if legible else (),
            )
        )
    return tried, legible
