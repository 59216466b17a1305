"""The pages of one student over the term, for the teacher, for paper and for the student."""

from flask import request
from flask_login import current_user

from quizapp.attempts.handing_in import settle_due
from quizapp.cards.days import day_of
from quizapp.cards.of_student import of_student
from quizapp.cards.scope import of_class
from quizapp.progress import gradebook_views  # noqa: F401  it adds its pages to the blueprint
from quizapp.progress.blueprint import blueprint, page, paper_head
from quizapp.progress.record import first_slots, own_progress, record_of
from quizapp.progress.service import student_for_viewing
from quizapp.web import clock
from quizapp.web.access import staff_only, students_only


@blueprint.get("/classes/<int:class_id>/students/<int:user_id>")
@staff_only
def student(class_id: int, user_id: int) -> str:
    """Show one student's term: what is known and what that rests on, and the attempts."""
    now = clock.now()
    settle_due(now)
    row = student_for_viewing(current_user, class_id, user_id)
    record = record_of(row, now=now)
    handed_in = [one.id for result in record.results for one in result.handed_in]
    return page(
        "student",
        row=row,
        class_=row.class_,
        record=record,
        slots=first_slots(handed_in),
        cards=of_student(user_id, day_of(now), now, of_class(row.class_)),
        now=now,
        paper=paper_head(row.class_, row.user.name, now),
    )


@blueprint.get("/classes/<int:class_id>/students/<int:user_id>/print")
@staff_only
def sheet(class_id: int, user_id: int) -> str:
    """Show one student's term as a sheet for parents: what the student may see, unless all is asked for."""
    now = clock.now()
    settle_due(now)
    row = student_for_viewing(current_user, class_id, user_id)
    everything = request.args.get("all") == "1"
    record = record_of(row, now=now, for_student=not everything)
    return page(
        "sheet",
        row=row,
        class_=row.class_,
        record=record,
        cards=of_student(user_id, day_of(now), now, of_class(row.class_)),
        everything=everything,
        now=now,
        paper=paper_head(row.class_, row.user.name, now),
    )


@blueprint.get("/progress")
@students_only
def own() -> str:
    """Show a student their own progress, as far as the review shows it to them."""
    now = clock.now()
    settle_due(now)
    cards = of_student(current_user.id, day_of(now), now)
    return page("own", own=own_progress(current_user, now=now), cards=cards, now=now)
