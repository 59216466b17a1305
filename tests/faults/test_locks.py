"""Another process holds the database: a save waits, and is told to come again if that takes too long."""

import asyncio
import sqlite3
import time
from contextlib import closing

import pytest

from tests.faults.conftest import told
from tests.load import Browser, Promises, School, broken, run

BUSY = 5
"""Seconds that a write waits for another's lock."""


@pytest.mark.parametrize("held", [1, pytest.param(BUSY + 3, marks=pytest.mark.faults)])
def test_a_save_waits_for_a_lock_or_says_that_it_is_not_saved(shared: tuple[School, str], held: int) -> None:
    school, url = shared
    promises = Promises()

    async def write() -> None:
        browsers = [Browser(url, school, one, promises) for one in school.students[10:14]]
        for browser in browsers:
            await browser.start()
        with closing(sqlite3.connect(school.data_dir / "quizapp.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            began = time.monotonic()
            saving = [asyncio.create_task(browser.save(1)) for browser in browsers]
            await asyncio.sleep(0.2)
            async with Browser(url, school, school.students[10], promises) as reader:
                page = await reader.get(f"/attempts/{browsers[0].attempt}")
            assert (page.status, page.seconds < 1) == (200, True)  # who only reads waits for nobody
            await asyncio.sleep(held - (time.monotonic() - began))
            other.execute("ROLLBACK")
        answers = await asyncio.gather(*saving)
        if held < BUSY:
            assert {one.status for one in answers} == {200}
        for refused in (one for one in answers if one.status != 200):
            assert (refused.status, refused.headers["retry-after"]) == (503, "5")
            assert told(refused) == {
                "status": "not_saved",
                "error": "Not just now",
                "message": "The app cannot save just now. This answer stays on this device and is sent again "
                "by itself. If it goes on, tell your teacher.",
                "retry": True,
            }
        assert held < BUSY or any(one.status == 503 for one in answers)
        for browser in browsers:
            assert (await browser.save(1)).status == 200
            await browser.close()

    run(write())
    assert broken(promises, school.database_url) == []
