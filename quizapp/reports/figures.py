"""How questions went over all assignments, for the lists of banks: handed to banks.figures by `wiring`."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import case, select

from quizapp.accounts.models import User
from quizapp.attempts.models import Attempt
from quizapp.banks.figures import Figures
from quizapp.banks.models import QuestionRevision
from quizapp.classes.models import Class
from quizapp.core.attempts.combining import counting
from quizapp.core.attempts.policy import Combine, read_sections
from quizapp.core.attempts.scoring import Treatment
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.core.statistics.items import Fraction, Vector, discrimination, earned, facility
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentSlot


def question_figures(user: User, revisions: Mapping[int, int]) -> dict[int, Figures]:
    """Return the figures of each question of revision id -> question id that was ever given.

    From one's own classes, for an admin from all; never from the made-up answers of a sample class.
    As in a report, of a student's several attempts that one counts which the assignment says; a question
    that was dropped or gave everyone its points tells nothing there, nor does an answer not yet marked.
    """
    return _pooled(_papers(user, revisions), revisions)


def figures_in_school(revisions: Mapping[int, int]) -> dict[int, Figures]:
    """Return the same from all classes but sample classes: what flags are raised by."""
    return _pooled(_papers(None, revisions), revisions)


def figures_in_sample(revisions: Mapping[int, int]) -> dict[int, Figures]:
    """Return the same from the made-up answers of a sample class alone."""
    return _pooled(_papers(None, revisions, sample=True), revisions)


def _pooled(papers: "Mapping[int, Paper]", revisions: Mapping[int, int]) -> dict[int, Figures]:
    used = Counter(
        question_id
        for paper in papers.values()
        for question_id in {
            revisions[one.revision_id] for one in paper.values() if one.revision_id in revisions
        }
    )
    fractions: dict[int, list[Fraction]] = {question_id: [] for question_id in used}
    beside: dict[int, list[tuple[Fraction, float]]] = {question_id: [] for question_id in used}
    for assignment_id, asked, vector, waits in _counted(papers):
        paper = (
            [papers[assignment_id][slot] for slot in asked] if asked else [*papers[assignment_id].values()]
        )
        told = [
            (one, fraction)
            for one, fraction in zip(paper, vector, strict=True)
            if one.tells and not (waits and one.by_hand and fraction is None)
        ]
        gained = [one.points * earned(fraction) for one, fraction in told]
        of_all, in_all = math.fsum(one.points for one, _ in told), math.fsum(gained)
        for (one, fraction), own in zip(told, gained, strict=True):
            question_id = revisions.get(one.revision_id)
            if question_id is not None:
                fractions[question_id].append(fraction)
                if len(told) > 1:
                    beside[question_id].append((fraction, (in_all - own) / (of_all - one.points)))
    return {
        question_id: Figures(
            used=count,
            n=len(fractions[question_id]),
            facility=facility(fractions[question_id]),
            discrimination=discrimination(*(list(zip(*beside[question_id], strict=True)) or ((), ()))),
        )
        for question_id, count in used.items()
    }


class Given(NamedTuple):
    """A question as an assignment gives it. `tells`: neither dropped there nor given to everyone."""

    points: float
    revision_id: int
    by_hand: bool
    tells: bool


Paper = dict[int, Given]


def _papers(user: User | None, revisions: Mapping[int, int], *, sample: bool = False) -> dict[int, Paper]:
    """Return the questions, by slot, of the assignments that ask any of the revisions."""
    query = (
        select(
            AssignmentSlot.assignment_id,
            AssignmentSlot.slot,
            AssignmentSlot.points,
            AssignmentSlot.revision_id,
            QuestionRevision.type,
            AssignmentSlot.treatment,
        )
        .join(QuestionRevision, QuestionRevision.id == AssignmentSlot.revision_id)
        .join(Assignment, Assignment.id == AssignmentSlot.assignment_id)
        .join(Class, Class.id == Assignment.class_id)
        .where(Class.sample.is_(sample))
        .order_by(AssignmentSlot.assignment_id, AssignmentSlot.slot)
    )
    if user is not None and not user.is_admin:
        query = query.where(Class.teacher_id == user.id)
    papers: dict[int, Paper] = {}
    for assignment_id, slot, points, revision_id, kind, treatment in db.session.execute(query):
        papers.setdefault(assignment_id, {})[slot] = Given(
            points, revision_id, QUESTION_TYPES[kind].by_hand, treatment == Treatment.NORMAL
        )
    return {
        number: paper
        for number, paper in papers.items()
        if any(one.revision_id in revisions for one in paper.values())
    }


def _counted(papers: Mapping[int, Paper]) -> Iterator[tuple[int, list[int], Vector, bool]]:
    """Yield of each student's attempt that counts: assignment, slots asked (none: all), vector.

    Last whether some of its answers wait to be marked.
    """
    rules = {
        number: (Combine(combine), any(one.ask for one in read_sections(sections)))
        for number, combine, sections in db.session.execute(
            select(Assignment.id, Assignment.combine, Assignment.sections).where(Assignment.id.in_(papers))
        )
    }
    drawn = [number for number, (_, draws) in rules.items() if draws]
    # Layouts are long, and all alike but where questions are drawn.
    layout = case((Attempt.assignment_id.in_(drawn), Attempt.layout)).label("layout")
    columns = (Attempt.assignment_id, Attempt.user_id, Attempt.number, Attempt.score, Attempt.max_score)
    tries: dict[tuple[int, int], list[Any]] = {}
    for row in db.session.execute(
        select(*columns, Attempt.vector, Attempt.unmarked, layout).where(
            Attempt.assignment_id.in_(papers), Attempt.submitted_at.is_not(None)
        )
    ):
        tries.setdefault((row.assignment_id, row.user_id), []).append(row)
    for (assignment_id, _), own in tries.items():
        counted = counting(own, rules[assignment_id][0])
        assert counted
        row = counted.attempt
        yield assignment_id, sorted(slot for slot, _ in row.layout or ()), row.vector, row.unmarked > 0
