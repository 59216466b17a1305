"""The short lanes of an attempt: a page and a plain save, where all is known already.

A class of thirty sends three hundred answers in a few minutes, each by the same session, with the
same token, to a question that this process has just drawn. Looking all of that up again, and the
way through the framework, costs five times what the save itself does, and twice what a page does. A
lane takes a request only if each thing that the ordinary way checks was found good by it before, or
is looked at here as well, or is part of the one statement that writes; all else (a first visit, a
flag, a late or an unreadable answer, a break, a failing disk) goes the ordinary way, which alone
says what is wrong.
"""

import logging
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, NamedTuple

from flask import Flask
from pydantic import ValidationError

from quizapp.accounts.service import person_of
from quizapp.attempts import pages, places, service
from quizapp.attempts.contact import contacts_of
from quizapp.attempts.forms import LARGEST_SAVE, SaveBody
from quizapp.attempts.questions import asked_before
from quizapp.attempts.taking import Plain, take_answers
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import FormatError
from quizapp.db.base import reading
from quizapp.extensions import csrf
from quizapp.web import clock
from quizapp.web.moulds import NotDrawnYet
from quizapp.web.security import HEADERS, SessionCookie
from quizapp.web.transaction import read_link

log = logging.getLogger(__name__)

SAVE = re.compile(r"/attempts/([0-9]{1,9})/answers/([0-9]{1,4})")
PAGE = re.compile(r"/attempts/([0-9]{1,9})")
QUERY = re.compile(r"(?:q=([0-9]{1,4}))?")
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Said(NamedTuple):
    """What a lane answers, with status 200."""

    headers: list[tuple[str, str]]
    body: bytes

    @classmethod
    def of(cls, body: bytes, kind: str, *more: tuple[str, str]) -> "Said":
        length = ("Content-Length", str(len(body)))
        return cls([("Content-Type", kind), length, ("Cache-Control", "no-store"), *HEADERS, *more], body)


class Lanes:
    """Answers the pages and the plain saves of an app's attempts; passes on everything else."""

    def __init__(self, app: Flask, onward: Wsgi) -> None:
        self._app, self._onward = app, onward

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        said = self._page(environ) if method == "GET" else self._save(environ) if method == "PUT" else None
        if said is None:
            return self._onward(environ, start_response)
        start_response("200 OK", said.headers)
        return [said.body]

    def take(self, environ: Environ, answer: Callable[[Said | None], None]) -> bool:
        """Take a request if it may go by a lane; tell whether it may.

        `answer` is called with what to say, or with None where the ordinary way has to say it. For a
        save that is once it is durable, on another thread, while this one is free for the next.
        """
        method = environ["REQUEST_METHOD"]
        if method == "GET":
            said = self._page(environ)
            if said is not None:
                answer(said)
            return said is not None
        given = self._given(environ) if method == "PUT" else None
        if given is None:
            return False

        def tell(written: bool, error: BaseException | None) -> None:
            if error is not None:
                _log_left(error)
            answer(self._saved(given) if written and error is None else None)

        self._app.extensions["writer"].run_alike_later(take_answers, given, tell)
        return True

    # -- a page

    def _page(self, environ: Environ) -> Said | None:
        path = PAGE.fullmatch(environ.get("PATH_INFO", ""))
        query = QUERY.fullmatch(environ.get("QUERY_STRING", ""))
        if path is None or query is None or environ["wsgi.url_scheme"] != "http":
            return None
        try:
            html = self._draw(environ, int(path[1]), query[1])
        except NotDrawnYet:
            return None
        except Exception as error:
            _log_left(error)
            return None
        if html is None:
            return None
        return Said.of(html.encode(), "text/html; charset=utf-8", ("Vary", "Cookie"))

    def _draw(self, environ: Environ, attempt_id: int, query: str | None) -> str | None:
        session, heard = self._session(environ), self._cookie(environ, "heard")
        if session is None or "_user_id" not in session or '"' in heard:
            return None
        with reading(), self._app.app_context():
            token = csrf.issued(session)
            person = person_of(str(session["_user_id"]))
            if token is None or person is None or not person.is_student:
                return None
            now = clock.now()
            sitting = service.open_attempt(person, attempt_id, now)
            if sitting is None or sitting.state.on_break(now):
                return None
            contacts_of(self._app).heard(attempt_id, now)
            service.remember(sitting)
            number = places.number_of(sitting, query)
            visit = pages.Visit(person.name, token, heard)
            return pages.page(sitting, asked_before(read_link(), sitting), number, now, visit, {})

    # -- a save

    def _save(self, environ: Environ) -> Said | None:
        given = self._given(environ)
        if given is None:
            return None
        try:
            written = self._app.extensions["writer"].run_alike(take_answers, given)
        except Exception as error:
            _log_left(error)
            return None
        return self._saved(given) if written else None

    def _saved(self, given: Plain) -> Said:
        at, contacts = given.now.isoformat(), contacts_of(self._app)
        contacts.heard(given.attempt_id, given.now)
        said = (
            f'{{"status":"saved","seq":{given.seq},"saved_at":"{at}","now":"{at}","news":{contacts.news}}}\n'
        )
        return Said.of(said.encode(), "application/json")

    def _given(self, environ: Environ) -> Plain | None:
        """Return what is to be saved, if all of it is known and plain."""
        try:
            return self._read(environ)
        except Exception as error:
            _log_left(error)
            return None

    def _read(self, environ: Environ) -> Plain | None:
        path = SAVE.fullmatch(environ.get("PATH_INFO", ""))
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

    # -- who asks

    def _session(self, environ: Environ) -> dict[str, Any] | None:
        cookies: SessionCookie = self._app.session_interface  # type: ignore[assignment]
        return cookies.known(self._cookie(environ, self._app.config["SESSION_COOKIE_NAME"]))

    @staticmethod
    def _cookie(environ: Environ, name: str) -> str:
        for part in environ.get("HTTP_COOKIE", "").split("; "):
            if part.startswith(name + "="):
                return str(part[len(name) + 1 :])
        return ""


def _log_left(error: BaseException) -> None:
    # Nothing is lost: the ordinary way does it again, and says what is wrong.
    log.warning("A request left its lane.", exc_info=error)


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
