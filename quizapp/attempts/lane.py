"""The short lanes of an attempt: a start, a page and a plain save, where all is as it usually is.

A class of thirty sends three hundred answers in a few minutes, each by the same session, with the
same token, to a question that this process has just drawn. Looking all of that up again, and the
way through the framework, costs five times what the save itself does, and as much as to draw a page.
A lane takes a request only if each thing that the ordinary way checks was found good by it before, or
is looked at here as well, or is part of the one statement that writes; all else (a first visit, a
flag, a late or an unreadable answer, a break, a failing disk) goes the ordinary way, which alone
says what is wrong.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import Flask
from pydantic import ValidationError

from quizapp.accounts.models import Student
from quizapp.accounts.service import person_of
from quizapp.attempts import pages, places, service
from quizapp.attempts.contact import contacts_of
from quizapp.attempts.forms import LARGEST_SAVE, SaveBody
from quizapp.attempts.questions import asked_before
from quizapp.attempts.starting import Begin, start_attempts
from quizapp.attempts.taking import Plain, take_answers
from quizapp.core.attempts.state import LONGEST_SEQ
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import FormatError
from quizapp.db.base import reading
from quizapp.extensions import csrf
from quizapp.web import clock
from quizapp.web.errors import CANNOT_WRITE, FAILED
from quizapp.web.moulds import NotDrawnYet
from quizapp.web.plain import Environ, body_of, cookie_of, form_of, is_ours, session_of
from quizapp.web.security import HEADERS
from quizapp.web.transaction import read_link

log = logging.getLogger(__name__)

SAVE = re.compile(r"/attempts/([0-9]{1,9})/answers/([0-9]{1,4})")
PAGE = re.compile(r"/attempts/([0-9]{1,9})")
START = re.compile(r"/take/([0-9]{1,9})")
QUERY = re.compile(r"(?:q=([0-9]{1,4}))?")
LARGEST_START = 1_024
"""Bytes of a form with a token alone."""

Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Said(NamedTuple):
    """What a lane answers."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @classmethod
    def of(cls, body: bytes, kind: str, *more: tuple[str, str], status: int = 200) -> "Said":
        length = ("Content-Length", str(len(body)))
        own = [("Content-Type", kind), length, ("Cache-Control", "no-store")]
        return cls(status, [*own, *HEADERS, *more], body)


class ToWrite(NamedTuple):
    """What the writer is to do for a request, and what to say of its result; None: the ordinary way says."""

    work: Callable[..., Any]
    value: Any
    said: Callable[[Any], Said]


class Lanes:
    """Answers the starts, pages and plain saves of an app's attempts; passes on everything else."""

    def __init__(self, app: Flask, onward: Wsgi) -> None:
        self._app, self._onward = app, onward

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            said = None if FAILED in environ else self._answered(environ)
            if said is None:
                return self._onward(environ, start_response)
        finally:
            self._app.extensions["reader"].leave()
        start_response(f"{said.status} {HTTPStatus(said.status).phrase}", said.headers)
        return [said.body]

    def _answered(self, environ: Environ) -> Said | None:
        return self._page(environ) if environ["REQUEST_METHOD"] == "GET" else self._written(environ)

    def take(self, environ: Environ, answer: Callable[[Said | None], None]) -> bool:
        """Take a request if it may go by a lane; tell whether it may.

        `answer` is called with what to say, or with None where the ordinary way has to say it. For what
        is written that is once it is durable, on another thread, while this one is free for the next.
        """
        try:
            return self._taken(environ, answer)
        finally:
            self._app.extensions["reader"].leave()

    def _taken(self, environ: Environ, answer: Callable[[Said | None], None]) -> bool:
        if environ["REQUEST_METHOD"] == "GET":
            said = self._page(environ)
            if said is not None:
                answer(said)
            return said is not None
        job = self._to_write(environ)
        if job is None:
            return False

        def tell(result: Any, error: BaseException | None) -> None:
            if error is not None:
                _leave(environ, error)
            answer(None if result is None or error is not None else job.said(result))

        self._app.extensions["writer"].run_alike_later(job.work, job.value, tell)
        return True

    def _written(self, environ: Environ) -> Said | None:
        job = self._to_write(environ)
        if job is None:
            return None
        try:
            result = self._app.extensions["writer"].run_alike(job.work, job.value)
        except Exception as error:
            _leave(environ, error)
            return None
        return None if result is None else job.said(result)

    def _to_write(self, environ: Environ) -> ToWrite | None:
        method = environ["REQUEST_METHOD"]
        try:
            if method == "PUT":
                return self._save(environ)
            return self._start(environ) if method == "POST" else None
        except Exception as error:
            _log_left(error)
            return None

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
        session, heard = session_of(self._app, environ), cookie_of(environ, "heard")
        if session is None or '"' in heard:
            return None
        with reading(), self._app.app_context():
            token, person = csrf.issued(session), _student(session)
            if token is None or person is None:
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

    # -- a start

    def _start(self, environ: Environ) -> ToWrite | None:
        path = START.fullmatch(environ.get("PATH_INFO", ""))
        session = session_of(self._app, environ)
        form = form_of(environ, LARGEST_START) if path and session else None
        if path is None or session is None or form is None or not form.keys() <= {"csrf_token"}:
            return None
        if not is_ours(self._app, environ, session, form.get("csrf_token")):
            return None
        with reading(), self._app.app_context():
            person = _student(session)
        now = clock.now()
        if person is None or service.code_wait(person, now):
            return None
        begin = Begin(int(path[1]), person.id, 1 + secrets.randbelow(LONGEST_SEQ), now)
        return ToWrite(start_attempts, begin, self._started)

    def _started(self, attempt_id: int) -> Said:
        where = f"/attempts/{attempt_id}"
        body = f'<!doctype html><html lang=en><title>Begun</title><a href="{where}">Go to the quiz</a>'
        headers = (("Location", where), ("Vary", "Cookie"))
        return Said.of(body.encode(), "text/html; charset=utf-8", *headers, status=303)

    # -- a save

    def _save(self, environ: Environ) -> ToWrite | None:
        """Read what is to be saved, if all of it is known and plain."""
        path = SAVE.fullmatch(environ.get("PATH_INFO", ""))
        session = session_of(self._app, environ) if path else None
        if path is None or session is None:
            return None
        if not is_ours(self._app, environ, session, environ.get("HTTP_X_CSRFTOKEN")):
            return None
        user_id, _, epoch = str(session.get("_user_id", "")).partition(":")
        if not (user_id.isdecimal() and epoch.isdecimal()):
            return None
        attempt_id, slot = int(path[1]), int(path[2])
        question = self._question(int(user_id), attempt_id, slot)
        text = body_of(environ, "application/json", LARGEST_SAVE)
        body = _read_save(text) if question and text is not None else None
        if question is None or body is None or body.answer is None or body.flagged is not None:
            return None
        response = question.qtype.parse(question.content, body.answer)
        if isinstance(response, FormatError):
            return None
        stored = None if response is None else str(response.model_dump_json())
        plain = Plain(int(user_id), int(epoch), attempt_id, slot, body.seq, stored, clock.now(), body.seconds)
        return ToWrite(take_answers, plain, lambda written: self._saved(plain))

    def _saved(self, given: Plain) -> Said:
        at, contacts = given.now.isoformat(), contacts_of(self._app)
        contacts.heard(given.attempt_id, given.now)
        times = f'"saved_at":"{at}","now":"{at}"'
        said = f'{{"status":"saved","seq":{given.seq},{times},"news":{contacts.news}}}\n'
        return Said.of(said.encode(), "application/json")

    def _question(self, user_id: int, attempt_id: int, slot: int) -> Question | None:
        asks = self._app.extensions.get("layouts", {}).get((attempt_id, user_id), {})
        found: Question | None = self._app.extensions.get("questions", {}).get(asks.get(slot))
        return found


def _student(session: dict[str, Any]) -> Student | None:
    person = person_of(str(session.get("_user_id", "")))
    return person if isinstance(person, Student) else None


def _leave(environ: Environ, error: BaseException) -> None:
    if isinstance(error, CANNOT_WRITE):
        environ[FAILED] = error  # the ordinary way says so, and does not try again
    else:
        _log_left(error)


def _log_left(error: BaseException) -> None:
    # Nothing is lost: the ordinary way does it again, and says what is wrong.
    log.warning("A request left its lane.", exc_info=error)


def _read_save(text: bytes) -> SaveBody | None:
    try:
        return SaveBody.model_validate_json(text)
    except ValidationError:
        return None
