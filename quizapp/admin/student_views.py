"""The pages on which an admin finds a student, hands out all that is stored on them, or deletes it."""

import io
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SearchField, StringField
from wtforms.validators import DataRequired, ValidationError

from quizapp.accounts.forms import stripped
from quizapp.accounts.models import User
from quizapp.admin.personal import deleting, exporting
from quizapp.admin.personal.gathering import counted, gather
from quizapp.admin.personal.students import (
    StudentRefusedError,
    refuse_under_way,
    student_for_managing,
    students,
)
from quizapp.admin.views import blueprint
from quizapp.attempts.handing_in import settle_due
from quizapp.classes.models import Enrolment
from quizapp.core.tables.table import file_name
from quizapp.extensions import db
from quizapp.web import clock
from quizapp.web.access import admins_only
from quizapp.web.pagination import page_links, paginate


class StudentFilter(FlaskForm):
    """Which students to list; read from the address."""

    class Meta:
        csrf = False

    q = SearchField("Find", filters=[stripped])


class DeleteForm(FlaskForm):
    name = StringField("Type the name to confirm", [DataRequired("Type the name.")], filters=[stripped])

    def __init__(self, student: User) -> None:
        super().__init__()
        self.student = student

    def validate_name(self, field: Any) -> None:
        if not deleting.is_name(self.student.name, field.data):
            raise ValidationError(f"That is another name. Type {self.student.name}, as it stands above.")


@blueprint.get("/school/students")
@admins_only
def list_students() -> str:
    form = StudentFilter(request.args)
    page = paginate(students(form.q.data or ""))
    return render_template(
        "admin/students.html", form=form, page=page, pages=page_links(page), filtered=bool(form.q.data)
    )


@blueprint.get("/school/students/<int:student_id>")
@admins_only
def student(student_id: int) -> str:
    """Show a student, what is stored on them, and what can be done about it."""
    settle_due(clock.now())
    user = student_for_managing(student_id)
    places = db.session.scalars(
        select(Enrolment).where(Enrolment.user_id == user.id).order_by(Enrolment.id)
    ).all()
    return render_template(
        "admin/student.html",
        student=user,
        places=places,
        stored=counted(gather(user)),
        why_not=_why_not(user),
    )


def _why_not(user: User) -> str:
    try:
        refuse_under_way(user)
    except StudentRefusedError as refusal:
        return str(refusal)
    return ""


@blueprint.post("/school/students/<int:student_id>/export")
@admins_only
def export_student(student_id: int) -> Response:
    """Send all that is stored on a student, and log it."""
    user = student_for_managing(student_id)
    now, zone = clock.now(), clock.zone()
    data = exporting.export(user, actor=current_user, now=now, zone=zone)
    return send_file(
        io.BytesIO(data),
        mimetype="application/zip",
        as_attachment=True,
        download_name=file_name(
            user.name, "all that is stored", on=now.astimezone(zone).date(), ending="zip"
        ),
    )


@blueprint.route("/school/students/<int:student_id>/delete", methods=["GET", "POST"])
@admins_only
def delete_student(student_id: int) -> Any:
    """Say what goes, and delete it once the name was typed: this cannot be undone."""
    user = student_for_managing(student_id)
    form = DeleteForm(user)
    if form.validate_on_submit():
        name = user.name
        try:
            deleting.delete_student(user, actor=current_user, now=clock.now())
        except StudentRefusedError as refusal:
            flash(str(refusal), "error")
            return redirect(url_for(".student", student_id=student_id), 303)
        flash(f"{name} is deleted, with all that was theirs.", "done")
        return redirect(url_for(".list_students"), 303)
    if request.method == "GET":
        settle_due(clock.now())
        if why_not := _why_not(student_for_managing(student_id)):
            flash(why_not, "error")
            return redirect(url_for(".student", student_id=student_id), 303)
    return render_template(
        "admin/delete_student.html",
        student=user,
        form=form,
        lost=deleting.loss_of(user),
        figures=deleting.FIGURES,
        copies=deleting.COPIES,
    ), 422 if form.is_submitted() else 200
