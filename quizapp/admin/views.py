"""The pages on which an admin looks after the school: people and the log."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user

from quizapp.accounts.models import Role, User
from quizapp.accounts.school import second_check_wanted, want_second_check
from quizapp.accounts.service import link_for_using, staff_for_managing
from quizapp.admin import service
from quizapp.admin.forms import NewPersonForm, PeopleFilter, SettingsForm
from quizapp.admin.sample import sample_class
from quizapp.web import clock
from quizapp.web.access import admins_only
from quizapp.web.addresses import address_for_others
from quizapp.web.notices import offer_undo
from quizapp.web.pagination import page_links, page_number, paginate

blueprint = Blueprint("admin", __name__)

FRESH_LINK = "fresh_link"


@blueprint.get("/school")
@admins_only
def index() -> Any:
    """Show how large the school is and what was done in it lately."""
    return render_template(
        "admin/index.html",
        counts=service.counts(),
        lately=service.audit_page(1, size=5).rows,
        sample_class=sample_class(),
    )


@blueprint.get("/school/people")
@admins_only
def people() -> Any:
    form = PeopleFilter(request.args)
    wanted = {"find": form.q.data or "", "role": form.role.data or "", "state": form.state.data or ""}
    page = paginate(service.staff(**wanted))
    return render_template(
        "admin/people.html",
        form=form,
        page=page,
        pages=page_links(page),
        filtered=any(wanted.values()),
        students=service.counts().students,
    )


@blueprint.route("/school/people/new", methods=["GET", "POST"])
@admins_only
def new_person() -> Any:
    form = NewPersonForm()
    if not form.validate_on_submit():
        return render_template("admin/new_person.html", form=form), 422 if form.is_submitted() else 200
    user, token = service.add_person(
        current_user, form.name.data, form.username.data, Role(form.role.data), now=clock.now()
    )
    return _show_link(user, token)


@blueprint.get("/school/people/<int:user_id>")
@admins_only
def person(user_id: int) -> Any:
    """Show a person and what can be done about them; their new link, the first time after it was made."""
    user = staff_for_managing(user_id)
    link, address = None, None
    if FRESH_LINK in session:
        token = session.pop(FRESH_LINK)
        link = link_for_using(token, now=clock.now())
        if link and link.user_id == user_id:
            address = address_for_others(url_for("accounts.one_time_link", token=token))
    return render_template("admin/person.html", user=user, link=link, address=address)


@blueprint.post("/school/people/<int:user_id>/link")
@admins_only
def person_link(user_id: int) -> Any:
    user = staff_for_managing(user_id)
    if not user.active:
        flash(f"{user.name} is deactivated. Bring them back first, then make a link.", "error")
        return _back_to(user)
    return _show_link(user, service.new_link(current_user, user, now=clock.now()))


@blueprint.post("/school/people/<int:user_id>/deactivate")
@admins_only
def deactivate(user_id: int) -> Any:
    user = staff_for_managing(user_id)
    if problem := service.deactivate(current_user, user, now=clock.now()):
        flash(problem, "error")
        return _back_to(user)
    if user.id == current_user.id:
        flash("Your account is deactivated. Another admin can bring it back.", "done")
        return redirect(url_for("accounts.sign_in"), 303)
    offer_undo(f"{user.name} is deactivated and signed out.", url_for("admin.activate", user_id=user_id))
    return _back_to(user)


@blueprint.post("/school/people/<int:user_id>/activate")
@admins_only
def activate(user_id: int) -> Any:
    user = staff_for_managing(user_id)
    service.activate(current_user, user, now=clock.now())
    flash(f"{user.name} can sign in again.", "done")
    return _back_to(user)


@blueprint.post("/school/people/<int:user_id>/role")
@admins_only
def set_role(user_id: int) -> Any:
    user = staff_for_managing(user_id)
    if request.form.get("role") not in service.STAFF:
        flash("That is not a role. Use the buttons on the page.", "error")
        return _back_to(user)
    role, before = Role(request.form["role"]), user.role
    if problem := service.set_role(current_user, user, role, now=clock.now()):
        flash(problem, "error")
        return _back_to(user)
    if user.id == current_user.id and role is not Role.ADMIN:
        flash("You are a teacher now. Sign in again to go on.", "done")
        return redirect(url_for("accounts.sign_in"), 303)
    if before != role:
        offer_undo(
            f"{user.name} is now {service.a(role)} and has to sign in again.",
            url_for("admin.set_role", user_id=user_id),
            role=before,
        )
    return _back_to(user)


@blueprint.route("/school/settings", methods=["GET", "POST"])
@admins_only
def settings() -> Any:
    form = SettingsForm(data={"second_check": second_check_wanted()})
    if not form.validate_on_submit():
        return render_template("admin/settings.html", form=form), 422 if form.is_submitted() else 200
    if want_second_check(form.second_check.data, actor=current_user, now=clock.now()):
        flash("Saved.", "done")
    else:
        flash("Nothing had changed.", "info")
    return redirect(url_for("admin.settings"), 303)


@blueprint.get("/school/audit")
@admins_only
def audit() -> Any:
    page = service.audit_page(page_number())
    return render_template("admin/audit.html", page=page, pages=page_links(page))


def _back_to(user: User) -> Any:
    return redirect(url_for("admin.person", user_id=user.id), 303)


def _show_link(user: User, token: str) -> Any:
    # Through the session, so that reloading the page neither makes another link nor shows this one again.
    session[FRESH_LINK] = token
    return _back_to(user)


from quizapp.admin import sample_views, student_views  # noqa: E402, F401  their pages are of this blueprint
