"""The short write path: one thread a process that makes many small writes durable together.

A save is a few microseconds of SQL and a sync of milliseconds. Each caller hands over a
function of a connection; the thread runs all that wait, each in its own savepoint, in one
transaction, commits once, and only then tells each caller its result.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.engine import Connection

from quizapp.db.base import commit_on_sqlite
from quizapp.db.quick import Link, as_core_error, link_of

T = TypeVar("T")
V = TypeVar("V")
Alike = Callable[[Link, Sequence[V]], Sequence[T] | None]
Tell = Callable[[Any, BaseException | None], None]
"""Called with a result, or with what was raised."""

log = logging.getLogger(__name__)

BATCH = 256
CROWD = 8
"""So many writes at once are a crowd, and the next batch waits for more of them."""
GATHERING = 0.001
"""Seconds it waits: those who hand over and the one who writes hinder each other less by turns."""
PATIENCE = 30.0
"""Seconds a caller waits. Past that the write may still happen: callers' writes are idempotent."""


class WriterStoppedError(RuntimeError):
    """The app is ending: what was handed over too late is not written."""

    def __init__(self) -> None:
        super().__init__("The app is being stopped, and this was not written.")


class _Job:
    """One caller's work. A bare lock wakes the caller: a Future costs as much as the save itself."""

    __slots__ = ("alike", "done", "error", "result", "tell", "value", "work")

    def __init__(
        self, work: Callable[..., Any], value: Any = None, *, alike: bool = False, tell: Tell | None = None
    ) -> None:
        self.work = work
        self.value = value
        self.alike = alike
        self.tell = tell
        self.result: Any = None
        self.error: BaseException | None = None
        if tell is None:
            self.done = threading.Lock()
            self.done.acquire()

    def wait(self) -> Any:
        if not self.done.acquire(timeout=PATIENCE):
            raise TimeoutError("The writer is too far behind.")
        if self.error is not None:
            raise self.error
        return self.result

    def over(self) -> None:
        """Let the caller know."""
        if self.tell is None:
            self.done.release()
            return
        try:
            self.tell(self.result, self.error)
        except Exception:
            log.exception("A caller of the writer's could not be told.")


class Writer:
    """Runs short writes one batch at a time. Safe to call from many threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._door = threading.Lock()
        """Held to put in the queue: nothing comes to stand behind the end, where nobody would look."""
        self._own: Connection | None = None

    def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a savepoint of the next batch; return its result after the commit.

        What `work` raises comes back to this caller alone. If the commit fails, every caller
        of the batch gets that error and nothing was written.
        """
        result: T = self._hand_over(_Job(work))
        return result

    def run_alike(self, work: Alike[V, T], value: V) -> T | None:
        """Have `work` write this value in one go with those of the batch's other callers; then as `run`.

        It returns a result for each value, or None where it cannot write them all as they are: it is
        undone then, and called again for each alone. Return this one's result, None if it has none.
        """
        result: T | None = self._hand_over(_Job(work, value, alike=True))
        return result

    def run_alike_later(self, work: Alike[V, T], value: V, tell: Tell) -> None:
        """As `run_alike`, without waiting: `tell` is called on the writer's thread, and must be quick.

        Once the writer is stopped it is called at once, on the caller's.
        """
        job = _Job(work, value, alike=True, tell=tell)
        try:
            self._put(job)
        except WriterStoppedError as error:
            job.error = error
            job.over()

    def _hand_over(self, job: _Job) -> Any:
        self._put(job)
        return job.wait()

    def _put(self, job: _Job) -> None:
        with self._door:
            if self._stopped:
                raise WriterStoppedError
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
                self._thread.start()
            self._queue.put(job)

    def stop(self) -> None:
        """Finish what was handed over, then end the thread. What comes later fails: WriterStoppedError."""
        with self._door:
            if not self._stopped:
                self._queue.put(None)
            self._stopped = True
        if self._thread is not None:
            self._thread.join(timeout=PATIENCE)
        if self._own is not None:
            self._own.close()
            self._own = None

    def _loop(self) -> None:
        crowded = False
        while True:
            batch = [self._queue.get()]
            if crowded:
                time.sleep(GATHERING)
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get())
            jobs = [job for job in batch if job is not None]
            crowded = len(jobs) >= CROWD
            if jobs:
                self._write(jobs)
            if len(jobs) < len(batch):
                return

    def _write(self, jobs: list[_Job]) -> None:
        try:
            if not self._written_at_once(jobs):
                self._write_each(jobs)
        except Exception as error:
            failure = as_core_error(error, self._engine.dialect)
            for job in jobs:
                job.result, job.error = None, failure
        for job in jobs:
            job.over()

    def _written_at_once(self, jobs: list[_Job]) -> bool:
        """Write jobs that are all alike; tell whether it could be done: else nothing was written.

        On SQLite, by the driver: what Core does around a transaction costs more than a class's answers.
        """
        work = jobs[0].work
        if self._engine.dialect.name != "sqlite" or any(not job.alike or job.work != work for job in jobs):
            return False
        link = link_of(self._held())
        link.driver.execute("BEGIN IMMEDIATE")
        try:
            results = work(link, [job.value for job in jobs])
        except Exception:
            results = None  # the one that fails is to fail alone
        if results is None:
            if link.driver.in_transaction:  # SQLite may have undone it by itself
                link.driver.execute("ROLLBACK")
            return False
        commit_on_sqlite(link.driver)
        for job, result in zip(jobs, results, strict=True):
            job.result = result
        return True

    def _held(self) -> Connection:
        """Return the thread's own connection to SQLite.

        One from the pool has read in between, and each turn from reading to writing or back makes
        SQLite forget how to run every statement.
        """
        if self._own is None:
            own = self._engine.connect()
            own.begin().rollback()  # from now on it writes: it may have been held to reading
            self._own = own
        return self._own

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self._engine.dialect.name != "sqlite":
            with self._engine.begin() as connection:
                yield connection
            return
        connection = self._held()
        try:
            with connection.begin():
                yield connection
        finally:
            link_of(connection).driver.rollback()  # what a commit that failed left: a pool does the same

    def _write_each(self, jobs: list[_Job]) -> None:
        alike: dict[Callable[..., Any], list[_Job]] = {}
        for job in jobs:
            if job.alike:
                alike.setdefault(job.work, []).append(job)
        with self._transaction() as connection:
            link = link_of(connection)
            for found in alike.values():
                if not _write_alike(link, found) and len(found) > 1:
                    for job in found:
                        _write_alike(link, [job])
            for job in jobs:
                if not job.alike:
                    _write_one(connection, job)


# Savepoints by the driver: one of Core's costs more than what is done in it.


def _write_one(connection: Connection, job: _Job) -> None:
    driver = link_of(connection).driver
    driver.execute("SAVEPOINT job")
    try:
        job.result = job.work(connection)
    except Exception as error:
        job.error = error
        driver.execute("ROLLBACK TO SAVEPOINT job")
    driver.execute("RELEASE SAVEPOINT job")


def _write_alike(link: Link, jobs: list[_Job]) -> bool:
    driver = link.driver
    results: Sequence[Any] | None = None
    failure = None
    driver.execute("SAVEPOINT job")
    try:
        results = jobs[0].work(link, [job.value for job in jobs])
    except Exception as error:
        failure = error
    if results is None:
        driver.execute("ROLLBACK TO SAVEPOINT job")
    driver.execute("RELEASE SAVEPOINT job")
    for job, result in zip(jobs, results or [None] * len(jobs), strict=True):
        job.result, job.error = result, failure
    return results is not None
