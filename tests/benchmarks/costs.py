"""What a page and a whole attempt cost the processor, as Linux counts it for the server's processes."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.benchmarks.measure import Figure, Place, bare, serving
from tests.benchmarks.processes import cpu_seconds
from tests.load import Browser, Promises, School, run

PAGE_AT_MOST = 4.0
ATTEMPT_AT_MOST = 12.0
ROUNDS = 3
REFERENCE = 0.106
"""Milliseconds of a bare request on the core that ATTEMPT_AT_MOST was set for (the design: "The hot path").

One and the same machine is half as fast in one minute as in another, where others share it.
"""


def measure(here: Place, school: School, students: int) -> list[Figure]:
    """Ask for pages of ten questions and bare routes in turns; then let students sit whole attempts."""
    mine = school.copied_to(here.folder / "costs")
    half = students // 2
    with serving(mine) as server, bare() as beside:
        browsers = run(_seated(server.url, mine, half))

        def plain() -> float:
            return run(
                _cost(
                    beside.pid, [Browser(beside.url, mine, one.person, Promises()) for one in browsers], _bare
                )
            )

        pages = [(run(_cost(server.process.pid, browsers, _page)), plain()) for _ in range(ROUNDS)]
        later = [Browser(server.url, mine, person, Promises()) for person in mine.students[half:]]
        wholes = [(run(_whole(server.process.pid, later[n::ROUNDS])), plain()) for n in range(ROUNDS)]
    page, for_page = _middle(pages)
    whole, for_whole = _middle(wholes)
    return [
        Figure("page of ten questions / bare route, CPU", page / for_page, at_most=PAGE_AT_MOST),
        Figure("  page", page * 1e3, "ms"),
        Figure("  bare route", for_page * 1e3, "ms"),
        Figure(
            f"a whole attempt, CPU, where a bare request takes {REFERENCE} ms",
            whole / for_whole * REFERENCE,
            "ms",
            at_most=ATTEMPT_AT_MOST,
        ),
        Figure("  a whole attempt, as measured", whole * 1e3, "ms"),
        Figure("  bare route beside it", for_whole * 1e3, "ms"),
    ]


def _middle(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the pair whose ratio is the middle one."""
    return sorted(pairs, key=lambda pair: pair[0] / pair[1])[len(pairs) // 2]


async def _seated(url: str, school: School, count: int) -> list[Browser]:
    browsers = [Browser(url, school, person, Promises()) for person in school.students[:count]]
    for browser in browsers:
        await browser.start()
        assert (await browser.page()).status == 200
        await browser.close()
    return browsers


async def _page(browser: Browser) -> None:
    answered = await browser.page()
    assert answered.status == 200
    assert answered.text.count('class="question"') == 10


async def _bare(browser: Browser) -> None:
    assert (await browser.get("/")).status == 200


async def _cost(pid: int, browsers: list[Browser], ask: Callable[[Browser], Awaitable[None]]) -> float:
    """Return the processor's seconds for one asking, over connections that are kept, one after the other."""
    for browser in browsers:
        await ask(browser)
        if browser is not browsers[0]:
            await browser.close()
    first = browsers[0]
    kept = [first]
    before = cpu_seconds(pid)
    asked = 0
    for browser in browsers * 3:
        # One connection for all, as the cost is the request's: each as another student.
        browser._reader, browser._writer = kept[0]._reader, kept[0]._writer
        await ask(browser)
        asked += 1
    spent = cpu_seconds(pid) - before
    await first.close()
    for browser in browsers:
        browser._reader = browser._writer = None
    return spent / asked


async def _whole(pid: int, browsers: list[Browser]) -> float:
    """Return the processor's seconds for one student from start to review, eight at a time."""
    before = cpu_seconds(pid)
    waiting = iter(browsers)

    async def desk() -> None:
        for browser in waiting:
            await browser.sit()
            await browser.close()

    await asyncio.gather(*(desk() for _ in range(8)))
    return (cpu_seconds(pid) - before) / len(browsers)
