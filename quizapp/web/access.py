"""Who may open a page at all. What a person may see on it is decided by the loaders."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, redirect, request, url_for
from flask_login import current_user

from quizapp.extensions import login_manager
from quizapp.web.errors import wants_json
from quizapp.web.transaction import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., Any])


def _only(allowed: Callable[[Any], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                if wants_json():
                    abort(401)  # a script follows no redirect to a page
                if request.method not in SAFE_METHODS:  # what was sent cannot be sent again by a redirect
                    return redirect(url_for(str(login_manager.login_view)), 303)
                return login_manager.unauthorized()
            if not allowed(current_user):
                abort(403)
            return view(*args, **kwargs)

        return guarded  # type: ignore[return-value]

    return decorate


signed_in = _only(lambda user: True)
students_only = _only(lambda user: user.is_student)
staff_only = _only(lambda user: user.is_staff)
admins_only = _only(lambda user: user.is_admin)
