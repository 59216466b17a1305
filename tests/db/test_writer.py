"""The short write path: many callers, one transaction, each told its own result after the commit."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Text, bindparam, column, create_engine, event, table, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError

from quizapp.db.base import engine_options, prepare_engine
from quizapp.db.quick import Link, Quick
from quizapp.db.writer import Writer, WriterStoppedError
from tests.databases import Databases


@pytest.fixture
def engine(databases: Databases, tmp_path: Path) -> Iterator[Engine]:
    url = databases.make(tmp_path)
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE marks (name TEXT PRIMARY KEY)"))
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def writer(engine: Engine) -> Iterator[Writer]:
    writer = Writer(engine)
    yield writer
    writer.stop()


def add(name: str) -> Callable[[Connection], str]:
    """Return a job that adds a row and answers with its name."""

    def work(connection: Connection) -> str:
        connection.execute(text("INSERT INTO marks VALUES (:name)"), {"name": name})
        return name

    return work


def names(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT name FROM marks ORDER BY name")).scalars())


def wait_for_queue(writer: Writer, length: int) -> None:
    until = time.monotonic() + 10
    while writer._queue.qsize() < length:
        assert time.monotonic() < until, "The jobs never reached the writer."
        time.sleep(0.002)


def together(writer: Writer, *jobs: Callable[[Connection], Any]) -> list[Future[Any]]:
    """Hand over jobs so that they share one transaction: a first job holds the writer up until all wait."""
    begun, go = threading.Event(), threading.Event()

    def hold(connection: Connection) -> None:
        begun.set()
        assert go.wait(10)

    with ThreadPoolExecutor(len(jobs) + 1) as pool:
        pool.submit(writer.run, hold)
        assert begun.wait(10)
        futures = []
        for n, job in enumerate(jobs, 1):
            futures.append(pool.submit(writer.run, job))
            wait_for_queue(writer, n)  # one after the other, so that their order is known
        go.set()
    return futures


def test_what_a_job_returns_reaches_its_caller_after_the_commit(writer: Writer, engine: Engine) -> None:
    assert writer.run(add("heron")) == "heron"
    assert names(engine) == ["heron"]


def test_jobs_that_wait_together_share_one_commit(writer: Writer, engine: Engine) -> None:
    commits = []
    event.listen(engine, "commit", lambda connection: commits.append(1))
    futures = together(writer, *(add(str(n)) for n in range(8)))
    assert [future.result() for future in futures] == [str(n) for n in range(8)]
    assert len(commits) == 2  # the job that held the writer up, and the eight


def test_a_job_that_fails_fails_alone(writer: Writer, engine: Engine) -> None:
    first, twin, last = together(writer, add("heron"), add("heron"), add("wren"))
    assert first.result() == "heron"
    with pytest.raises(IntegrityError):
        twin.result()
    assert last.result() == "wren"
    assert names(engine) == ["heron", "wren"]


def test_a_job_that_fails_half_way_leaves_nothing_of_itself(writer: Writer, engine: Engine) -> None:
    def work(connection: Connection) -> None:
        add("eagle")(connection)
        raise ValueError("out of chalk")

    with pytest.raises(ValueError, match="out of chalk"):
        writer.run(work)
    assert names(engine) == []


def test_a_commit_that_fails_reaches_every_caller_and_nothing_is_written(
    writer: Writer, engine: Engine
) -> None:
    broken = threading.Event()

    def fail(connection: Connection) -> None:
        if broken.is_set():
            raise OSError("The disk is full.")

    event.listen(engine, "commit", fail)

    def break_the_disk(connection: Connection) -> None:
        broken.set()

    futures = together(writer, add("heron"), break_the_disk, add("wren"))
    for future in futures:
        with pytest.raises(OSError, match="disk is full"):
            future.result()
    broken.clear()
    assert names(engine) == []
    assert writer.run(add("wren")) == "wren"


MARKS = table("marks", column("name", Text()))
ADD = Quick(MARKS.insert().values(name=bindparam("name")))


def add_all(link: Link, names: Sequence[str]) -> list[str] | None:
    """Add many rows in one go; not where one of them is a bat."""
    for name in names:
        ADD.run(link, name=name)
    return None if "bat" in names else [name.upper() for name in names]


def alike(
    writer: Writer, *values: str, beside: Callable[[Connection], Any] | None = None
) -> list[tuple[str | None, str | None]]:
    """Hand over values so that they share one transaction; return what each was told, and by what error."""
    begun, go, over = threading.Event(), threading.Event(), threading.Event()
    told: list[tuple[str | None, str | None]] = []

    def hold(connection: Connection) -> None:
        begun.set()
        assert go.wait(10)

    def tell(result: str | None, error: BaseException | None) -> None:
        told.append((result, error and type(error).__name__))
        if len(told) == len(values):
            over.set()

    with ThreadPoolExecutor(2) as pool:
        pool.submit(writer.run, hold)
        assert begun.wait(10)
        if beside:
            pool.submit(writer.run, beside)
            wait_for_queue(writer, 1)
        for value in values:
            writer.run_alike_later(add_all, value, tell)
        go.set()
    assert over.wait(10)
    return told


def test_what_is_alike_is_written_in_one_go_and_each_is_told(writer: Writer, engine: Engine) -> None:
    assert alike(writer, "heron", "wren") == [("HERON", None), ("WREN", None)]
    assert names(engine) == ["heron", "wren"]


def test_one_that_cannot_be_written_so_is_told_alone_and_leaves_nothing(
    writer: Writer, engine: Engine
) -> None:
    assert alike(writer, "heron", "bat", "wren") == [("HERON", None), (None, None), ("WREN", None)]
    assert names(engine) == ["heron", "wren"]


def test_one_that_fails_among_others_fails_alone(writer: Writer, engine: Engine) -> None:
    told = alike(writer, "heron", "heron", "wren")
    assert told == [("HERON", None), (None, "IntegrityError"), ("WREN", None)]
    assert names(engine) == ["heron", "wren"]


def test_what_is_alike_shares_a_transaction_with_what_is_not(writer: Writer, engine: Engine) -> None:
    told = alike(writer, "heron", "bat", "wren", beside=add("eagle"))
    assert told == [("HERON", None), (None, None), ("WREN", None)]
    assert names(engine) == ["eagle", "heron", "wren"]


def test_nobody_is_told_of_a_success_before_the_commit(writer: Writer, engine: Engine) -> None:
    seen: list[list[str]] = []
    over = threading.Event()

    def tell(result: str | None, error: BaseException | None) -> None:
        seen.append(names(engine))  # another connection: it sees what is committed
        over.set()

    writer.run_alike_later(add_all, "heron", tell)
    assert over.wait(10)
    assert seen == [["heron"]]


def test_a_caller_who_cannot_be_told_keeps_nobody_else_from_it(writer: Writer, engine: Engine) -> None:
    def tell(result: str | None, error: BaseException | None) -> None:
        raise OSError("The line is dead.")

    writer.run_alike_later(add_all, "heron", tell)
    assert writer.run_alike(add_all, "wren") == "WREN"
    assert names(engine) == ["heron", "wren"]


def test_stopping_finishes_what_was_handed_over(writer: Writer, engine: Engine) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        begun.set()
        assert go.wait(10)

    with ThreadPoolExecutor(3) as pool:
        pool.submit(writer.run, slow)
        assert begun.wait(10)
        waiting = pool.submit(writer.run, add("heron"))
        wait_for_queue(writer, 1)
        stopping = pool.submit(writer.stop)
        go.set()
        stopping.result()
        assert waiting.result() == "heron"
    assert names(engine) == ["heron"]
    assert "writer" not in [thread.name for thread in threading.enumerate()]


def test_what_comes_after_the_stop_is_told_so_and_not_written(writer: Writer, engine: Engine) -> None:
    told: list[tuple[Any, str]] = []
    writer.run(add("heron"))
    writer.stop()
    with pytest.raises(WriterStoppedError, match="The app is being stopped"):
        writer.run(add("wren"))
    with pytest.raises(WriterStoppedError):
        writer.run_alike(add_all, "wren")
    writer.run_alike_later(add_all, "wren", lambda result, error: told.append((result, str(error))))
    assert told == [(None, "The app is being stopped, and this was not written.")]
    assert names(engine) == ["heron"]


def test_what_comes_while_the_last_writes_are_under_way_is_told_at_once(
    writer: Writer, engine: Engine
) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(connection: Connection) -> str:
        begun.set()
        assert go.wait(10)
        return add("heron")(connection)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(writer.run, slow)
        assert begun.wait(10)
        stopping = pool.submit(writer.stop)
        wait_for_queue(writer, 1)  # the end stands in it
        with pytest.raises(WriterStoppedError):
            writer.run(add("wren"))
        go.set()
        stopping.result()
        assert first.result() == "heron"
    assert names(engine) == ["heron"]


def test_a_writer_may_be_stopped_twice_or_before_it_wrote(writer: Writer, engine: Engine) -> None:
    writer.stop()
    writer.stop()
    with pytest.raises(WriterStoppedError):
        writer.run(add("wren"))
    assert names(engine) == []


@pytest.mark.sqlite_only("PostgreSQL undoes no transaction by itself")
def test_nothing_counts_as_written_where_the_database_undid_it_by_itself(
    writer: Writer, engine: Engine
) -> None:
    def lose_everything(connection: Connection) -> None:
        # As SQLite may do on a full disk: the driver's commit then does nothing, and says nothing.
        connection.exec_driver_sql("ROLLBACK")
        raise ValueError("disk full")

    first, lost = together(writer, add("heron"), lose_everything)
    with pytest.raises(OperationalError, match="no such savepoint"):
        first.result()
    assert lost.exception() is not None
    assert names(engine) == []
    assert writer.run(add("wren")) == "wren"


def undone(link: Link, names: Sequence[str]) -> list[str]:
    add_all(link, names)
    link.driver.execute("ROLLBACK")  # as SQLite may do on a full disk
    return [name.upper() for name in names]


@pytest.mark.sqlite_only("PostgreSQL undoes no transaction by itself")
def test_nothing_alike_counts_as_written_where_the_database_undid_it_by_itself(
    writer: Writer, engine: Engine
) -> None:
    with pytest.raises(OperationalError, match="undone the transaction by itself"):
        writer.run_alike(undone, "heron")
    assert names(engine) == []
    assert writer.run_alike(add_all, "wren") == "WREN"


@pytest.mark.sqlite_only("PostgreSQL checks at the commit in another way")
def test_a_commit_of_what_is_alike_that_fails_reaches_every_caller_and_nothing_is_written(
    writer: Writer, engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE rings (name TEXT REFERENCES marks DEFERRABLE INITIALLY DEFERRED)")
        )

    def ring(link: Link, names: Sequence[str]) -> list[str]:
        for name in names:
            link.driver.execute("INSERT INTO rings VALUES (?)", (name,))  # of a bird that is not there
        return list(names)

    with pytest.raises(IntegrityError):
        writer.run_alike(ring, "heron")
    assert writer.run_alike(add_all, "wren") == "WREN"
    assert names(engine) == ["wren"]
