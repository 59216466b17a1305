"""The doors for staff, the choice of a password, one's own account."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from wtforms import PasswordField
from wtforms.validators import InputRequired

from quizapp.accounts import sessions
from quizapp.accounts.audit import record
from quizapp.accounts.forms import (
    CurrentPassword,
    FirstAdminForm,
    SignInForm,
    StaffPasswordForm,
    StudentPasswordForm,
)
from quizapp.accounts.models import Role, User
from quizapp.accounts.passwords import hash_password
from quizapp.accounts.service import (
    add_staff,
    end_sessions,
    fold_name,
    is_one_time_pin,
    is_password,
    link_for_using,
    refresh_hash,
    set_password,
    staff_by_username,
)
from quizapp.accounts.throttle import DOOR_LIMIT, doors
from quizapp.extensions import db, limiter
from quizapp.web import clock
from quizapp.web.access import signed_in
from quizapp.web.filters import span
from quizapp.web.transaction import reads_only

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(DOOR_LIMIT, methods=["POST"])
@reads_only
def sign_in() -> Any:
    """Let staff in by user name and password."""
    if current_user.is_authenticated:
        return redirect(url_for("home"))
    sessions.remember_where_to()
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    now, address = clock.now(), request.remote_addr or ""
    account = f"staff:{fold_name(form.username.data)}"
    if wait := doors.wait(account, address, now):
        form.password.errors = [f"Too many tries. Wait {span(wait)}, then try again."]
        return render_template("accounts/sign_in.html", form=form), 429
    user = staff_by_username(form.username.data)
    if not is_password(user, form.password.data) or user is None or not user.active:
        doors.failed(account, address, now)
        form.password.errors = ["User name and password do not fit together. Check both."]
        return render_template("accounts/sign_in.html", form=form), 422
    doors.succeeded(account)
    sessions.begin(user)
    refresh_hash(user, form.password.data)
    return redirect(sessions.where_to(), 303)


@blueprint.post("/sign-out")
@reads_only
def sign_out() -> Any:
    sessions.end()
    flash("You are signed out.", "done")
    return redirect(url_for("joining.join"), 303)


@blueprint.route("/choose-password", methods=["GET", "POST"])
@limiter.limit(DOOR_LIMIT, methods=["POST"])
@reads_only
def choose_password() -> Any:
    """Let a student who came with the one-time PIN choose their own."""
    user = sessions.choosing()
    if user is None:
        flash("Sign in with your card again.", "warning")
        return redirect(url_for("joining.join"), 303)
    form = StudentPasswordForm()
    form.name_of_person = user.name
    if form.validate_on_submit():
        if not is_one_time_pin(user, form.password.data):
            fresh = set_password(user, form.password.data, now=clock.now())
            if fresh is None:  # the teacher gave a new PIN in the same second
                flash("Your PIN was changed meanwhile. Ask your teacher for the new one.", "warning")
                return redirect(url_for("joining.join"), 303)
            sessions.begin(fresh)
            return redirect(sessions.where_to(), 303)
        form.password.errors = ["Choose something other than the PIN on the card."]
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/choose_password.html", form=form, user=user), status


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@limiter.limit(DOOR_LIMIT, methods=["POST"])
def one_time_link(token: str) -> Any:
    """Make the first admin, or let a person set a password, by a link that works once."""
    now = clock.now()
    link = link_for_using(token, now=now)
    if link is None:
        return render_template("accounts/link_used.html"), 410
    user = db.session.get(User, link.user_id) if link.user_id else None
    form = StaffPasswordForm() if user else FirstAdminForm()
    form.name_of_person = user.name if user else request.form.get("username", "")
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("accounts/welcome.html", form=form, user=user, token=token), status
    link.used_at = now
    if user is None:
        user = add_staff(form.name.data, form.username.data, Role.ADMIN, now=now)
        record(user, "became the first admin", user.name, now=now)
    else:
        record(user, "set a password by a one-time link", user.name, now=now)
    user.password_hash = hash_password(form.password.data)
    end_sessions(user)
    sessions.begin(user)
    flash(f"Welcome, {user.name}.", "done")
    return redirect(url_for("home"), 303)


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
@reads_only
def account() -> Any:
    """Show who one is, and change one's password."""
    form = _account_form()
    if form.validate_on_submit():
        fresh = set_password(current_user, form.password.data, now=clock.now())
        if fresh is None:
            flash("You were signed out meanwhile, and your password is as it was. Sign in again.", "warning")
            return redirect(url_for("joining.join"), 303)
        sessions.begin(fresh)
        flash("Your password is changed. Everywhere else you are signed out.", "done")
        return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/account.html", form=form), 422 if form.is_submitted() else 200


def _account_form() -> Any:
    base = StudentPasswordForm if current_user.is_student else StaffPasswordForm

    class AccountForm(base):  # type: ignore[misc, valid-type]
        name_of_person = current_user.name
        current = PasswordField(
            "Your password now", [InputRequired("Write your password of now."), CurrentPassword()]
        )

        def problem_with_current(self, typed: str) -> str | None:
            now, address = clock.now(), request.remote_addr or ""
            account = f"account:{current_user.id}"
            if wait := doors.wait(account, address, now):
                return f"Too many tries. Wait {span(wait)}, then try again."
            if is_password(current_user, typed):
                doors.succeeded(account)
                return None
            doors.failed(account, address, now)
            return "That is not your password of now."

    return AccountForm()
