"""Flags questions in the bank whose figures, over all classes, are poor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from quizapp.attempts.models import Attempt
from quizapp.banks.figures import Figures, asking_the_same
from quizapp.banks.flagging import raise_flag
from quizapp.banks.models import Question, QuestionRevision
from quizapp.banks.service import content_of
from quizapp.core.bank.model import Status
from quizapp.core.statistics.flags import STEADY, flags
from quizapp.core.statistics.item_analysis import ItemFigures
from quizapp.db.base import reading
from quizapp.extensions import db
from quizapp.quizzes.models import AssignmentSlot
from quizapp.reports.figures import figures_in_sample, figures_in_school
from quizapp.web import clock

MANY = 50
"""With so many answers a question that merely tells little apart is flagged too, not only a wrong one."""

EXAMPLES = 2


@dataclass(frozen=True)
class Poor:
    """A question with poor figures: the revisions that ask the same, and what speaks against it."""

    question_id: int
    revisions: tuple[int, ...]
    evidence: Mapping[str, Any]


def flag_poor(app: Flask) -> int:
    """Flag the questions whose figures are poor; return how many. Nothing where nobody handed in since.

    Figures are read first, in a transaction that no save waits for; then the flags are written.
    """
    with app.app_context():
        with reading():
            try:
                submitted = Attempt.submitted_at
                last = db.session.execute(
                    select(func.count(), func.max(submitted)).where(submitted.is_not(None))
                ).one()
                known = app.extensions.get("flags_known")
                found = find_poor() if tuple(last) != known else []
            finally:
                db.session.remove()
        app.extensions["flags_known"] = tuple(last)
        if not found:
            return 0
        try:
            now = clock.now()
            raised = sum(raise_flag(one.question_id, one.revisions, one.evidence, now=now) for one in found)
            db.session.commit()
        finally:
            db.session.remove()
    return raised


def find_poor(*, sample: bool = False) -> list[Poor]:
    """Return the approved questions with poor figures over all classes, sample classes left out.

    With `sample` those that the made-up answers make look poor.
    """
    given = select(QuestionRevision.question_id).join(
        AssignmentSlot, AssignmentSlot.revision_id == QuestionRevision.id
    )
    rows = db.session.scalars(
        select(Question).where(Question.id.in_(given), Question.status == Status.APPROVED)
    ).all()
    revisions = asking_the_same(list(rows))
    figures = figures_in_sample(revisions) if sample else figures_in_school(revisions)
    found = []
    for row in rows:
        evidence = evidence_against(row, figures.get(row.id, Figures()))
        if evidence:
            own = tuple(number for number, question_id in revisions.items() if question_id == row.id)
            found.append(Poor(row.id, own, evidence))
    return found


def flag_sample(now: datetime) -> None:
    """Flag, as examples, the two questions that the made-up answers of the sample class make look poorest."""
    poor = sorted(
        find_poor(sample=True), key=lambda one: (one.evidence["discrimination"] or 0.0, one.question_id)
    )
    for one in poor[:EXAMPLES]:
        raise_flag(one.question_id, one.revisions, one.evidence, now=now, sample=True)


def evidence_against(row: Question, figures: Figures) -> dict[str, Any] | None:
    """Return what speaks against a question, or None: too few answers say nothing."""
    if figures.n < STEADY or figures.facility is None:
        return None
    asked = content_of(row.current)
    guessed = 100 * asked.qtype.guessed(asked.content)
    seen = ItemFigures(figures.n, facility=100 * figures.facility, point_biserial=figures.discrimination)
    found = [
        flag for flag in flags(seen, guessed) if flag.grave or (flag.name == "flat" and figures.n >= MANY)
    ]
    if not found:
        return None
    return {
        "n": figures.n,
        "used": figures.used,
        "facility": round(100 * figures.facility, 1),
        "guessed": round(guessed, 1),
        "discrimination": None if figures.discrimination is None else round(figures.discrimination, 2),
        "words": [flag.words for flag in found],
    }
