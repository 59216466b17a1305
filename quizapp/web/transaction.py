"""One transaction a request, opened at its first query and ended at the edge."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy.engine import Connection

from quizapp.db.base import read_only
from quizapp.db.quick import Link, Reader
from quizapp.db.writer import Writer
from quizapp.extensions import db

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., object])


def reads_only(view: View) -> View:
    """Mark a view whose own transaction only reads, whatever its method: its writes go to the writer."""
    view.reads_only = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Begin each request reading or writing by its method; commit what succeeded, undo the rest."""

    @app.before_request
    def begin() -> None:
        view = app.view_functions.get(request.endpoint or "")
        reads = request.method in SAFE_METHODS or getattr(view, "reads_only", False)
        g.read_only_token = read_only.set(reads)

    @app.after_request
    def end(response: Response) -> Response:
        if db.session.registry.has():
            if response.status_code < 400:
                db.session.commit()
            else:
                db.session.rollback()
        return response

    @app.teardown_request
    def reset(error: BaseException | None) -> None:
        if db.session.registry.has():
            db.session.remove()
        token = g.pop("read_only_token", None)
        if token is not None:
            read_only.reset(token)


def write_now(work: Callable[[Connection], T]) -> T:
    """Run a short write on the writer's thread, durable when this returns.

    Only from a request that itself only reads: a writing one holds the lock the writer
    waits for. Ends the request's own transaction, so that it sees what was written.
    """
    if not read_only.get():
        raise RuntimeError("This request writes by itself: mark its view with @reads_only.")
    if db.session.registry.has():
        db.session.rollback()
    writer: Writer = current_app.extensions["writer"]
    return writer.run(work)


def read_link() -> Link:
    """Return this thread's link for short reads: it sees what is committed, and no open transaction."""
    reader: Reader = current_app.extensions["reader"]
    return reader.link()
