"""A form that came when it could no longer be taken: what was typed is kept, and sent by a button.

A session ends (the browser was closed, the password changed, somebody signed out in another tab) while
a page with an hour's work on it stands open.
"""

from types import SimpleNamespace

from flask import Response, current_app, render_template, request
from flask_login import current_user

FOR_ONCE = "csrf_token"
NEVER_KEPT = {"password", "again", "current", "pin"}
STUDENT = SimpleNamespace(is_student=True, is_staff=False, is_admin=False)


def can_be_kept() -> bool:
    """Tell whether a form came from a page of ours, and holds nothing that must not stand on another.

    Only then: a button that sends what another site wrote would undo what the token is for.
    """
    return (
        request.method == "POST"
        and request.headers.get("Origin", "").partition("://")[2] == request.host
        and not any(file.filename for file in request.files.values())
        and not NEVER_KEPT & set(request.form)
        and any(name != FOR_ONCE for name in request.form)
    )


def kept(status: int) -> Response:
    """Answer with a page that holds what was sent, and sends it again once the person is signed in."""
    view = current_app.view_functions[request.endpoint] if request.endpoint else None
    is_for = getattr(view, "is_for", None)
    page = render_template(
        "errors/again.html",
        is_in=current_user.is_authenticated,
        door="joining.join" if is_for is None or is_for(STUDENT) else "accounts.sign_in",
        address=request.full_path.rstrip("?"),
        fields=[(name, value) for name, value in request.form.items(multi=True) if name != FOR_ONCE],
    )
    return Response(page, status)
