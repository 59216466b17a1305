"""The short write path: one thread a process that makes many small writes durable together.

A save is a few microseconds of SQL and a sync of milliseconds. Each caller hands over a
function of a connection; the thread runs all that wait, each in its own savepoint, in one
transaction, commits once, and only then tells each caller its result.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.engine import Connection

T = TypeVar("T")
Work = Callable[[Connection], Any]

BATCH = 256
PATIENCE = 30.0
"""Seconds a caller waits. Past that the write may still happen: callers' writes are idempotent."""


class Writer:
    """Runs short writes one batch at a time. Safe to call from many threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[tuple[Work, Future[Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a savepoint of the next batch; return its result after the commit.

        What `work` raises comes back to this caller alone. If the commit fails, every caller
        of the batch gets that error and nothing was written.
        """
        self._ensure_running()
        future: Future[T] = Future()
        self._queue.put((work, future))
        return future.result(timeout=PATIENCE)

    def stop(self) -> None:
        """Finish what was handed over, then end the thread."""
        with self._starting:
            if self._thread is not None:
                self._queue.put(None)
                self._thread.join(timeout=PATIENCE)
                self._thread = None

    def _ensure_running(self) -> None:
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
                    self._thread.start()

    def _loop(self) -> None:
        while True:
            batch = [self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get())
            jobs = [job for job in batch if job is not None]
            if jobs:
                self._write(jobs)
            if len(jobs) < len(batch):
                return

    def _write(self, jobs: list[tuple[Work, Future[Any]]]) -> None:
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._engine.begin() as connection:
                for work, future in jobs:
                    try:
                        with connection.begin_nested():
                            outcomes.append((future, work(connection), None))
                    except Exception as error:
                        outcomes.append((future, None, error))
        except Exception as error:
            for _, future in jobs:
                future.set_exception(error)
            return
        for future, result, failure in outcomes:
            if failure is None:
                future.set_result(result)
            else:
                future.set_exception(failure)
