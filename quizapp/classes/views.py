"""The pages on which a teacher sets up a class and keeps its list."""

from random import Random, SystemRandom
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from quizapp.accounts.audit import record
from quizapp.accounts.service import fold_name, reset_sign_in
from quizapp.classes import sign_in_cards as paper
from quizapp.classes.accommodating import accommodations_in
from quizapp.classes.forms import ClassForm, FileForm, NewClassForm, PasteForm, PseudonymsForm, RenameForm
from quizapp.classes.models import Class
from quizapp.classes.panels import panels
from quizapp.classes.pseudonyms import new_pseudonyms
from quizapp.classes.roster_csv import Roster, read_csv, read_lines
from quizapp.classes.service import (
    add_class,
    class_for_editing,
    class_for_viewing,
    classes_of,
    enrol,
    enrolled,
    enrolment_for_editing,
    names_taken,
    rename_student,
    sample_class,
    take_out,
)
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import plural
from quizapp.web.notices import offer_undo

blueprint = Blueprint("classes", __name__)


def chance() -> Random:
    return SystemRandom()


@blueprint.get("/classes")
@staff_only
def index() -> Any:
    archived = request.args.get("archived") == "1"
    lines = classes_of(current_user, archived=archived)
    has_archived = archived or bool(classes_of(current_user, archived=True))
    return render_template("classes/index.html", lines=lines, archived=archived, has_archived=has_archived)


@blueprint.route("/classes/new", methods=["GET", "POST"])
@staff_only
def new() -> Any:
    form = NewClassForm()
    if not form.validate_on_submit():
        return render_template("classes/new.html", form=form), 422 if form.is_submitted() else 200
    now = clock.now()
    class_ = add_class(current_user, form.name.data, now=now, rng=chance())
    class_.self_join = form.self_join.data
    record(current_user, "made a class", class_.name, now=now)
    if form.pseudonyms.data:
        enrol(class_, new_pseudonyms(form.pseudonyms.data, set(), chance()), now=now)
        flash(f"{class_.name} is made, with {plural(form.pseudonyms.data, 'student')}.", "done")
    return redirect(url_for("classes.show", class_id=class_.id), 303)


@blueprint.get("/classes/<int:class_id>")
@staff_only
def show(class_id: int) -> Any:
    class_ = class_for_viewing(current_user, class_id)
    enrolments = enrolled(class_)
    return render_template(
        "classes/show.html",
        class_=class_,
        enrolments=enrolments,
        accommodated=set() if class_.sample else set(accommodations_in(class_)),
        sample_class=None if enrolments else sample_class(),
        panels=[
            Markup(render_template(template, **context))  # noqa: S704  a template escaped it
            for template, context in panels(class_, clock.now())
        ],
    )


@blueprint.route("/classes/<int:class_id>/edit", methods=["GET", "POST"])
@staff_only
def edit(class_id: int) -> Any:
    class_ = class_for_editing(current_user, class_id)
    form = ClassForm(obj=class_)
    if form.validate_on_submit():
        now = clock.now()
        if form.name.data != class_.name:
            record(current_user, "renamed a class", form.name.data, now=now, before=class_.name)
            class_.name = form.name.data
        if form.self_join.data != class_.self_join:
            _open_or_close(class_, form.self_join.data)
        flash("Saved.", "done")
        return redirect(url_for("classes.show", class_id=class_id), 303)
    return render_template("classes/edit.html", form=form, class_=class_), 422 if form.is_submitted() else 200


@blueprint.post("/classes/<int:class_id>/archive")
@staff_only
def archive(class_id: int) -> Any:
    """Put a class away, or bring it back: nothing of it is lost."""
    class_ = class_for_editing(current_user, class_id)
    back = request.form.get("undo") == "1"
    now = clock.now()
    class_.archived_at = None if back else now
    record(current_user, "brought back a class" if back else "archived a class", class_.name, now=now)
    if back:
        flash(f"{class_.name} is back.", "done")
        return redirect(url_for("classes.show", class_id=class_id), 303)
    offer_undo(f"{class_.name} is archived.", url_for("classes.archive", class_id=class_id), undo="1")
    return redirect(url_for("classes.index"), 303)


@blueprint.post("/classes/<int:class_id>/self-join")
@staff_only
def set_self_join(class_id: int) -> Any:
    """Open or close joining by the class code alone."""
    class_ = class_for_editing(current_user, class_id)
    _open_or_close(class_, request.form.get("open") == "1")
    flash(
        "Students can now join with the class code alone."
        if class_.self_join
        else "The class is closed: students join with their cards.",
        "done",
    )
    back = "classes.code" if request.form.get("back") == "code" else "classes.show"
    return redirect(url_for(back, class_id=class_id), 303)


def _open_or_close(class_: Class, is_open: bool) -> None:
    class_.self_join = is_open
    act = "opened a class to join by its code" if is_open else "closed a class to joining by its code"
    record(current_user, act, class_.name, now=clock.now())


# ---- students


@blueprint.get("/classes/<int:class_id>/students")
@staff_only
def roster(class_id: int) -> Any:
    class_ = class_for_viewing(current_user, class_id)
    return render_template(
        "classes/roster.html",
        class_=class_,
        enrolments=enrolled(class_),
        removed=enrolled(class_, removed=True),
    )


@blueprint.route("/classes/<int:class_id>/students/new", methods=["GET", "POST"])
@staff_only
def add_students(class_id: int) -> Any:
    """Add students in one of three ways: made-up names, pasted names, a file."""
    class_ = class_for_editing(current_user, class_id)
    way = request.form.get("way", "")
    forms: dict[str, Any] = {
        name: form(prefix=name, formdata=request.form | request.files if way == name else None)
        for name, form in (("pseudonyms", PseudonymsForm), ("paste", PasteForm), ("file", FileForm))
    }
    if way not in forms:
        return render_template("classes/add_students.html", class_=class_, ways=forms)
    form = forms[way]
    if not form.validate():
        return render_template("classes/add_students.html", class_=class_, ways=forms, way=way), 422
    found = _read_roster(way, form, class_)
    now = clock.now()
    added = enrol(class_, found.names, now=now)
    if added:
        record(current_user, "added students to a class", class_.name, now=now, students=len(added))
    if found.findings:
        status = 200 if added else 422
        return render_template(
            "classes/added.html", class_=class_, added=added, findings=found.findings
        ), status
    flash(f"{plural(len(added), 'student')} added.", "done")
    return redirect(url_for("classes.roster", class_id=class_id), 303)


def _read_roster(way: str, form: Any, class_: Class) -> Roster:
    taken = names_taken(class_)
    if way == "pseudonyms":
        return Roster(tuple(new_pseudonyms(form.count.data, taken, chance())), ())
    if way == "paste":
        return read_lines(form.names.data, taken)
    return read_csv(form.file.data.read(), taken)


@blueprint.get("/classes/<int:class_id>/sign-in-cards")
@staff_only
def sign_in_cards(class_id: int) -> Any:
    """Show the sign-in cards of a class, or of one student, to print."""
    class_ = class_for_editing(current_user, class_id)
    enrolments = enrolled(class_)
    only = request.args.get("student", type=int)
    if only is not None:
        enrolments = [row for row in enrolments if row.user_id == only]
        if not enrolments:
            raise NotFound
    address = paper.join_address(class_)
    return render_template(
        "classes/sign_in_cards.html",
        class_=class_,
        sheets=list(paper.pages(paper.cards(enrolments))),
        count=len(enrolments),
        only=only,
        address=paper.spoken(address),
        qr=paper.qr(address),
    )


@blueprint.route("/classes/<int:class_id>/students/<int:user_id>/reset", methods=["GET", "POST"])
@staff_only
def reset_student(class_id: int, user_id: int) -> Any:
    """Give a student a new one-time PIN, shown on a card to print; ask first, for it cannot be undone."""
    row = enrolment_for_editing(current_user, class_id, user_id)
    if row.removed_at is not None:
        raise NotFound
    if request.method == "GET":
        return render_template("classes/reset.html", class_=row.class_, student=row.user)
    reset_sign_in(row.user)
    record(current_user, "gave a student a new PIN", row.user.name, now=clock.now(), about_id=user_id)
    flash(f"{row.user.name} has a new PIN. The old one and their password no longer work.", "done")
    return redirect(url_for("classes.sign_in_cards", class_id=class_id, student=user_id), 303)


@blueprint.post("/classes/<int:class_id>/students/<int:user_id>/remove")
@staff_only
def remove_student(class_id: int, user_id: int) -> Any:
    """Take a student out of a class; their answers stay."""
    row = enrolment_for_editing(current_user, class_id, user_id)
    now = clock.now()
    take_out(row, now=now)
    record(
        current_user,
        "took a student out of a class",
        row.user.name,
        now=now,
        about_id=user_id,
        class_id=class_id,
    )
    offer_undo(
        f"{row.user.name} is out of the class.",
        url_for("classes.restore_student", class_id=class_id, user_id=user_id),
    )
    return redirect(url_for("classes.roster", class_id=class_id), 303)


@blueprint.post("/classes/<int:class_id>/students/<int:user_id>/restore")
@staff_only
def restore_student(class_id: int, user_id: int) -> Any:
    row = enrolment_for_editing(current_user, class_id, user_id)
    row.removed_at = None
    record(
        current_user,
        "brought a student back",
        row.user.name,
        now=clock.now(),
        about_id=user_id,
        class_id=class_id,
    )
    flash(f"{row.user.name} is back in the class.", "done")
    return redirect(url_for("classes.roster", class_id=class_id), 303)


@blueprint.route("/classes/<int:class_id>/students/<int:user_id>/rename", methods=["GET", "POST"])
@staff_only
def rename(class_id: int, user_id: int) -> Any:
    row = enrolment_for_editing(current_user, class_id, user_id)
    form = RenameForm(data={"name": row.user.name})
    form.is_taken = lambda name: fold_name(name) in names_taken(row.class_) - {row.name_key}
    if form.validate_on_submit():
        if form.name.data != row.user.name:
            record(
                current_user,
                "renamed a student",
                form.name.data,
                now=clock.now(),
                about_id=user_id,
                before=row.user.name,
            )
        rename_student(row, form.name.data)
        flash("Saved. Their sign-in card shows the new name.", "done")
        return redirect(url_for("classes.roster", class_id=class_id), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("classes/rename.html", form=form, class_=row.class_, student=row.user), status


@blueprint.get("/classes/<int:class_id>/code")
@staff_only
def code(class_id: int) -> Any:
    """Show the class code and its QR large enough for the last row."""
    class_ = class_for_editing(current_user, class_id)
    address = paper.join_address(class_)
    return render_template(
        "classes/code.html",
        class_=class_,
        address=paper.spoken(address),
        qr=paper.qr(address),
    )
