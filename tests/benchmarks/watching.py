"""What watching a class at a quiz costs the processor: the teacher's board, and the beats of the class."""

from collections.abc import Awaitable, Callable

from quizapp.attempts.contact import BEAT_EVERY
from tests.benchmarks.measure import Figure, Place, serving
from tests.benchmarks.processes import cpu_seconds
from tests.load import Browser, Promises, School, make_school, run

CLASS = 300
BOARD_EVERY = 2.5
"""Seconds, as static/js/watch.js asks."""
SHARE_AT_MOST = 15.0
ROUNDS, LOOKS, BEATS = 3, 20, 200


def measure(here: Place, school: School, students: int) -> list[Figure]:
    """Watch a class of 300 of which somebody answers between any two looks, so that no look is in vain."""
    count = min(CLASS, students)
    mine = make_school(here.folder / "watching", count, one_page=True, time_limit=3600)
    with serving(mine) as server:
        look, beat = run(_costs(server.url, server.process.pid, mine))
    looks, beats = look / BOARD_EVERY, count * beat / BEAT_EVERY.total_seconds()
    return [
        Figure(f"{count} students watched, of one core", 100 * (looks + beats), "%", at_most=SHARE_AT_MOST),
        Figure("  a look at the board, CPU", look * 1e3, "ms"),
        Figure("  a beat of a student, CPU", beat * 1e3, "ms"),
    ]


async def _costs(url: str, pid: int, school: School) -> tuple[float, float]:
    browsers = [Browser(url, school, person, Promises()) for person in school.students]
    for browser in browsers:
        await browser.start()
        await browser.close()
    teacher, student = Browser(url, school, school.teacher, Promises()), browsers[0]
    slots = list(school.replies)
    board, beat = f"/assignments/{school.assignment}/watch/board", f"/attempts/{student.attempt}/beat"

    async def look(number: int) -> None:
        assert (await student.save(slots[number % len(slots)])).status == 200
        assert (await teacher.get(board)).status == 200

    async def beats(number: int) -> None:
        assert (await student.get(beat)).status == 200

    costs = await _middle(pid, look, LOOKS), await _middle(pid, beats, BEATS)
    await teacher.close()
    await student.close()
    return costs


async def _middle(pid: int, ask: Callable[[int], Awaitable[None]], times: int) -> float:
    """Return the processor's seconds for one asking, the middle of three rounds, warm."""
    await ask(0)
    spent = []
    for _ in range(ROUNDS):
        before = cpu_seconds(pid)
        for number in range(times):
            await ask(number)
        spent.append((cpu_seconds(pid) - before) / times)
    return sorted(spent)[ROUNDS // 2]
