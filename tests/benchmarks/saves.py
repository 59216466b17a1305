"""Durable saves a second, as a share of the bare route's requests a second."""

import asyncio
import time

from tests.benchmarks.measure import Figure, Place, bare, serving, slow_disk
from tests.load import Browser, Promises, School, broken, run

CLIENTS = 32
SECONDS = 5.0
AT_LEAST, AT_LEAST_SLOW = 0.5, 0.3


def measure(here: Place, school: School, students: int) -> list[Figure]:
    """Press as many saves as the server takes, on this disk and on one 3 ms slower at each sync."""
    figures = []
    library = slow_disk(here.folder)
    for words, target, settings in (
        ("saves / bare route", AT_LEAST, {}),
        ("saves / bare route, +3 ms a sync", AT_LEAST_SLOW, {"LD_PRELOAD": library}),
    ):
        mine = school.copied_to(here.folder / f"saves-{len(figures)}")
        with serving(mine, **settings) as server, bare() as beside:
            # In turns, so that what else the machine does falls on both.
            shares, rates = [], []
            browsers, promises = run(_seated(server.url, mine))
            for _ in range(3):
                plain = run(_bare_rate(beside.url, mine))
                saved = run(_save_rate(browsers))
                shares.append(saved / plain)
                rates.append((saved, plain))
            lost = broken(promises, mine.database_url)
            assert not lost, lost[:3]
        saved, plain = rates[shares.index(sorted(shares)[1])]
        figures += [
            Figure(words, sorted(shares)[1], at_least=target),
            Figure("  saves a second", saved),
            Figure("  bare requests a second", plain),
        ]
    return figures


async def _seated(url: str, school: School) -> tuple[list[Browser], Promises]:
    promises = Promises()
    browsers = [Browser(url, school, person, promises) for person in school.students[:CLIENTS]]
    for browser in browsers:
        await browser.start()
        await browser.close()
    return browsers, promises


async def _save_rate(browsers: list[Browser]) -> float:
    slots = list(browsers[0].school.replies)
    end = time.perf_counter() + SECONDS

    async def press(browser: Browser) -> int:
        done = 0
        while time.perf_counter() < end:
            answered = await browser.save(slots[done % len(slots)])
            assert answered.status == 200, (answered.status, answered.text[:200])
            done += 1
        await browser.close()
        return done

    began = time.perf_counter()
    done = await asyncio.gather(*(press(browser) for browser in browsers))
    return sum(done) / (time.perf_counter() - began)


async def _bare_rate(url: str, school: School) -> float:
    end = time.perf_counter() + SECONDS

    async def press(browser: Browser) -> int:
        done = 0
        while time.perf_counter() < end:
            assert (await browser.get("/")).status == 200
            done += 1
        await browser.close()
        return done

    browsers = [Browser(url, school, person, Promises()) for person in school.students[:CLIENTS]]
    began = time.perf_counter()
    done = await asyncio.gather(*(press(browser) for browser in browsers))
    return sum(done) / (time.perf_counter() - began)
