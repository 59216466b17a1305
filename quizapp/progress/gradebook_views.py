"""The pages of a class's gradebook."""

from flask import flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.attempts.handing_in import settle_due
from quizapp.classes.models import Enrolment
from quizapp.classes.service import class_for_editing, class_for_viewing
from quizapp.progress.blueprint import blueprint, page, paper_head
from quizapp.progress.forms import ExcuseForm, RulesForm, as_sent, choice_of, read_choices
from quizapp.progress.gradebook import Gradebook, Line, read_gradebook, rules_of
from quizapp.progress.record import first_slots, record_of
from quizapp.progress.service import count_again, excusable, excuse, set_rules, student_for_viewing
from quizapp.progress.taken import in_order_of_time
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.notices import offer_undo

Answered = str | Response | tuple[str, int]


@blueprint.get("/classes/<int:class_id>/gradebook")
@staff_only
def gradebook(class_id: int) -> str:
    """Show students by assignments, with the figure of each and the trend."""
    class_ = class_for_viewing(current_user, class_id)
    now = clock.now()
    settle_due(now)
    book = read_gradebook(class_, now=now)
    order = "figure" if request.args.get("order") == "figure" else ""
    return page(
        "gradebook",
        class_=class_,
        book=book,
        lines=_ordered(book, order),
        order=order,
        paper=paper_head(class_, "Gradebook", now),
    )


def _ordered(book: Gradebook, order: str) -> list[Line]:
    if not order:
        return list(book.lines)
    # Lowest first; those without a figure at the end.
    return sorted(book.lines, key=lambda line: (line.grade.share is None, line.grade.share or 0.0))


@blueprint.route("/classes/<int:class_id>/gradebook/rules", methods=["GET", "POST"])
@staff_only
def gradebook_rules(class_id: int) -> Answered:
    """Show how the figures are made; on POST decide it."""
    class_ = class_for_editing(current_user, class_id)
    assignments = in_order_of_time(class_)
    rules = rules_of(class_)
    here = url_for(".gradebook_rules", class_id=class_id)
    if request.method == "GET":
        form = RulesForm.of(rules)
        chosen = {row.id: choice_of(rules, row.id) for row in assignments}
        return page("rules", class_=class_, form=form, assignments=assignments, chosen=chosen)
    form = RulesForm()
    chosen = read_choices(request.form, [row.id for row in assignments])
    if not form.validate_on_submit():
        return page("rules", class_=class_, form=form, assignments=assignments, chosen=chosen), 422
    wanted = form.wanted(chosen)
    before = set_rules(class_, wanted, actor=current_user, now=clock.now())
    if wanted == before:
        flash("Nothing was changed.", "info")
    else:
        offer_undo("The figures are made anew.", here, **as_sent(before))
    if request.form.get("go") == "more":
        return redirect(f"{here}#places", 303)
    return redirect(url_for(".gradebook", class_id=class_id), 303)


@blueprint.get("/classes/<int:class_id>/gradebook/<int:user_id>")
@staff_only
def figure(class_id: int, user_id: int) -> Answered:
    """Show how the figure of one student was made, each result a link to the answers."""
    return _figure(student_for_viewing(current_user, class_id, user_id))


def _figure(row: Enrolment, *, failed: int | None = None, form: ExcuseForm | None = None) -> Answered:
    now = clock.now()
    if request.method == "GET":
        settle_due(now)
    record = record_of(row, now=now)
    handed_in = [one.id for result in record.results for one in result.handed_in]
    drawn = page(
        "figure",
        row=row,
        class_=row.class_,
        record=record,
        slots=first_slots(handed_in),
        form=form or ExcuseForm(formdata=None),
        failed=failed,
        now=now,
    )
    return (drawn, 422) if failed else drawn


@blueprint.post("/classes/<int:class_id>/gradebook/<int:user_id>/<int:assignment_id>/excuse")
@staff_only
def excuse_student(class_id: int, user_id: int, assignment_id: int) -> Answered:
    """Excuse a student from an assignment, with the reason."""
    row, assignment = excusable(current_user, class_id, user_id, assignment_id)
    form = ExcuseForm()
    if not form.validate():
        return _figure(row, failed=assignment_id, form=form)
    excuse(row, assignment, form.reason.data or "", actor=current_user, now=clock.now())
    back = url_for(".count_student_again", class_id=class_id, user_id=user_id, assignment_id=assignment_id)
    offer_undo(f"{row.user.name} is excused from {assignment.quiz.title}.", back)
    return redirect(_here(class_id, user_id, assignment_id), 303)


@blueprint.post("/classes/<int:class_id>/gradebook/<int:user_id>/<int:assignment_id>/count")
@staff_only
def count_student_again(class_id: int, user_id: int, assignment_id: int) -> Response:
    """Let an assignment count again for a student who was excused."""
    row, assignment = excusable(current_user, class_id, user_id, assignment_id)
    reason = count_again(row, assignment, actor=current_user, now=clock.now())
    if reason is not None:
        again = url_for(".excuse_student", class_id=class_id, user_id=user_id, assignment_id=assignment_id)
        offer_undo(f"{assignment.quiz.title} counts again for {row.user.name}.", again, reason=reason)
    return redirect(_here(class_id, user_id, assignment_id), 303)


def _here(class_id: int, user_id: int, assignment_id: int) -> str:
    return url_for(".figure", class_id=class_id, user_id=user_id, _anchor=f"a-{assignment_id}")
