"""A quiz as a student would take it under given rules: the real rules and pages, and nothing stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from quizapp.attempts import pages, service
from quizapp.attempts.cited import Leaf, leaves_of
from quizapp.attempts.questions import read_questions
from quizapp.attempts.reviewing import ReviewPage, review_page
from quizapp.attempts.store import Sitting
from quizapp.core.attempts import engine
from quizapp.core.attempts.drawing import section_of
from quizapp.core.attempts.policy import Policy, Shown
from quizapp.core.attempts.scoring import Asked, Result, grade_attempt
from quizapp.core.attempts.state import Saved
from quizapp.core.qtypes.base import FormatError, Raw
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.sections import as_slot, sections_of, slots_of
from quizapp.web.fields import raw_of

SEED = 1
"""The order and the draw of every preview: the same on each of its pages."""


@dataclass(frozen=True)
class Trial:
    """A preview under way: the attempt as it would stand, what was typed and could not be read."""

    sitting: Sitting
    asked: tuple[Asked, ...]
    typed: pages.Typed
    sent: Mapping[int, tuple[tuple[str, str], ...]]

    @property
    def points(self) -> float:
        return sum(one.points for one in self.asked)

    @property
    def policy(self) -> Policy:
        return self.sitting.policy

    def shown(self, number: int) -> list[tuple[int, Asked]]:
        """Return the questions of a page, numbered."""
        numbered = list(enumerate(self.asked, 1))
        return numbered if self.policy.one_page else numbered[number - 1 : number]

    def carried(self, number: int) -> list[tuple[str, str]]:
        """Return the answers that stand on other pages than this one, as fields of a form."""
        here = {one.slot for _, one in self.shown(number) if not self.sitting.state.checked(one.slot)}
        return [pair for slot, pairs in self.sent.items() if slot not in here for pair in pairs]

    def drawn(self, number: int) -> list[dict[str, Any]]:
        """Return the questions of a page as they are drawn, each with its section where that begins."""
        firsts = pages.first_of_sections(self.asked)
        return [
            {
                "number": at,
                "points": one.points,
                "section": section_of(self.policy.sections, one.section),
                "first": at in firsts,
                "body": self._body(one),
            }
            for at, one in self.shown(number)
        ]

    def _body(self, one: Asked) -> Markup:
        if self.sitting.state.checked(one.slot):
            return pages.checked_body(self.sitting, one, self.policy.shown_during)
        saved = self.sitting.state.answers.get(one.slot)
        return pages.draw(
            self.sitting, one, saved.response if saved else None, *self.typed.get(one.slot, (None, ""))
        )

    def checking(self, number: int, now: datetime) -> "Trial":
        """Return the preview with that question checked, if it can be."""
        one = self.asked[number - 1]
        if not pages.may_check(self.sitting, one):
            return self
        state, _ = engine.check(self.sitting.state, one.slot, self.policy, now=now)
        return replace(self, sitting=replace(self.sitting, state=state))

    def at(self, number: int) -> "Trial":
        """Return the preview gone on to that question."""
        return replace(self, sitting=replace(self.sitting, state=replace(self.sitting.state, reached=number)))

    def after(self, now: datetime, *, closed: bool) -> Shown:
        """Return what a student would see after handing in, or when the quiz has closed as well."""
        closes_at = now - self.policy.grace if closed else None
        return replace(self.policy, closes_at=closes_at).shown(now)

    def result(self) -> Result:
        """Return how the answers would be graded."""
        return grade_attempt(
            self.asked, {slot: saved.response for slot, saved in self.sitting.state.answers.items()}
        )

    def reviewed(self, result: Result, show: Shown) -> list[tuple[ReviewPage, list[Leaf]]]:
        """Return each question as the review draws it, with the leaves of the reading that may be shown."""
        return [
            (
                review_page(self.sitting, number, one, result.of(one.slot), show),
                leaves_of(self.sitting.revision(one.slot)) if show.passage else [],
            )
            for number, one in enumerate(self.asked, 1)
        ]


def try_out(quiz: Quiz, policy: Policy, form: "MultiDict[str, str]", now: datetime) -> Trial | None:
    """Return the preview of a quiz with the answers of a form; None where there is nothing to ask."""
    rows = slots_of(quiz)
    policy = replace(policy, sections=sections_of(quiz))
    slots = [as_slot(row) for row in rows]
    state, _ = engine.start(policy, (), slots, seed=SEED, now=now, code=policy.access_code)
    if state is None or not state.layout:
        return None
    questions = read_questions(revision for _, revision in state.layout)
    points = {row.slot: (row.points, row.section) for row in rows}
    asked = tuple(
        Asked(slot, questions[revision], points[slot][0], section=points[slot][1])
        for slot, revision in state.layout
    )
    answers: dict[int, Saved] = {}
    typed: dict[int, tuple[Raw, str]] = {}
    sent: dict[int, tuple[tuple[str, str], ...]] = {}
    told = set(form.getlist("checked", type=int))
    for one in asked:
        raw = raw_of(form, f"s{one.slot}")
        read = service.read_answer(one.question, raw)
        field = f"s{one.slot}"
        sent[one.slot] = tuple((f"{field}-{part}", value) for part, values in raw.items() for value in values)
        if isinstance(read, FormatError):
            typed[one.slot] = (raw, read.message)
        elif read is not None:
            checked = one.slot in told and policy.checks and not one.question.qtype.by_hand
            answers[one.slot] = Saved(seq=1, response=read, saved_at=now, checked=checked)
    reached = form.get("reached", 1, type=int) or 1
    state = replace(
        state,
        answers=MappingProxyType(answers),
        reached=min(max(1, reached), len(asked)),
    )
    sitting = Sitting(0, 0, 0, quiz.title, "", quiz.bank.slug, state, policy)
    return Trial(sitting, asked, typed, sent)
