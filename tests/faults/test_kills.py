"""The server is killed at random moments while a class writes: what was acknowledged is there."""

import asyncio
import random
import sys
import time
from collections.abc import Callable
from functools import partial

import pytest

from tests.faults.conftest import diagnosis
from tests.load import Browser, Promises, School, broken, run
from tests.server import Server, free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which process answers")

AT_ONCE = 20
SEED = 20261122
KINDS = ("start", "save", "submit")


class Class:
    """Students who write one quiz after the other until they are told that the lesson is over."""

    def __init__(self, url: str, school: School) -> None:
        self.promises = Promises()
        self.over = False
        self._browsers = [Browser(url, school, one, self.promises) for one in school.students[:AT_ONCE]]
        self._lesson = [asyncio.create_task(self._write(browser)) for browser in self._browsers]

    async def _write(self, browser: Browser) -> None:
        while not self.over:
            await browser.sit()
        await browser.close()

    async def end(self) -> None:
        """Let everyone finish the quiz they are in."""
        self.over = True
        async with asyncio.timeout(60):
            await asyncio.gather(*self._lesson)


async def kill_again_and_again(
    school: School, serve: Callable[..., Server], times: int
) -> tuple[Promises, list[str]]:
    """Kill a server under load, now all of it, now the process that answers; return what is wrong."""
    moment = random.Random(SEED)
    port = free_port()
    server = await asyncio.to_thread(serve, school, port=port)
    lesson = Class(server.url, school)
    wrong: list[str] = []
    for turn in range(times):
        known = len(lesson.promises.saved)
        await until(lambda known=known: len(lesson.promises.saved) > known)
        await asyncio.sleep(moment.uniform(0, 0.5))
        if turn % 2 == 0:
            # Twice within six seconds would count as a fault of the app's own, and end it.
            before = server.worker
            server.kill_worker()
            await until(partial(has_another_worker, server, before))
        else:
            await asyncio.to_thread(server.kill)
            wrong += broken(lesson.promises, school.database_url, all_told=False)
            wrong += await asyncio.to_thread(diagnosis, school)
            server = await asyncio.to_thread(serve, school, port=port)
        wrong += broken(lesson.promises, school.database_url, all_told=False)
        assert not wrong, (turn, wrong)
    await lesson.end()
    wrong += broken(lesson.promises, school.database_url)
    wrong += await asyncio.to_thread(diagnosis, school)
    return lesson.promises, wrong


def has_another_worker(server: Server, before: int) -> bool:
    return server.worker not in (0, before)


async def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "It never came."
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("times", [3, pytest.param(50, marks=pytest.mark.faults)])
def test_killed_at_random_moments_it_keeps_every_promise(
    school: School, serve: Callable[..., Server], times: int
) -> None:
    promises, wrong = run(kill_again_and_again(school, serve, times))
    assert wrong == []
    assert promises.submitted == promises.asked_to_submit
    assert promises.statuses["save", 0] > 0  # some were under way when it was killed
    print(
        f"\n{times} kills: {len(promises.saved)} answers, {promises.count('save')} saves and "
        f"{len(promises.submitted)} submits acknowledged, {sum(promises.statuses[k, 0] for k in KINDS)} "
        "requests without an answer sent again; none lost, none doubled."
    )


@pytest.mark.faults
def test_the_worker_ends_when_the_command_that_started_it_is_killed(
    school: School, serve: Callable[..., Server]
) -> None:
    server = serve(school)
    worker = server.worker
    server.process.kill()
    server.process.communicate(timeout=10)
    run(until(lambda: is_gone(worker)))
    assert server.url


def is_gone(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] in "ZX"
    except FileNotFoundError:
        return True
