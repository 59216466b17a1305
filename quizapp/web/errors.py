"""Every way a request can fail, as a page (or JSON) that says what to do."""

import logging
import sqlite3

from flask import Flask, Response, g, jsonify, render_template, request
from flask_limiter.errors import RateLimitExceeded
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError
from werkzeug.exceptions import HTTPException

from quizapp.db.writer import WriterStoppedError
from quizapp.web.again import can_be_kept, kept

log = logging.getLogger(__name__)

# status: (title, what happened, what to do)
MESSAGES = {
    400: (
        "That request could not be read",
        "Something in it was missing or not in the right form.",
        "Go back, reload the page and try again.",
    ),
    401: ("Please sign in", "This page needs you to be signed in.", "Sign in and open it again."),
    403: (
        "This page is not for your account",
        "You are signed in, but not as somebody who may open it.",
        "Go to your own start page, or sign in with another account.",
    ),
    404: (
        "There is nothing here",
        "The address may be mistyped, or what was here may be gone or not yours to see.",
        "Check the address, or go to your start page.",
    ),
    405: (
        "That cannot be done here",
        "This address takes another kind of request.",
        "Go back and use the buttons on the page.",
    ),
    409: (
        "Somebody was faster",
        "What you were changing has been changed meanwhile.",
        "Reload the page and try again.",
    ),
    413: (
        "That is too large",
        "The file or text is larger than the 2 MB that this app takes. Nothing of it was kept.",
        "Go back and send a smaller one, or the part that you need.",
    ),
    415: (
        "That kind of content is not taken here",
        "The request was sent in a form this address does not read.",
        "Go back, reload the page and try again.",
    ),
    429: ("Too many tries", "There were too many tries in a short time.", "Wait a minute, then try again."),
    500: (
        "Something went wrong here",
        "It is not your fault, and nothing half-finished was kept.",
        "Try again. If it happens again, tell whoever runs this app.",
    ),
    503: (
        "Not just now",
        "The app could not write its data.",
        "Wait a moment and try again. If it goes on, whoever runs this app should check the disk.",
    ),
}
NOT_SAVED = (
    "The app cannot save just now. This answer stays on this device and is sent again by itself. "
    "If it goes on, tell your teacher."
)
# No disk, no server, no table, no right to write: SQLite has one name for these, PostgreSQL three.
CANNOT_WRITE = (
    OperationalError,
    InternalError,
    ProgrammingError,
    NoConnectionFreeError,
    TimeoutError,
    WriterStoppedError,
    sqlite3.OperationalError,
)
"""What the way to the database may fail with: locked, full, read-only, gone, the writer behind or stopped."""
FAILED = "quizapp.failed"
"""In an environ: why a lane could not write. To try again would keep who waits waiting as long again."""
AGAIN_IN = 5
"""Seconds after which to try again."""

CSRF_MESSAGE = (
    "This page has been open too long",
    "For your safety a form can be sent for a limited time, and only from the page it came with.",
    "Go back, reload the page and send it again.",
)


def wants_json() -> bool:
    """Tell whether the browser's script asked, not a person."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def failure(status: int, message: tuple[str, str, str] | None = None) -> Response:
    """Make the answer to a failed request."""
    title, what, then = message or MESSAGES.get(status) or MESSAGES[400 if status < 500 else 500]
    if wants_json():
        unsaved = status == 503 and request.method == "PUT"  # answers are saved by PUT
        response = jsonify(
            status="not_saved" if unsaved else "failed",
            error=title,
            message=NOT_SAVED if unsaved else f"{what} {then}",
            retry=status in (429, 503),
        )
    else:
        response = Response(
            render_template("errors/error.html", status=status, title=title, what=what, next=then)
        )
    response.status_code = status
    return response


def init_app(app: Flask) -> None:
    @app.before_request
    def say_what_failed() -> None:
        if error := request.environ.get(FAILED):
            raise error

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.response is not None:
            return error.get_response()  # type: ignore[return-value]
        # A commit at the edge of a request fails outside the view; Flask wraps what it raised.
        cause = getattr(error, "original_exception", None)
        if isinstance(cause, CANNOT_WRITE):
            return cannot_write(cause)
        if isinstance(cause, DatabaseError):
            return maybe_damaged(cause)
        return failure(error.code or 500)

    @app.errorhandler(CSRFError)
    def csrf_error(error: CSRFError) -> Response:
        return kept(400) if not wants_json() and can_be_kept() else failure(400, CSRF_MESSAGE)

    @app.errorhandler(RateLimitExceeded)
    def too_many(error: RateLimitExceeded) -> Response:
        response = failure(429)
        response.headers["Retry-After"] = "60"
        return response

    def cannot_write(error: Exception) -> Response:
        log.error("database: %s", getattr(error, "orig", None) or error)
        # The page must not ask the database who looks at it: it may be that nothing can be read.
        g._login_user = AnonymousUserMixin()
        response = failure(503)
        response.headers["Retry-After"] = str(AGAIN_IN)
        return response

    for kind in CANNOT_WRITE:
        app.register_error_handler(kind, cannot_write)

    @app.errorhandler(DatabaseError)
    def maybe_damaged(error: DatabaseError) -> Response:
        if type(error.orig) is not sqlite3.DatabaseError:  # its kinds are mistakes of ours
            return unexpected(error)
        log.critical("The database is damaged (%s). Stop the app and ask: quizapp doctor", error.orig)
        return cannot_write(error)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        if app.testing:
            raise error
        log.exception("%s %s failed", request.method, request.path)
        return failure(500)
