"""Signing in and out, as the browser's session knows it."""

import re

from flask import flash, request, session, url_for
from flask_login import current_user, login_user, logout_user

from quizapp.accounts.models import User
from quizapp.accounts.service import load_user
from quizapp.web.access import may_open

CHOOSING = "choosing_password"
LONGEST_NEXT = 500  # browsers drop a cookie of more than 4 KB, and the whole session with it
# A path of this host. Browsers read a backslash as a slash and skip tabs: "/\\elsewhere" would lead away.
_OURS = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*\Z")


def begin(user: User) -> None:
    """Sign a person in, in a session that holds nothing from before."""
    wanted = session.get("next")
    session.clear()
    if wanted:
        session["next"] = wanted
    login_user(user)


def begin_choosing(user: User) -> None:
    """Let a student who gave the one-time PIN choose a password, and nothing else."""
    wanted = session.get("next")
    session.clear()
    if wanted:
        session["next"] = wanted
    session[CHOOSING] = user.get_id()


def choosing() -> User | None:
    """Return the student who is to choose a password, unless the PIN was used or reset since."""
    user = load_user(str(session.get(CHOOSING, "")))
    return user if user and user.is_student and user.pin_used_at is None else None


def end() -> None:
    logout_user()
    session.clear()


def remember_where_to() -> None:
    """Keep the page that a person was sent away from, if it is one of ours."""
    wanted = request.args.get("next", "")
    if len(wanted) <= LONGEST_NEXT and _OURS.match(wanted):
        session["next"] = wanted


def where_to() -> str:
    """Return where a person who has just signed in goes on: home, if the page asked for is not for them."""
    wanted = str(session.pop("next", ""))
    # Somebody else may have asked for it: a class shares its tablets.
    return wanted if wanted and may_open(current_user, wanted) else url_for("home")


def say_who_is_in() -> None:
    """Tell somebody at a door that this browser is signed in already: it may be another's card they hold."""
    flash(f"You are signed in as {current_user.name}. Somebody else? Sign out first, in the menu.", "info")
