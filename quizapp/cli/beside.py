"""A process beside the one that serves: it draws reports, so that no answer of a running quiz waits for one.

Python runs one thread of a process at a time. A report takes it for a twentieth of a second and a
workbook for whole ones, in which each save would wait for several turns. The process beside is a
fork of the finished app: it reads the same database, and shares the memory of what was made before.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, NamedTuple

from flask import Flask
from werkzeug.exceptions import HTTPException

from quizapp.attempts.lane import Said
from quizapp.extensions import db
from quizapp.web import clock

log = logging.getLogger(__name__)

Environ = dict[str, Any]

AT_ONCE = 4
"""Requests that are drawn there at a time; more wait, and nothing else waits for them."""
ROOMS = ("reports", "progress")
PAGES = ("cards.of_class",)
NICER = 5
"""Steps by which the process gives way to the one that serves, where both want a processor."""


class Asked(NamedTuple):
    """A request, and the clock it is answered by."""

    environ: Environ
    clock: float | None


class Beside:
    """The process, seen from the one that serves. Where it is gone, requests go the ordinary way again."""

    def __init__(self, app: Flask, pid: int, pipes: list[Connection]) -> None:
        self._pid, self._pipes = pid, pipes
        self._adapter = app.url_map.bind("")
        self._free: SimpleQueue[Connection] = SimpleQueue()
        for pipe in pipes:
            self._free.put(pipe)
        self._waiting = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="beside")
        self._gone = False

    def takes(self, environ: Environ) -> bool:
        """Tell whether a request is for what is drawn there."""
        if self._gone or environ["REQUEST_METHOD"] != "GET":
            return False
        try:
            endpoint, _ = self._adapter.match(environ["PATH_INFO"], "GET")
        except HTTPException:
            return False
        return endpoint in PAGES or endpoint.partition(".")[0] in ROOMS

    def hand_over(self, environ: Environ, answer: Callable[[Said | None], None]) -> None:
        """Have a request answered there; `answer` gets on another thread what to say, None if it cannot."""
        self._waiting.submit(self._ask, environ, answer)

    def _ask(self, environ: Environ, answer: Callable[[Said | None], None]) -> None:
        pipe = self._free.get()
        said = None
        try:
            pipe.send(Asked(_plain(environ), clock.kept()))
            said = pipe.recv()
        except (EOFError, OSError):
            if not self._gone:
                log.warning("The process that draws reports is gone. They are drawn by the one that serves.")
            self._gone = True
        finally:
            self._free.put(pipe)
        answer(said)

    def stop(self) -> None:
        """End the process, whatever it does: what it has not said is lost, and nothing that was written."""
        self._gone = True
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        for pipe in self._pipes:
            pipe.close()
        self._waiting.shutdown(wait=False, cancel_futures=True)


def begin(app: Flask) -> Beside | None:
    """Fork the process from a finished app that has no threads yet; None where it cannot be forked."""
    # Elsewhere a fork without exec is not safe, or there is none.
    if sys.platform != "linux" or threading.active_count() > 1:
        return None
    ends = [Pipe() for _ in range(AT_ONCE)]
    pid = os.fork()
    if pid == 0:
        _live(app, [theirs for _, theirs in ends])
    for _, theirs in ends:
        theirs.close()
    return Beside(app, pid, [ours for ours, _ in ends])


# ---- within it


def _live(app: Flask, pipes: list[Connection]) -> None:
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _close_others({pipe.fileno() for pipe in pipes})
        os.nice(NICER)
        with app.app_context():
            db.engine.dispose(close=False)
        threads = [threading.Thread(target=_answer, args=(app, pipe)) for pipe in pipes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        # What was made before the fork is not this one's to end.
        os._exit(0)


def _close_others(own: set[int]) -> None:
    # The port among them, which would else be taken for as long as a report takes.
    for number in {int(name) for name in os.listdir("/proc/self/fd")} - own - {0, 1, 2}:
        try:
            os.close(number)
        except OSError:
            continue  # what listed them


def _answer(app: Flask, pipe: Connection) -> None:
    """Answer one request after the other, until the one that serves has ended."""
    while True:
        try:
            asked = pipe.recv()
        except (EOFError, OSError):
            return
        clock.keep(asked.clock)
        try:
            said = _said(app, asked.environ)
        except Exception:
            log.exception("A report could not be drawn beside.")
            said = None
        try:
            pipe.send(said)
        except OSError:
            return


def _said(app: Flask, environ: Environ) -> Said:
    body: list[bytes] = []
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], error: Any = None, /
    ) -> Callable[[bytes], object]:
        begun.append((status, headers))
        return body.append

    parts = app.wsgi_app({**environ, "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr}, start_response)
    try:
        body.extend(parts)
    finally:
        getattr(parts, "close", int)()
    status, headers = begun[-1]
    return Said(int(status[:3]), headers, b"".join(body))


def _plain(environ: Environ) -> Environ:
    """Return what of a request can be sent; a GET has no body that is read."""
    return {name: value for name, value in environ.items() if isinstance(value, str | int | tuple)}
