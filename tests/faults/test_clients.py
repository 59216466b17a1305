"""Clients that send twice, late, out of order, or for another's attempt: told in words, nothing harmed."""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta

import pytest

from quizapp.web import clock
from tests.faults.conftest import change, told
from tests.load import Answered, Browser, Promises, School, broken, run

Shared = tuple[School, str]


def stored(school: School, attempt: int) -> dict[int, tuple[int, str]]:
    """Return slot -> (seq, response) of an attempt."""
    with closing(sqlite3.connect(school.data_dir / "quizapp.sqlite3")) as connection:
        rows = connection.execute(
            "SELECT slot, seq, response FROM answers WHERE attempt_id = ?", (attempt,)
        ).fetchall()
    return {slot: (seq, response) for slot, seq, response in rows}


def with_browser(shared: Shared, student: int, work: Callable[[Browser], Awaitable[None]]) -> None:
    """Let a student begin the quiz and do some work; see that every promise was kept."""
    school, url = shared
    promises = Promises()

    async def sit() -> None:
        async with Browser(url, school, school.students[student], promises) as browser:
            assert (await browser.start()).status == 303
            await work(browser)

    run(sit())
    assert broken(promises, school.database_url) == []


def test_a_save_sent_twice_at_once_and_again_is_kept_once(shared: Shared) -> None:
    school, url = shared

    async def work(browser: Browser) -> None:
        reply = school.replies[1][0]
        async with Browser(url, school, browser.person, browser.promises) as twin:
            both = await asyncio.gather(
                browser.put(browser.attempt, 1, 5, reply), twin.put(browser.attempt, 1, 5, reply)
            )
        again = await browser.put(browser.attempt, 1, 5, reply)
        assert {one.status for one in (*both, again)} == {200}
        assert sorted(one.json["status"] for one in both) == ["newer", "saved"]
        assert again.json["seq"] == 5
        assert stored(school, browser.attempt) == {1: (5, reply.stored)}

    with_browser(shared, 0, work)


def test_saves_out_of_order_leave_the_newest(shared: Shared) -> None:
    school, _ = shared

    async def work(browser: Browser) -> None:
        old, new = school.replies[2][:2]
        assert (await browser.put(browser.attempt, 2, 9, new)).json["status"] == "saved"
        late = await browser.put(browser.attempt, 2, 8, old)
        assert (late.status, late.json["status"], late.json["seq"]) == (200, "newer", 9)
        assert stored(school, browser.attempt) == {2: (9, new.stored)}

    with_browser(shared, 1, work)


def test_a_start_pressed_many_times_opens_one_attempt(shared: Shared) -> None:
    school, url = shared

    async def work(browser: Browser) -> None:
        twins = [Browser(url, school, browser.person, browser.promises) for _ in range(5)]
        for answered in await asyncio.gather(*(twin.start() for twin in twins)):
            assert answered.status == 303
        assert {twin.attempt for twin in twins} == {browser.attempt}
        for twin in twins:
            await twin.close()

    with_browser(shared, 2, work)


def test_a_save_for_anothers_attempt_finds_nothing(shared: Shared) -> None:
    school, url = shared

    async def work(browser: Browser) -> None:
        reply = school.replies[1][0]
        await browser.put(browser.attempt, 1, 1, reply)
        async with Browser(url, school, school.students[4], Promises()) as other:
            answered = await other.put(browser.attempt, 1, 99, school.replies[1][1])
            assert (answered.status, told(answered)["error"]) == (404, "There is nothing here")
            assert told(answered)["retry"] is False
            other.attempt = browser.attempt
            assert (await other.submit()).status == 404
            assert (await other.page()).status == 404
        assert stored(school, browser.attempt) == {1: (1, reply.stored)}

    with_browser(shared, 3, work)


def test_a_save_after_handing_in_is_refused_in_words(shared: Shared) -> None:
    school, _ = shared

    async def work(browser: Browser) -> None:
        reply = school.replies[1][0]
        await browser.put(browser.attempt, 1, 1, reply)
        await browser.submit()
        late = await browser.put(browser.attempt, 1, 2, school.replies[1][1])
        assert (late.status, told(late)["status"], told(late)["reason"]) == (409, "refused", "handed_in")
        assert told(late)["message"]
        assert told(late)["retry"] is False
        assert stored(school, browser.attempt) == {1: (1, reply.stored)}
        assert (await browser.submit()).status == 303  # again: the same handing in

    with_browser(shared, 5, work)


def test_a_save_after_the_time_is_refused_in_words_and_what_was_saved_counts(shared: Shared) -> None:
    school, _ = shared

    async def work(browser: Browser) -> None:
        reply = school.replies[1][0]
        await browser.put(browser.attempt, 1, 1, reply)
        over = f"{clock.now() - timedelta(seconds=31):%F %T.%f}"  # and the grace is 30 seconds
        change(school, "UPDATE attempts SET deadline_at = ? WHERE id = ?", over, browser.attempt)
        late = await browser.put(browser.attempt, 1, 2, school.replies[1][1])
        # Or the server has handed it in by itself meanwhile.
        assert (late.status, told(late)["reason"] in ("too_late", "handed_in")) == (409, True)
        assert stored(school, browser.attempt) == {1: (1, reply.stored)}
        review = await browser.review()
        assert review.status == 200

    with_browser(shared, 6, work)


UNREADABLE: list[tuple[bytes, int]] = [
    (b"", 400),
    (b"{", 400),
    (b'{"seq": 0}', 400),
    (b'{"seq": "1"}', 400),
    (b'{"seq": 99999999999}', 400),
    (b'{"seq": 1, "answer": 3}', 400),
    (b'{"seq": 1, "answer": {"answer": ["no such choice"]}}', 422),
    (b'{"seq": 1, "answer": {"answer": ["' + b"x" * 70_000 + b'"]}}', 413),
    (b"[" * 60_000, 400),
]


@pytest.mark.parametrize(("body", "status"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_cannot_be_read_is_refused_in_words(shared: Shared, body: bytes, status: int) -> None:
    school, _ = shared

    async def work(browser: Browser) -> None:
        answered = await browser.request("PUT", f"/attempts/{browser.attempt}/answers/1", body)
        assert (answered.status, bool(told(answered)["message"])) == (status, True)
        assert stored(school, browser.attempt) == {}

    with_browser(shared, 7, work)


def test_without_its_token_or_its_session_nothing_is_saved(shared: Shared) -> None:
    school, url = shared

    async def refused(browser: Browser, **lost: str) -> Answered:
        person = type(browser.person)(**{**vars(browser.person), **lost})
        async with Browser(url, school, person, Promises()) as stranger:
            return await stranger.put(browser.attempt, 1, 1, school.replies[1][0])

    async def work(browser: Browser) -> None:
        for lost in ({"token": "none"}, {"cookie": "none"}):
            answered = await refused(browser, **lost)
            assert (answered.status, bool(told(answered)["message"])) == (400, True)
        assert stored(school, browser.attempt) == {}
        answered = await browser.request(
            "PUT", f"/attempts/{browser.attempt}/answers/99", json.dumps({"seq": 1}).encode()
        )
        assert answered.status == 404

    with_browser(shared, 8, work)
