"""The short lane of a save: from the server straight to the writer, where all is known already.

A class of thirty sends three hundred answers in a few minutes, each by the same session, with the
same token, to a question that this process has just drawn. Looking all of that up again, and the
way through the framework, costs five times what the save itself does. The lane takes a save only
if each thing that the ordinary way checks was found good by it before, or is part of the one
statement that writes; all else (a first save, a flag, a late or an unreadable answer, a failing
disk) goes the ordinary way, which alone says what is wrong.
"""

import logging
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from flask import Flask
from pydantic import ValidationError

from quizapp.attempts.contact import contacts_of
from quizapp.attempts.forms import LARGEST_SAVE, SaveBody
from quizapp.attempts.taking import Plain, take_answers
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import FormatError
from quizapp.web import clock
from quizapp.web.security import HEADERS, SessionCookie

log = logging.getLogger(__name__)

PATH = re.compile(r"/attempts/([0-9]{1,9})/answers/([0-9]{1,4})")
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
STATUS = "200 OK"


class SaveLane:
    """Answers the plain saves of an app; passes on everything else."""

    def __init__(self, app: Flask, onward: Wsgi) -> None:
        self._app, self._onward = app, onward

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        said = self._save(environ)
        if said is None:
            return self._onward(environ, start_response)
        start_response(STATUS, headers_of(said))
        return [said]

    def take(self, environ: Environ, answer: Callable[[bytes | None], None]) -> bool:
        """Take a request if it is a plain save; tell whether it is.

        `answer` is called with what to say once it is durable, or with None where the ordinary
        way has to say it: on another thread, while this one is free for the next.
        """
        given = self._given(environ)
        if given is None:
            return False

        def tell(written: bool, error: BaseException | None) -> None:
            if error is not None:
                _log_left(error)
            answer(self._said(given) if written and error is None else None)

        self._app.extensions["writer"].run_alike_later(take_answers, given, tell)
        return True

    def _save(self, environ: Environ) -> bytes | None:
        given = self._given(environ)
        if given is None:
            return None
        try:
            written = self._app.extensions["writer"].run_alike(take_answers, given)
        except Exception as error:
            _log_left(error)
            return None
        return self._said(given) if written else None

    def _said(self, given: Plain) -> bytes:
        at, contacts = given.now.isoformat(), contacts_of(self._app)
        contacts.heard(given.attempt_id, given.now)
        return (
            f'{{"status":"saved","seq":{given.seq},"saved_at":"{at}","now":"{at}","news":{contacts.news}}}\n'
        ).encode()

    def _given(self, environ: Environ) -> Plain | None:
        if environ["REQUEST_METHOD"] != "PUT":
            return None
        try:
            return self._read(environ)
        except Exception as error:
            _log_left(error)
            return None

    def _read(self, environ: Environ) -> Plain | None:
        """Return what is to be saved, if all of it is known and plain."""
        path = PATH.fullmatch(environ.get("PATH_INFO", ""))
        session = self._session(environ)
        if path is None or session is None or not self._is_ours(environ, session):
            return None
        user_id, _, epoch = str(session.get("_user_id", "")).partition(":")
        if not (user_id.isdecimal() and epoch.isdecimal()):
            return None
        attempt_id, slot = int(path[1]), int(path[2])
        question = self._question(int(user_id), attempt_id, slot)
        body = _read_body(environ)
        if question is None or body is None or body.answer is None or body.flagged is not None:
            return None
        response = question.qtype.parse(question.content, body.answer)
        if isinstance(response, FormatError):
            return None
        stored = None if response is None else str(response.model_dump_json())
        return Plain(int(user_id), int(epoch), attempt_id, slot, body.seq, stored, clock.now())

    def _session(self, environ: Environ) -> dict[str, Any] | None:
        name = self._app.config["SESSION_COOKIE_NAME"] + "="
        cookies: SessionCookie = self._app.session_interface  # type: ignore[assignment]
        for part in environ.get("HTTP_COOKIE", "").split("; "):
            if part.startswith(name):
                return cookies.known(part[len(name) :])
        return None

    def _is_ours(self, environ: Environ, session: dict[str, Any]) -> bool:
        """Tell whether the page that sends this is one of ours: its token was checked before."""
        if not self._app.config["WTF_CSRF_ENABLED"]:
            return True
        checked = self._app.extensions.get("checked_tokens", {})
        # On TLS the ordinary way looks at the referrer too.
        return (
            environ["wsgi.url_scheme"] == "http"
            and (environ.get("HTTP_X_CSRFTOKEN"), session.get("csrf_token")) in checked
        )

    def _question(self, user_id: int, attempt_id: int, slot: int) -> Question | None:
        asks = self._app.extensions.get("layouts", {}).get((attempt_id, user_id), {})
        found: Question | None = self._app.extensions.get("questions", {}).get(asks.get(slot))
        return found


def headers_of(said: bytes) -> list[tuple[str, str]]:
    """Return the headers of what the lane says."""
    return [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(said))),
        ("Cache-Control", "no-store"),
        *HEADERS,
    ]


def _log_left(error: BaseException) -> None:
    # Nothing is lost: the ordinary way does it again, and says what is wrong.
    log.warning("A save left its lane.", exc_info=error)


def _read_body(environ: Environ) -> SaveBody | None:
    length = environ.get("CONTENT_LENGTH") or ""
    if (
        environ.get("CONTENT_TYPE") != "application/json"
        or not length.isdecimal()
        or int(length) > LARGEST_SAVE
    ):
        return None
    text = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(text)  # for the ordinary way, should it come to that
    try:
        return SaveBody.model_validate_json(text)
    except ValidationError:
        return None
