"""A whole school presses start in the same second, and hands in within five."""

import asyncio
import random

from tests.benchmarks.measure import Figure, Place, serving
from tests.benchmarks.processes import cpu_seconds, memory_mb
from tests.benchmarks.watching import BOARD_EVERY
from tests.load import Browser, Promises, School, broken, run

START_WITHIN, ANSWER_WITHIN, SUBMIT_WITHIN = 1.0, 60.0, 5.0
START_P99, SAVE_P99, MEMORY = 500.0, 100.0, 250.0


def measure(here: Place, school: School, students: int) -> list[Figure]:
    """Let all sit at once; then a third of them with a teacher at the report."""
    figures = []
    for count, watched in ((students, False), (max(30, students * 3 // 10), True)):
        mine = school.copied_to(here.folder / f"burst-{count}")
        promises, teachers = Promises(), Promises()
        with serving(mine) as server:
            before = cpu_seconds(server.process.pid)
            run(_burst(server.url, mine, count, promises, teachers if watched else None))
            used = cpu_seconds(server.process.pid) - before
            memory = memory_mb(server.process.pid)
        wrong = broken(promises, mine.database_url)
        for sentence in wrong[:5]:
            print(sentence)
        asked = {**promises.statuses, **teachers.statuses}
        failed = sum(n for (_, status), n in asked.items() if status == 0 or status >= 400)
        beside = " beside a teacher" if watched else ""
        figures += [
            Figure(f"{count} students{beside}: promises broken", len(wrong), at_most=0),
            Figure("  requests that failed", failed, at_most=0),
            Figure("  start, 99% within", promises.percentile("start", 0.99) * 1e3, "ms", at_most=START_P99),
            Figure("  save, 99% within", promises.percentile("save", 0.99) * 1e3, "ms", at_most=SAVE_P99),
            Figure("  saves", promises.count("save")),
            Figure("  processor used", used, "s"),
            Figure("  memory after it", memory, "MB", at_most=MEMORY),
        ]
        if watched:
            figures += [
                Figure("  pages of the report, half within", teachers.percentile("report", 0.5) * 1e3, "ms"),
                Figure("  looks at the board, half within", teachers.percentile("board", 0.5) * 1e3, "ms"),
            ]
    return figures


async def _burst(url: str, school: School, count: int, promises: Promises, teachers: Promises | None) -> None:
    browsers = [Browser(url, school, person, promises) for person in school.students[:count]]
    over = asyncio.Event()
    beside = asyncio.create_task(_teacher(url, school, teachers, over)) if teachers is not None else None
    await asyncio.gather(*(_student(browser, n, count) for n, browser in enumerate(browsers)))
    over.set()
    if beside:
        await beside


async def _student(browser: Browser, place: int, count: int) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    chance = random.Random(place)
    await asyncio.sleep(START_WITHIN * place / count)
    await browser.until_done(browser.start)
    await browser.page()
    slots = list(browser.school.replies)
    moments = sorted(chance.uniform(3, ANSWER_WITHIN) for _ in slots)
    for slot, moment in zip(slots, moments, strict=True):
        await asyncio.sleep(max(0.0, began + moment - loop.time()))
        await browser.save_for_sure(slot)
    await asyncio.sleep(max(0.0, began + ANSWER_WITHIN + chance.uniform(0, SUBMIT_WITHIN) - loop.time()))
    await browser.until_done(browser.submit)
    await browser.review()
    await browser.close()


async def _teacher(url: str, school: School, promises: Promises, over: asyncio.Event) -> None:
    """Watch the quiz as its page does, and look at the report again and again, a page every second."""

    async def look(pages: tuple[str, ...], kind: str, every: float) -> None:
        async with Browser(url, school, school.teacher, promises) as browser:
            place = 0
            while not over.is_set():
                await browser.get(f"/assignments/{school.assignment}/{pages[place % len(pages)]}", kind=kind)
                place += 1
                await asyncio.sleep(every)

    reports = ("report", "report/students", "report/questions", "report/reading")
    await asyncio.gather(look(reports, "report", 1), look(("watch/board",), "board", BOARD_EVERY))
