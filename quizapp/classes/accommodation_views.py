"""The pages on which a teacher sets what a student is given in every quiz."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from quizapp.classes.accommodating import accommodate, accommodation_of, accommodations_in, in_words
from quizapp.classes.accommodation_forms import NOTHING, AccommodationForm, as_sent
from quizapp.classes.service import class_for_editing, enrolled, enrolment_for_editing
from quizapp.core.attempts.accommodations import NONE
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.notices import offer_undo

blueprint = Blueprint("accommodations", __name__)


@blueprint.get("/classes/<int:class_id>/accommodations")
@staff_only
def of_class(class_id: int) -> Any:
    """List who is given what, and everybody else to choose from."""
    class_ = class_for_editing(current_user, class_id)
    given = accommodations_in(class_)
    students = enrolled(class_)
    return render_template(
        "classes/accommodations.html",
        class_=class_,
        given=[(row.user, in_words(given[row.user_id])) for row in students if row.user_id in given],
        others=[row.user for row in students if row.user_id not in given],
    )


@blueprint.route("/classes/<int:class_id>/students/<int:user_id>/accommodations", methods=["GET", "POST"])
@staff_only
def of_student(class_id: int, user_id: int) -> Any:
    row = enrolment_for_editing(current_user, class_id, user_id)
    if row.removed_at is not None:
        raise NotFound
    student = row.user
    form = AccommodationForm.of(accommodation_of(user_id))
    if form.validate_on_submit():
        wanted = form.wanted()
        before = accommodate(student, wanted, actor=current_user, now=clock.now())
        here = url_for(".of_student", class_id=class_id, user_id=user_id)
        if wanted == NONE:
            said = f"{student.name} takes quizzes as the class does."
        else:
            said = f"Set for {student.name}, in every quiz: {', '.join(in_words(wanted))}."
        offer_undo(said, here, **as_sent(before))
        return redirect(url_for(".of_class", class_id=class_id), 303)
    page = render_template(
        "classes/accommodate.html",
        class_=row.class_,
        student=student,
        form=form,
        set_=accommodation_of(user_id) != NONE,
        nothing=NOTHING,
    )
    return page, 422 if form.is_submitted() else 200
