"""Reports: item analysis against SQL, what a report's page costs, and what opening it does to saves."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from quizapp.attempts.vectors import parse
from quizapp.core.statistics.item_analysis import analyse_items
from quizapp.core.statistics.marks import Marks
from quizapp.core.statistics.reliability import analyse_test
from tests.benchmarks.measure import Figure, Place, serving
from tests.benchmarks.processes import cpu_seconds
from tests.load import Browser, Promises, School, run

ATTEMPTS, QUICK_ATTEMPTS, ITEMS = 100_000, 10_000, 20
OF_SQL_AT_MOST = 0.1
ROUNDS = 3
CLASS, PAGE_AT_MOST = 300, 150.0
SLOWER_AT_MOST = 2.0
SAVING, EVERY, SECONDS = 30, 0.2, 8.0

SQL = """
-- All but the discriminative efficiency, which needs two sorts a question: left out, to SQL's advantage.
WITH marks AS MATERIALIZED (
  SELECT attempts.id AS student, one.key AS item, coalesce(one.value, 0.0) AS mark
  FROM attempts, json_each(attempts.vector) AS one
  WHERE assignment_id = ? AND submitted_at IS NOT NULL
), scores AS MATERIALIZED (
  SELECT student, sum(mark) AS score FROM marks GROUP BY student
), both AS MATERIALIZED (
  SELECT item, mark, score, score - mark AS rest FROM marks JOIN scores USING (student)
), means AS MATERIALIZED (
  SELECT item, avg(mark) AS own, avg(rest) AS others, avg(score) AS scored FROM both GROUP BY item
)
SELECT item, count(*), own,
  sum((mark - own) * (mark - own)), sum((rest - others) * (rest - others)),
  sum((mark - own) * (rest - others)), sum((mark - own) * (score - scored))
FROM both JOIN means USING (item) GROUP BY item
"""
SCORES = """
SELECT count(*), avg(score), sum((score - middle) * (score - middle)),
  sum((score - middle) * (score - middle) * (score - middle)),
  sum((score - middle) * (score - middle) * (score - middle) * (score - middle))
FROM (SELECT (SELECT sum(coalesce(value, 0.0)) FROM json_each(vector)) AS score FROM attempts
      WHERE assignment_id = ? AND submitted_at IS NOT NULL),
  (SELECT avg((SELECT sum(coalesce(value, 0.0)) FROM json_each(vector))) AS middle FROM attempts
   WHERE assignment_id = ? AND submitted_at IS NOT NULL)
"""


def measure(here: Place, school: School, students: int) -> list[Figure]:
    """Analyse a large table both ways; draw the pages of a class of 300; save while they are drawn."""
    figures = _analysis(here.folder / "reports.sqlite3", ATTEMPTS if students >= CLASS else QUICK_ATTEMPTS)
    mine = school.copied_to(here.folder / "reports")
    with serving(mine) as server:
        run(_sat(server.url, mine, min(CLASS, students // 2)))
        for words, path in (("report", ""), ("item analysis", "/questions"), ("whole test", "/test")):
            figures.append(_page(server.url, server.process.pid, mine, words, path))
        figures += _saves(server.url, mine, students)
    return figures


# ---- item analysis


def _analysis(file: Path, count: int) -> list[Figure]:
    with closing(sqlite3.connect(file)) as database:
        _fill(database, count)
        # Once before it counts, so that all find the file in memory; then in turns.
        _by_vectors(database)
        rounds = [
            (_timed(lambda: _by_vectors(database)), _timed(lambda: _by_sql(database))) for _ in range(ROUNDS)
        ]
    rounds.sort(key=lambda one: one[0][0] / one[1][0])
    (took, asked), (sql, told) = rounds[ROUNDS // 2]
    for (_, n, mean, own, rest, together, _), figures in zip(told, asked, strict=True):
        assert n == figures.n
        assert abs(100 * mean - figures.facility) < 1e-6
        assert abs(100 * together / (own * rest) ** 0.5 - figures.discrimination_index) < 1e-6
    return [
        Figure(f"item analysis of {count:,} attempts / by SQL", took / sql, at_most=OF_SQL_AT_MOST),
        Figure("  from stored vectors", took * 1e3, "ms"),
        Figure("  by SQL", sql * 1e3, "ms"),
    ]


def _fill(database: sqlite3.Connection, count: int) -> None:
    """Store attempts as the app does, of students whose knowledge and questions differ."""
    chance = np.random.default_rng(20)
    knows, hard = chance.normal(size=(count, 1)), np.linspace(-2, 2, ITEMS)
    marks = (chance.random((count, ITEMS)) < 1 / (1 + np.exp(hard - knows))).astype(float)
    marks[:, ::4] *= chance.choice([0.25, 0.5, 1.0], size=(count, ITEMS // 4))
    blank = chance.random((count, ITEMS)) < 0.02
    columns = "id INTEGER PRIMARY KEY, assignment_id INTEGER, submitted_at TEXT, vector JSON"
    database.execute(f"CREATE TABLE attempts ({columns})")
    rows = (
        (json.dumps([None if gone else mark for mark, gone in zip(own, holes, strict=True)]),)
        for own, holes in zip(marks.tolist(), blank.tolist(), strict=True)
    )
    database.executemany(
        "INSERT INTO attempts (assignment_id, submitted_at, vector) VALUES (1, '2026-09-14', ?)", rows
    )
    database.commit()


def _by_vectors(database: sqlite3.Connection) -> list:
    rows = database.execute(
        "SELECT vector FROM attempts WHERE assignment_id = ? AND submitted_at IS NOT NULL", (1,)
    ).fetchall()
    fractions = parse([vector for (vector,) in rows])
    marks = Marks(fractions, np.ones(fractions.shape[1]))
    assert analyse_test(marks).n == len(rows)
    return analyse_items(marks)


def _by_sql(database: sqlite3.Connection) -> list:
    database.execute(SCORES, (1, 1)).fetchall()
    return database.execute(SQL, (1,)).fetchall()


def _timed(work: Callable[[], list]) -> tuple[float, list]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


# ---- pages


async def _sat(url: str, school: School, count: int) -> None:
    waiting = iter(school.students[-count:])

    async def desk() -> None:
        for person in waiting:
            async with Browser(url, school, person, Promises()) as browser:
                await browser.sit()

    await asyncio.gather(*(desk() for _ in range(8)))


def _page(url: str, pid: int, school: School, words: str, path: str) -> Figure:
    """Return the processor's time for one page of the report, warm, the middle of nine."""
    address = f"/assignments/{school.assignment}/report{path}"

    async def ask(times: int) -> None:
        async with Browser(url, school, school.teacher, Promises()) as teacher:
            for _ in range(times):
                answered = await teacher.get(address)
                assert answered.status == 200, (address, answered.status)

    run(ask(2))
    spent = []
    for _ in range(ROUNDS):
        before = cpu_seconds(pid)
        run(ask(5))
        spent.append((cpu_seconds(pid) - before) / 5)
    return Figure(f"{words} of a class of 300, CPU", sorted(spent)[1] * 1e3, "ms", at_most=PAGE_AT_MOST)


# ---- saves meanwhile


def _saves(url: str, school: School, students: int) -> list[Figure]:
    saving = school.students[: min(SAVING, students // 4)]
    alone, beside = [], []
    # In turns, so that what else the machine does falls on both.
    browsers = run(_seated(url, school, saving))
    for _ in range(ROUNDS):
        alone.append(run(_save(browsers, None)))
        beside.append(run(_save(browsers, Browser(url, school, school.teacher, Promises()))))
    quiet, busy = sorted(alone)[1], sorted(beside)[1]
    return [
        Figure("p99 of saves while reports are opened / without", busy / quiet, at_most=SLOWER_AT_MOST),
        Figure("  while reports are opened", busy * 1e3, "ms"),
        Figure("  without", quiet * 1e3, "ms"),
    ]


async def _seated(url: str, school: School, people: list) -> list[Browser]:
    browsers = [Browser(url, school, one, Promises()) for one in people]
    for browser in browsers:
        await browser.start()
        await browser.close()
    return browsers


async def _save(browsers: list[Browser], teacher: Browser | None) -> float:
    """Return the 99th percentile of saves at a class’s pace, with a report opened every 2 s or with none."""
    end = time.perf_counter() + SECONDS
    took: list[float] = []

    async def answer(browser: Browser, first: float) -> None:
        slots = list(browser.school.replies)
        await asyncio.sleep(first)
        done = 0
        while time.perf_counter() < end:
            answered = await browser.save(slots[done % len(slots)])
            assert answered.status == 200
            took.append(answered.seconds)
            done += 1
            await asyncio.sleep(EVERY)
        await browser.close()

    async def look() -> None:
        assert teacher is not None
        while time.perf_counter() < end:
            assert (await teacher.get(f"/assignments/{teacher.school.assignment}/report")).status == 200
            await asyncio.sleep(2)
        await teacher.close()

    work = [answer(browser, EVERY * place / len(browsers)) for place, browser in enumerate(browsers)]
    await asyncio.gather(*work, *([look()] if teacher else []))
    return sorted(took)[int(0.99 * len(took))]
