"""Who may open a page at all. What a person may see on it is decided by the loaders."""

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from quizapp.extensions import login_manager
from quizapp.web.again import STUDENT, can_be_kept, kept
from quizapp.web.errors import wants_json
from quizapp.web.transaction import SAFE_METHODS

ADMIN = SimpleNamespace(is_student=False, is_staff=True, is_admin=True)
View = TypeVar("View", bound=Callable[..., Any])


def may_open(user: Any, path: str) -> bool:
    """Tell whether an address of ours is a page that opens for this person's kind of account."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return False
    try:
        endpoint, _ = adapter.match(unquote(urlsplit(path).path), method="GET")
    except HTTPException:
        return False
    is_for = getattr(current_app.view_functions[endpoint], "is_for", None)
    return is_for is None or bool(is_for(user))


def is_for_staff(path: str) -> bool:
    """Tell whether an address of ours is a page that opens for staff and for no student."""
    return may_open(ADMIN, path) and not may_open(STUDENT, path)


def _only(allowed: Callable[[Any], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                if wants_json():
                    abort(401)  # a script follows no redirect to a page
                if can_be_kept():
                    return kept(401)
                if request.method not in SAFE_METHODS:  # what was sent cannot be sent again by a redirect
                    return redirect(url_for(str(login_manager.login_view)), 303)
                return login_manager.unauthorized()
            if not allowed(current_user):
                abort(403)
            return view(*args, **kwargs)

        guarded.is_for = allowed  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


signed_in = _only(lambda user: True)
students_only = _only(lambda user: user.is_student)
staff_only = _only(lambda user: user.is_staff)
admins_only = _only(lambda user: user.is_admin)
