"""Hands in attempts whose time is over when nobody is there to do it."""

import logging
import threading
from collections.abc import Callable

from flask import Flask

from quizapp.attempts.handing_in import settle_due, somebodys_time_runs
from quizapp.db.base import reading
from quizapp.extensions import db
from quizapp.web import clock
from quizapp.web.errors import CANNOT_WRITE

log = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two looks."""
LOOKS_A_CHORE = 120
"""So many looks apart what is no hurry is done: ten minutes."""
_chores: list[Callable[[Flask], object]] = []


def add_chore(chore: Callable[[Flask], object]) -> None:
    """Take what is to be done now and then while no timed quiz runs; `wiring` gives it."""
    if chore not in _chores:
        _chores.append(chore)


def sweep(app: Flask) -> int:
    """Hand in what is due now; return how many attempts that were."""
    with app.app_context(), reading():
        try:
            clock.follow(busy=somebodys_time_runs(clock.now()))
            return settle_due(clock.now())
        finally:
            db.session.remove()


def do_chores(app: Flask) -> None:
    """Do what is no hurry, unless somebody's time runs."""
    with app.app_context(), reading():
        busy = somebodys_time_runs(clock.now())
        db.session.remove()
    if not busy:
        for chore in _chores:
            chore(app)


def start(app: Flask, every: float = EVERY) -> None:
    """Look at once and then every few seconds, until `stop(app)`."""
    ended = threading.Event()

    def loop() -> None:
        looks = 0
        while True:
            try:
                sweep(app)
                if looks % LOOKS_A_CHORE == 0:
                    do_chores(app)
                looks += 1
            except CANNOT_WRITE as error:
                said = getattr(error, "orig", None) or error
                log.error("What is due cannot be handed in now (%s); it is tried again.", said)
            except Exception:
                log.exception("The sweep of attempts failed; it is tried again in %g seconds.", every)
            if ended.wait(every):
                return

    thread = threading.Thread(target=loop, name="sweeper", daemon=True)
    app.extensions["sweeper"] = (thread, ended)
    thread.start()


def stop(app: Flask) -> None:
    """End the sweeping begun by `start(app)`; do nothing if there is none. Call before the writer's end."""
    thread, ended = app.extensions.pop("sweeper", (None, None))
    if thread is not None:
        ended.set()
        thread.join()
