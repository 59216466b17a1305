"""The pages on which quizzes are given to classes."""

from datetime import timedelta

from flask import flash, render_template, request
from flask_login import current_user

from quizapp.classes.models import Class
from quizapp.core.attempts.trying import as_query
from quizapp.quizzes import accommodating, assigning, service
from quizapp.quizzes.assigning_forms import KINDS, AssignForm, ReopenForm, RulesForm
from quizapp.quizzes.fields import options
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.pages import Answer, blueprint, seen
from quizapp.quizzes.sections import count_asked
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import listed


@blueprint.route("/quizzes/<int:quiz_id>/assign", methods=["GET", "POST"])
@staff_only
def assign(quiz_id: int) -> Answer:
    quiz = service.quiz_for_viewing(current_user, quiz_id)
    now = clock.now()
    classes = {str(class_.id): class_ for class_ in assigning.classes_to_assign_to(current_user)}
    wanted = request.args.get("class") or (next(iter(classes)) if len(classes) == 1 else "")
    ticked = [key for key in request.form.getlist("classes") or [wanted] if key in classes]
    kind = request.form.get("kind", request.args.get("kind", ""))
    form = AssignForm.proposed(quiz, ticked, now=now, kind=kind)
    form.classes.choices = options((key, _told_apart(class_)) for key, class_ in classes.items())
    refill = "kind" in request.form
    valid = not refill and form.validate_on_submit()
    if not refill and "preview" in request.form and not form.errors.keys() - {"classes"}:
        return seen("trying.as_student", quiz_id=quiz.id, **as_query(form.rules().policy()))
    if valid:
        rules = form.rules()
        try:
            chosen = [classes[key] for key in form.classes.data]
            assigning.assign(quiz, chosen, rules, actor=current_user, now=now)
        except assigning.RefusalError as refusal:
            flash(str(refusal), "error")
            return seen(".show", quiz_id=quiz.id)
        flash(f"“{quiz.title}” was given to {listed(class_.name for class_ in chosen)}.", "done")
        for words in rules.warnings():
            flash(words, "warning")
        return seen(".show", quiz_id=quiz.id)
    page = render_template(
        "quizzes/assign.html",
        quiz=quiz,
        form=form,
        askable=service.askable(quiz),
        given={row.class_id for row in assigning.assignments_of_quiz(current_user, quiz)},
        zone=clock.zone_name(),
        kinds=KINDS,
        kind=kind,
        asked=count_asked(quiz),
    )
    return page, 422 if form.errors else 200


def _told_apart(class_: Class) -> str:
    """Name a class, with its teacher where it is another's: an admin sees all."""
    if class_.teacher_id == current_user.id:
        return class_.name
    return f"{class_.name}, {class_.teacher.name if class_.teacher else 'without a teacher'}"


@blueprint.route("/assignments/<int:assignment_id>/edit", methods=["GET", "POST"])
@staff_only
def assignment(assignment_id: int) -> Answer:
    row = service.assignment_for_managing(current_user, assignment_id)
    form = RulesForm.of(row, now=clock.now())
    if form.validate_on_submit():
        rules = form.rules()
        if "preview" in request.form:
            return seen("trying.as_student", quiz_id=row.quiz_id, **as_query(rules.policy()))
        assigning.change_rules(row, rules, actor=current_user, now=form.now)
        flash("The rules were changed.", "done")
        for words in rules.warnings():
            flash(words, "warning")
        return seen(".assignment", assignment_id=row.id)
    return _assignment_page(row, form)


def _assignment_page(
    row: Assignment, form: RulesForm | None = None, again: ReopenForm | None = None
) -> Answer:
    now = clock.now()
    form = form or RulesForm.of(row, now=now)
    page = render_template(
        "quizzes/assignment.html",
        row=row,
        form=form,
        again=again or ReopenForm(now=now, formdata=None, until=now + timedelta(days=1)),
        state=assigning.state_of(row, now),
        now=now,
        started=assigning.started_count(row),
        accommodated=[one.student.name for one in accommodating.students_of(row) if one.differs],
        zone=clock.zone_name(),
    )
    return page, 422 if form.errors or (again and again.errors) else 200


@blueprint.get("/assignments/<int:assignment_id>/code")
@staff_only
def access_code(assignment_id: int) -> Answer:
    row = service.assignment_for_managing(current_user, assignment_id)
    if not row.access_code:
        flash("This has no access code: give it one among its rules.", "error")
        return seen(".assignment", assignment_id=row.id)
    return render_template("quizzes/access_code.html", row=row)


@blueprint.post("/assignments/<int:assignment_id>/close")
@staff_only
def close_assignment(assignment_id: int) -> Answer:
    row = service.assignment_for_managing(current_user, assignment_id)
    try:
        assigning.close_now(row, actor=current_user, now=clock.now())
        still = accommodating.extended_beyond(row, clock.now())
        if still:
            flash(f"Closed, but not for {listed(still)}: see Accommodations.", "done")
        else:
            flash("Closed. Nobody can start or go on.", "done")
    except assigning.RefusalError as refusal:
        flash(str(refusal), "error")
    return seen(".assignment", assignment_id=row.id)


@blueprint.post("/assignments/<int:assignment_id>/reopen")
@staff_only
def reopen_assignment(assignment_id: int) -> Answer:
    row = service.assignment_for_managing(current_user, assignment_id)
    again = ReopenForm(now=clock.now())
    if not again.validate_on_submit():
        return _assignment_page(row, RulesForm.of(row, now=again.now, formdata=None), again)
    assert again.until.data is not None  # it validated
    try:
        assigning.reopen(row, again.until.data, actor=current_user, now=again.now)
        flash("Open again.", "done")
    except assigning.RefusalError as refusal:
        flash(str(refusal), "error")
    return seen(".assignment", assignment_id=row.id)


@blueprint.post("/assignments/<int:assignment_id>/delete")
@staff_only
def delete_assignment(assignment_id: int) -> Answer:
    row = service.assignment_for_managing(current_user, assignment_id)
    quiz_id, title, name = row.quiz_id, row.quiz.title, row.class_.name
    try:
        assigning.delete(row, actor=current_user, now=clock.now())
    except assigning.RefusalError as refusal:
        flash(str(refusal), "error")
        return seen(".assignment", assignment_id=assignment_id)
    flash(f"“{title}” was taken back from {name}. Nobody had started it.", "done")
    return seen(".show", quiz_id=quiz_id)
