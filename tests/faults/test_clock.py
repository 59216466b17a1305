"""The computer's clock jumps an hour while a class writes: nobody's time ends early, nobody is signed out."""

import asyncio
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import diagnosis
from tests.load import Answered, Browser, Promises, School, broken, run
from tests.server import Server

SET_CLOCK = str(Path(__file__).parent / "set_clock")
HOUR = 3600


def time_on(page: Answered) -> float:
    """Return the server's time on a page of an attempt, in seconds."""
    found = re.search(r'data-now="(\d+)"', page.text)
    assert found, page.text[:500]
    return int(found[1]) / 1000


async def until_it_follows(browser: Browser, jump: int) -> None:
    """Wait until the server's time is that to which the clock was set."""
    end = time.monotonic() + 20
    while abs(time_on(await browser.page()) - time.time() - jump) > 5:
        assert time.monotonic() < end, "It never followed."
        await asyncio.sleep(0.5)


@pytest.mark.faults
@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_clock_that_jumps_moves_nobodys_end(
    school: School, serve: Callable[..., Server], log: Callable[[], str], tmp_path: Path, jump: int
) -> None:
    ahead = tmp_path / "ahead"
    ahead.write_text("0")
    server = serve(school, PYTHONPATH=SET_CLOCK, FAULTY_CLOCK=str(ahead))
    promises = Promises()

    async def write() -> None:
        first, second = (Browser(server.url, school, one, promises) for one in school.students[:2])
        async with first, second:
            await first.start()
            await first.save(1)
            ahead.write_text(str(jump))
            await asyncio.sleep(6)  # the sweeper has looked meanwhile
            page = await first.page()
            assert page.status == 200
            assert abs(time_on(page) - time.time()) < 5
            assert (await first.save(1)).json["status"] == "saved"
            assert (await first.save(2)).json["status"] == "saved"
            assert (await first.submit()).status == 303
            assert (await first.review()).status == 200
            # Nobody's time is running now: the next look takes the jump up.
            await asyncio.sleep(6)
            assert (await second.start()).status == 303
            await until_it_follows(second, jump)
            assert (await second.save(1)).json["status"] == "saved"
            assert (await second.submit()).status == 303

    run(write())
    minutes = f"{jump / 60:+.0f} minutes"
    assert f"This computer's clock was set by {minutes} while a quiz is being written." in log()
    assert f"This computer's clock was set by {minutes}. The app follows it." in log()
    assert broken(promises, school.database_url) == []
    server.stop()
    assert diagnosis(school) == []


@pytest.mark.faults
@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_restart_with_another_clock_keeps_what_was_saved_and_who_is_in(
    school: School, serve: Callable[..., Server], tmp_path: Path, jump: int
) -> None:
    ahead = tmp_path / "ahead"
    ahead.write_text("0")
    settings = {"PYTHONPATH": SET_CLOCK, "FAULTY_CLOCK": str(ahead)}
    server = serve(school, **settings)
    promises = Promises()

    async def begin(url: str) -> Browser:
        browser = Browser(url, school, school.students[0], promises)
        await browser.start()
        await browser.save(1)
        await browser.close()
        return browser

    attempt = run(begin(server.url)).attempt
    server.stop()
    ahead.write_text(str(jump))
    server = serve(school, **settings)

    async def go_on() -> None:
        async with Browser(server.url, school, school.students[0], promises) as browser:
            browser.attempt = attempt
            late = await browser.put(attempt, 1, 50, school.replies[1][0])
            # An hour on, the half hour is over: what was saved was handed in, and that is what it says.
            assert late.status == (409 if jump > 0 else 200)
            await browser.submit()
            assert (await browser.review()).status == 200

    run(go_on())
    assert broken(promises, school.database_url) == []
    server.stop()
    assert diagnosis(school) == []
