"""A backup while a class writes, put back elsewhere: the reports are those of its moment, to the byte."""

import asyncio
import re
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from quizapp import create_app
from quizapp.cli.school import close
from quizapp.config import read_settings
from tests.faults.conftest import diagnosis
from tests.load import AGENT, Browser, Promises, School, broken, run

PAGES = ("", "/students", "/questions", "/reading", ".csv")
TOKEN = re.compile(rb'(name="csrf[-_]token" (?:value|content)=)"[^"]*"')


async def command(school: School, *words: str) -> str:
    """Run a command of the school's, and return what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "quizapp.cli", *words,
        env={"PATH": "/usr/bin:/bin", **school.environment},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    printed, _ = await process.communicate()
    assert process.returncode == 0, printed.decode()
    return printed.decode()


def without_token(body: bytes) -> bytes:
    """Return a page without the one thing that is made anew for each."""
    return TOKEN.sub(rb"\1", body)


async def reports(school: School, browser: Browser) -> dict[str, bytes]:
    """Return the pages of the report and the file for a spreadsheet, as they are served now."""
    found = {}
    for page in PAGES:
        answered = await browser.get(f"/assignments/{school.assignment}/report{page}")
        assert answered.status == 200
        found[page] = without_token(answered.body)
    return found


def reports_of(school: School) -> dict[str, bytes]:
    """Return the same of a school that nobody serves, to a teacher who signed in before the backup."""
    app = create_app(read_settings(school.environment))
    client: FlaskClient = app.test_client()
    client.set_cookie("quizapp_session", school.teacher.cookie, domain="127.0.0.1")
    found = {}
    for page in PAGES:
        answered = client.get(
            f"http://127.0.0.1/assignments/{school.assignment}/report{page}", headers={"User-Agent": AGENT}
        )
        assert answered.status_code == 200
        found[page] = without_token(answered.data)
    close(app)
    return found


def seqs(file: Path) -> dict[tuple[int, int], int]:
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT attempt_id, slot, seq FROM answers").fetchall()
    return {(attempt, slot): seq for attempt, slot, seq in rows}


@pytest.mark.parametrize(("first", "students"), [(20, 20), pytest.param(40, 100, marks=pytest.mark.faults)])
def test_the_reports_of_a_restored_backup_are_those_of_its_moment(
    shared: tuple[School, str], tmp_path: Path, first: int, students: int
) -> None:
    school, url = shared
    promises = Promises()
    restored = replace(
        school,
        data_dir=tmp_path / "restored",
        database_url=f"sqlite:///{tmp_path / 'restored' / 'quizapp.sqlite3'}",
    )

    async def write_and_back_up() -> tuple[dict[str, bytes], dict[tuple[int, int], int], int]:
        browsers = [Browser(url, school, one, promises) for one in school.students[first : first + students]]
        teacher = Browser(url, school, school.teacher, promises)
        half = students // 2
        await asyncio.gather(*(browser.sit() for browser in browsers[:half]))
        await asyncio.gather(*(answer_all(browser) for browser in browsers[half:]))
        # From now on answers change all the time, and nothing of what the report counts.
        over = asyncio.Event()
        writing = [asyncio.create_task(go_on(browser, over)) for browser in browsers[half:]]
        before = await reports(school, teacher)
        promised = dict(promises.saved)
        count = promises.count("save")
        said = await command(school, "backup", str(tmp_path / "school.zip"))
        assert "was read back whole" in said
        meanwhile = promises.count("save") - count
        assert await reports(school, teacher) == before
        over.set()
        await asyncio.gather(*writing)
        for browser in (*browsers, teacher):
            await browser.close()
        return before, promised, meanwhile

    async def answer_all(browser: Browser) -> None:
        await browser.start()
        for slot in school.replies:
            await browser.save(slot)

    async def go_on(browser: Browser, over: asyncio.Event) -> None:
        while not over.is_set():
            for slot in school.replies:
                await browser.save(slot)

    before, promised, meanwhile = run(write_and_back_up())
    assert meanwhile > students  # it was written to while it was backed up
    assert broken(promises, school.database_url) == []
    assert "Sessions and sign-in cards work as before." in run(
        command(restored, "restore", str(tmp_path / "school.zip"))
    )
    assert reports_of(restored) == before
    kept = seqs(restored.data_dir / "quizapp.sqlite3")
    assert all(kept[place] >= seq for place, seq in promised.items())
    assert diagnosis(restored) == []
