"""The pages of who has other rules than the class in an assignment."""

from flask import flash, render_template, url_for
from flask_login import current_user

from quizapp.classes.accommodating import in_words
from quizapp.core.attempts.accommodations import NO_OVERRIDE, NONE, is_cut
from quizapp.quizzes import accommodating, assigning, service
from quizapp.quizzes.accommodation_forms import OverrideForm, as_sent
from quizapp.quizzes.pages import Answer, blueprint, seen
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.notices import offer_undo


@blueprint.get("/assignments/<int:assignment_id>/accommodations")
@staff_only
def accommodations(assignment_id: int) -> Answer:
    """List whose rules are other than the class's, and everybody else to choose from."""
    row = service.assignment_for_managing(current_user, assignment_id)
    now = clock.now()
    everybody = accommodating.students_of(row)
    return render_template(
        "quizzes/accommodations.html",
        row=row,
        state=assigning.state_of(row, now),
        now=now,
        given=[(one, accommodating.rules_in_words(one.policy)) for one in everybody if one.differs],
        others=[one.student for one in everybody if not one.differs],
    )


@blueprint.route("/assignments/<int:assignment_id>/accommodations/<int:user_id>", methods=["GET", "POST"])
@staff_only
def accommodate(assignment_id: int, user_id: int) -> Answer:
    """Set what one student is given in this assignment alone."""
    row = service.assignment_for_managing(current_user, assignment_id)
    one = accommodating.student_of(row, user_id)
    now = clock.now()
    usual = service.policy_of(row)
    form = OverrideForm.of(one.here, usual, now)
    if form.validate_on_submit():
        before = accommodating.override(row, one.student, form.wanted(), actor=current_user, now=now)
        after = accommodating.student_of(row, user_id)
        words = accommodating.rules_in_words(after.policy)
        here = url_for(".accommodate", assignment_id=row.id, user_id=user_id)
        said = "; ".join(words) if words else "as for the class"
        offer_undo(f"{one.student.name} in this quiz: {said}.", here, **as_sent(before))
        if is_cut(after.policy, max(now, row.opens_at or now)):
            flash(f"{one.student.name}: {accommodating.limit_and_closing(after.policy)}", "warning")
        return seen(".accommodations", assignment_id=row.id)
    page = render_template(
        "quizzes/accommodate.html",
        row=row,
        one=one,
        usual=usual,
        form=form,
        on_student=in_words(one.on_student) if one.on_student != NONE else [],
        words=accommodating.rules_in_words(one.policy),
        closing=accommodating.limit_and_closing(one.policy),
        nothing=as_sent(NO_OVERRIDE),
        zone=clock.zone_name(),
    )
    return page, 422 if form.errors else 200
