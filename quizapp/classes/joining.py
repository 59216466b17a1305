"""How a student comes in: with a card, or by the class code alone where the class is open."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from quizapp.accounts import sessions
from quizapp.accounts.passwords import hash_password
from quizapp.accounts.service import fold_name, is_one_time_pin, is_password, refresh_hash
from quizapp.accounts.throttle import DOOR_LIMIT, doors
from quizapp.classes.forms import JoinForm, SelfJoinForm
from quizapp.classes.service import class_to_join, enrol, names_taken, student_in
from quizapp.extensions import limiter
from quizapp.web import clock
from quizapp.web.access import is_for_staff
from quizapp.web.filters import span
from quizapp.web.transaction import reads_only

blueprint = Blueprint("joining", __name__)

LONGEST_TYPED = 40
NO_CLASS = "There is no class with that code. Check it with your teacher."


@blueprint.route("/join", methods=["GET", "POST"], defaults={"code": ""}, endpoint="join")
@blueprint.route("/join/<code>", methods=["GET", "POST"], endpoint="join_class")
@limiter.limit(DOOR_LIMIT, methods=["POST"])
@reads_only
def join(code: str) -> Any:
    """Let a student in with class code, name, and PIN or password; a QR or `?code=` fills in the code."""
    if current_user.is_authenticated:
        sessions.say_who_is_in()
        return redirect(url_for("home"))
    sessions.remember_where_to()
    if request.method == "GET" and is_for_staff(request.args.get("next", "")):
        return redirect(url_for("accounts.sign_in"))  # a teacher's bookmark, on the next morning
    form = JoinForm()
    if not form.is_submitted():
        form.code.data = " ".join((code or request.args.get("code", "")).split())[:LONGEST_TYPED]
        if form.code.data and class_to_join(form.code.data) is None:
            form.code.errors = [NO_CLASS]
        return _page(form, 200)
    if not form.validate():
        alone = form.code.data and not (form.name.data or form.password.data)
        if alone and class_to_join(form.code.data):  # from somebody without a card
            return redirect(url_for(".self_join", code=form.code.data), 303)
        return _page(form, 422)
    now, address = clock.now(), request.remote_addr or ""
    class_ = class_to_join(form.code.data)
    account = f"student:{class_.id if class_ else 0}:{fold_name(form.name.data)}"
    if wait := doors.wait(account, address, now):
        form.password.errors = [f"Too many tries. Wait {span(wait)}, then try again."]
        return _page(form, 429)
    if class_ is None:
        doors.failed(account, address, now)
        form.code.errors = [NO_CLASS]
        return _page(form, 422)
    student, typed = student_in(class_, form.name.data), form.password.data
    if student and is_one_time_pin(student, typed):
        doors.succeeded(account)
        sessions.begin_choosing(student)
        return redirect(url_for("accounts.choose_password"), 303)
    if not is_password(student, typed) or student is None:
        doors.failed(account, address, now)
        form.password.errors = [
            "Name and PIN do not fit together. Check both, or ask your teacher for a new PIN."
        ]
        return _page(form, 422)
    doors.succeeded(account)
    sessions.begin(student)
    refresh_hash(student, typed)
    return redirect(sessions.where_to(), 303)


def _page(form: JoinForm, status: int) -> Any:
    class_ = class_to_join(form.code.data) if form.code.data else None
    if class_ and not form.is_submitted():
        form.code.data = class_.code  # as it stands on the card and on the wall
    open_class = class_ if class_ and class_.self_join else None
    return render_template("classes/join.html", form=form, open_class=open_class), status


@blueprint.route("/join/<code>/new", methods=["GET", "POST"])
@limiter.limit(DOOR_LIMIT, methods=["POST"])
def self_join(code: str) -> Any:
    """Let a student without a card into a class that is open for it."""
    if current_user.is_authenticated:
        sessions.say_who_is_in()
        return redirect(url_for("home"))
    class_ = class_to_join(code)
    if class_ is None:
        raise NotFound
    if not class_.self_join:
        return render_template("classes/self_join_closed.html", class_=class_), 403
    form = SelfJoinForm()
    form.is_taken = lambda name: fold_name(name) in names_taken(class_)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("classes/self_join.html", form=form, class_=class_), status
    now = clock.now()
    student = enrol(class_, [form.name.data], now=now)[0].user
    student.password_hash = hash_password(form.password.data)
    student.pin_used_at = now
    sessions.begin(student)
    return redirect(url_for("home"), 303)
