"""The short way from the server to the lanes of an app: no thread waits there for the disk.

Granian answers when the WSGI app returns, so that each save would hold a thread, and wake it again,
until it is durable. What it gives to its wrapper of an app can answer from any thread, at any time.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from flask import Flask
from granian.server import mp

from quizapp.attempts.lane import Lanes, Said
from quizapp.cli.beside import Beside

log = logging.getLogger(__name__)

ASIDE = 8
"""Threads for what a lane or the process beside took and could not answer: it is answered there after all."""

Environ = dict[str, Any]


class Answering(Protocol):
    """What Granian hands over with a request."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


Run = Callable[[Answering, Environ], Any]
Wrap = Callable[..., Run]


def open_short_way(app: Flask, beside: Beside | None) -> None:
    """Let the server of this process, which is about to begin, hand requests to the lanes itself.

    Reports go to the process beside, if there is one. Where something stands before the lanes (a
    proxy's headers are to be read first), or where another Granian is made in another way, all goes
    through the app, which has the lanes as well.
    """
    lanes, wrap = app.wsgi_app, getattr(mp, "_wsgi_call_wrap", None)
    if wrap is not None:
        mp._wsgi_call_wrap = _with_lanes(lanes if isinstance(lanes, Lanes) else None, beside, wrap)


def _with_lanes(lanes: Lanes | None, beside: Beside | None, wrap: Wrap) -> Wrap:
    aside = ThreadPoolExecutor(ASIDE, thread_name_prefix="aside")

    def wrapped(callback: Any, *settings: Any) -> Run:
        ordinary = wrap(callback, *settings)

        def run(proto: Answering, environ: Environ) -> Any:
            def answer(said: Said | None) -> None:
                if said is None:
                    aside.submit(_ordinary, ordinary, proto, environ)
                else:
                    proto.response_bytes(*said)

            if lanes and lanes.take(environ, answer):
                return None
            if beside and beside.takes(environ):
                return beside.hand_over(environ, answer)
            return ordinary(proto, environ)

        return run

    return wrapped


def _ordinary(ordinary: Run, proto: Answering, environ: Environ) -> None:
    try:
        ordinary(proto, environ)
    except Exception:
        log.exception("A request that was given back could not be answered.")
        proto.response_bytes(500, [], b"")
