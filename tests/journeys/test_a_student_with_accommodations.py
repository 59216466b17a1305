"""A teacher gives a student half as much time again and ten minutes of break; the student takes a quiz."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.journeys.conftest import Live

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


class School:
    """The clock of the school, which runs on from whatever it is set to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.set(timedelta())
        monkeypatch.setattr(clock, "now", lambda: NOW + self._past + self._since())

    def set(self, past: timedelta) -> None:
        """Put the clock to so much after NOW."""
        self._past, self._began = past, time.monotonic()

    def _since(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._began)


@pytest.fixture
def school(live: Live, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> School:
    """The quiz has 20 minutes, without grace."""
    with live.app.app_context():
        row = db.session.get(Assignment, cast.assignment)
        row.time_limit, row.grace = 1200, 0
        db.session.commit()
    return School(monkeypatch)


def test_half_as_much_time_again_and_a_break(
    live: Live, school: School, cast: Cast, page: Page, sign_in: Callable[..., None]
) -> None:
    # Ms Okafor sets it once.
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/classes/{cast.class_}")
    page.get_by_role("link", name="Accommodations", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Accommodations")
    page.get_by_role("link", name="Blue Heron").click()
    page.get_by_label("Times the time of the class").fill("1.5")
    page.get_by_label("Minutes of break in an attempt").fill("10")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1.5 times the time, breaks of 10 minutes in all").first).to_be_visible()

    # Blue Heron is told before the start.
    page.context.clear_cookies()
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    expect(page.get_by_text("30 minutes, extended from 20.")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("30 minutes, extended from 20.")).to_be_visible()
    page.get_by_label("At nine").check()
    expect(page.locator("#save-state")).to_have_text("Saved")
    page.get_by_role("button", name="Next question").click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()

    # Five minutes in, a break: what was just chosen is saved first, and the clock stands.
    school.set(5 * MINUTE)
    page.get_by_label("Two books for a week").check()
    page.get_by_role("button", name="Take a break").click()
    expect(page.get_by_role("heading", name="On a break")).to_be_visible()
    expect(page.get_by_text("which loans are allowed")).to_have_count(0)
    school.set(8.5 * MINUTE)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    expect(page.get_by_label("Two books for a week")).to_be_checked()
    expect(page.locator("#timer")).to_contain_text(re.compile(r"2[45]:\d\d"))
    expect(page.get_by_text("of break left")).to_contain_text("6 minutes")

    # The second break is not ended by anyone: at its end the question is back by itself.
    page.get_by_role("button", name="Take a break").click()
    expect(page.get_by_role("heading", name="On a break")).to_be_visible()
    school.set(15 * MINUTE)
    page.reload()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Take a break")).to_have_count(0)

    # 30 minutes and ten of rest after the start the time is up, and the page says what became of it.
    school.set(40 * MINUTE - SECOND)
    page.reload()
    handed_in = page.get_by_text("Handed in for you at the end of the time, today, 09:40")
    expect(handed_in).to_be_visible(timeout=30_000)
    page.goto(f"{live.url}/done")
    expect(page.get_by_text("Library check")).to_be_visible()


def test_no_clock_but_a_word_and_larger_text(
    live: Live, school: School, cast: Cast, page: Page, sign_in: Callable[..., None]
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/classes/{cast.class_}/students/{cast.heron}/accommodations")
    page.get_by_text("No clock, but a word at five minutes").click()
    page.get_by_label("Larger text in quizzes").check()
    page.get_by_role("button", name="Save").click()
    page.context.clear_cookies()
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    expect(page.locator("#clock")).to_be_hidden()
    expect(page.locator("#timer-said")).to_have_text("")
    school.set(15 * MINUTE - 2 * SECOND)
    page.reload()
    expect(page.locator("#timer-said")).to_have_text("Less than five minutes left.", timeout=30_000)
    expect(page.locator("#timer-said")).to_have_class("timer timer--soon")
    expect(page.locator("#clock")).to_be_hidden()
