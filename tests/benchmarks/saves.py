"""Durable saves a second, as a share of the bare route's requests a second."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, NamedTuple

from tests.benchmarks.measure import Figure, Place, bare, serving, slow_disk
from tests.benchmarks.processes import cpu_seconds
from tests.load import Browser, Promises, School, broken, run

CLIENTS = 64
"""Two classes, each student with one request under way: the same for both routes."""

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
            rounds = []
            browsers, promises = run(_seated(server.url, mine))
            for _ in range(3):
                plain = _measured(beside.pid, _bare_rate(beside.url, mine))
                saved = _measured(server.process.pid, _save_rate(browsers))
                rounds.append((saved.rate / plain.rate, saved, plain))
            lost = broken(promises, mine.database_url)
            assert not lost, lost[:3]
        share, saved, plain = sorted(rounds)[1]
        figures += [
            Figure(words, share, at_least=target),
            Figure("  saves a second", saved.rate),
            Figure("  bare requests a second", plain.rate),
            Figure("  CPU of a save, server", saved.server * 1e3, "ms"),
            Figure("  CPU of a bare request, server", plain.server * 1e3, "ms"),
            Figure("  CPU of a save, client", saved.client * 1e3, "ms"),
            Figure("  CPU of a bare request, client", plain.client * 1e3, "ms"),
        ]
    return figures


class Rate(NamedTuple):
    """Requests a second, and the processor's seconds that each took on either side."""

    rate: float
    server: float
    client: float


def _measured(pid: int, pressing: Coroutine[Any, Any, float]) -> Rate:
    server, client, began = cpu_seconds(pid), time.process_time(), time.perf_counter()
    rate = run(pressing)
    asked = rate * (time.perf_counter() - began)
    return Rate(rate, (cpu_seconds(pid) - server) / asked, (time.process_time() - client) / asked)


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
