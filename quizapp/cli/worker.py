"""The server's worker: the process that has the app and answers."""

import gc
import os
import signal
import threading
from multiprocessing import parent_process
from multiprocessing.util import Finalize

from flask import Flask
from sqlalchemy.orm import configure_mappers

from quizapp import create_app
from quizapp.attempts import sweeper
from quizapp.cli import beside as process_beside
from quizapp.cli.beside import Beside
from quizapp.cli.school import close
from quizapp.cli.short import open_short_way
from quizapp.web import clock

STUDENTS_TEMPLATES = ("attempts/", "qtypes/", "_macros/", "_document", "base", "exam")


def application() -> Flask:
    """Make the app in this process, and see that it ends in order."""
    if hasattr(os, "setpgid"):
        # Ctrl-C reaches every process of a terminal's group. The worker stops when the server says so.
        os.setpgid(0, 0)
    clock.hold()
    app = create_app()
    make_ready(app)
    # What the app is made of stays for good: to look through it again holds up every answer for 0.1 s.
    gc.collect()
    gc.freeze()
    beside = process_beside.begin(app)
    # Not atexit: worker processes end without it.
    Finalize(None, end, args=(app, beside), exitpriority=10)
    sweeper.start(app)
    open_short_way(app, beside)
    threading.Thread(target=end_with_parent, name="parent", daemon=True).start()
    return app


def make_ready(app: Flask) -> None:
    """Make what a page of a student's needs before it is asked for.

    Else the first sixteen of a class that starts at once each make it, and all others wait for them.
    """
    configure_mappers()
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(STUDENTS_TEMPLATES)):
        app.jinja_env.get_template(name)


def end_with_parent() -> None:
    """Stop the worker when the command that started it was killed: it would keep the port for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def end(app: Flask, beside: Beside | None) -> None:
    """Stop what a worker does beside answering, and close the database."""
    if beside:
        beside.stop()
    sweeper.stop(app)
    close(app)
