"""What a teacher decides for a gradebook: how its figures are made, and who is excused from what."""

from datetime import datetime

from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.classes.models import Class, Enrolment
from quizapp.classes.service import class_for_editing, class_for_viewing, enrolled
from quizapp.core.gradebook import Rules
from quizapp.extensions import db
from quizapp.progress.gradebook import rules_of
from quizapp.progress.models import Excusal, GradebookPlace, GradebookRules, GradeCategory
from quizapp.quizzes.models import Assignment

# ---- loaders


def student_for_viewing(user: User, class_id: int, user_id: int) -> Enrolment:
    """Return the place of a student who is in a class one may see; NotFound otherwise."""
    class_ = class_for_viewing(user, class_id)
    row = next((one for one in enrolled(class_) if one.user_id == user_id), None)
    if row is None:
        raise NotFound
    return row


def excusable(user: User, class_id: int, user_id: int, assignment_id: int) -> tuple[Enrolment, Assignment]:
    """Return a student and an assignment of a class one may change; NotFound otherwise."""
    class_for_editing(user, class_id)
    row = student_for_viewing(user, class_id, user_id)
    assignment = db.session.get(Assignment, assignment_id)
    if assignment is None or assignment.class_id != class_id:
        raise NotFound
    return row, assignment


# ---- how the figures are made


def set_rules(class_: Class, wanted: Rules, *, actor: User, now: datetime) -> Rules:
    """Decide how the figures of a class are made; return how they were made before.

    Only assignments of the class have a place: others are passed over.
    """
    before = rules_of(class_)
    if wanted == before:
        return before
    given = set(db.session.scalars(select(Assignment.id).where(Assignment.class_id == class_.id)))
    db.session.execute(delete(GradebookPlace).where(GradebookPlace.assignment_id.in_(given)))
    db.session.execute(delete(GradeCategory).where(GradeCategory.class_id == class_.id))
    settings = db.session.get(GradebookRules, class_.id)
    if settings is None:
        settings = GradebookRules(class_id=class_.id)
        db.session.add(settings)
    settings.missed_is_zero = wanted.missed_is_zero
    rows = [
        GradeCategory(
            class_id=class_.id,
            position=position,
            name=one.name,
            weight=one.weight,
            drop_lowest=one.drop_lowest,
        )
        for position, one in enumerate(wanted.categories, 1)
    ]
    db.session.add_all(rows)
    db.session.flush()
    for assignment_id in sorted(given):
        out = assignment_id in wanted.left_out
        place = None if out else (wanted.places or {}).get(assignment_id)
        if out or place is not None:
            category_id = None if place is None else rows[place].id
            db.session.add(GradebookPlace(assignment_id=assignment_id, category_id=category_id, left_out=out))
    db.session.flush()
    record(
        actor,
        "gradebook.rules",
        class_.name,
        now=now,
        before=", ".join(in_words(before)),
        after=", ".join(in_words(wanted)),
    )
    return before


def in_words(rules: Rules) -> list[str]:
    """Say how figures are made, part by part, in short."""
    said = [
        f"{one.name} weighs {one.weight:g}"
        + (f", lowest {one.drop_lowest} dropped" if one.drop_lowest else "")
        for one in rules.categories
    ]
    missed = "not handed in counts as zero" if rules.missed_is_zero else "not handed in does not count"
    return [*(said or ["no categories"]), missed]


# ---- excused


def excuse(row: Enrolment, assignment: Assignment, reason: str, *, actor: User, now: datetime) -> None:
    """Excuse a student from an assignment, or give another reason: it no longer counts for them."""
    excusal = db.session.get(Excusal, (assignment.id, row.user_id))
    if excusal is None:
        excusal = Excusal(assignment_id=assignment.id, user_id=row.user_id)
        db.session.add(excusal)
    excusal.reason, excusal.excused_by_id, excusal.excused_at = reason, actor.id, now
    db.session.flush()
    _log("gradebook.excused", row, assignment, actor, now, reason)


def count_again(row: Enrolment, assignment: Assignment, *, actor: User, now: datetime) -> str | None:
    """Let an assignment count again for a student; return why it did not, None if it did."""
    excusal = db.session.get(Excusal, (assignment.id, row.user_id))
    if excusal is None:
        return None
    reason = excusal.reason
    db.session.delete(excusal)
    db.session.flush()
    _log("gradebook.counted_again", row, assignment, actor, now, reason)
    return reason


def _log(act: str, row: Enrolment, assignment: Assignment, actor: User, now: datetime, reason: str) -> None:
    record(
        actor, act, row.user.name, now=now, about_id=row.user_id,
        quiz=assignment.quiz.title, class_=assignment.class_.name, reason=reason,
    )  # fmt: skip
