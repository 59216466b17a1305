"""A teacher watches two students: one goes offline, gets time and words, hands in, and goes on again."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from quizapp.attempts import contact, pages
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import Cast
from tests.journeys.conftest import Live

SignIn = Callable[..., None]


@pytest.fixture
def students(live: Live, browser: Browser) -> Iterator[Callable[[], Page]]:
    """Return a function that opens a browser of somebody's own; it may go offline."""
    contexts = []

    def open_one() -> Page:
        context = browser.new_context(locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats and their loss within seconds, as a test can wait for."""
    monkeypatch.setattr(pages, "BEAT_EVERY", timedelta(seconds=0.5))
    monkeypatch.setattr(contact, "LOST_AFTER", timedelta(seconds=3))


def test_a_teacher_watches_helps_and_reopens(
    live: Live,
    page: Page,
    students: Callable[[], Page],
    sign_in: SignIn,
    quick_beats: None,
    cast: Cast,
    check_page: Callable[[Page], None],
) -> None:
    with live.app.app_context():
        db.session.get(Assignment, cast.assignment).time_limit = 600
        db.session.commit()
    heron, wren = students(), students()
    for student, who in ((heron, cast.heron), (wren, cast.wren)):
        sign_in(student, who)
        student.goto(f"{live.url}/take/{cast.assignment}")
        student.get_by_role("button", name="Start").click()
        expect(student.locator("#timer")).to_be_visible()

    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/classes/{cast.class_}")
    page.get_by_role("link", name="Watch Library check live").click()
    summary = page.locator("#watch-sum")
    expect(summary).to_have_text("2 answering, 1 not begun")
    expect(page.locator("[aria-live], [role=status]")).to_have_count(1)  # only the summary is said aloud

    # An answer is seen without a reload.
    heron.get_by_label("At nine").check()
    expect(page.locator(".watched", has_text="Blue Heron")).to_contain_text("1 of 5")

    # One goes offline, stands on top, and is back.
    heron.context.set_offline(True)
    expect(summary).to_have_text("1 answering, 1 lost contact, 1 not begun")
    expect(page.locator(".watch__group h2").first).to_have_text("Lost contact 1")
    heron.context.set_offline(False)
    expect(summary).to_have_text("2 answering, 1 not begun")
    check_page(page)

    # Words and time reach the page that is open.
    page.get_by_label("Message").fill("Question 4: think of the door.")
    page.get_by_role("button", name="Send to everyone").click()
    for student in (heron, wren):
        expect(student.locator("#told")).to_contain_text("Question 4: think of the door.")
    wren.get_by_role("button", name="Put this message away").click()
    wren.get_by_role("button", name="Next question").click()
    expect(wren.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    expect(wren.locator("#told")).not_to_contain_text("think of the door")

    page.get_by_role("link", name="Blue Heron").click()
    page.get_by_role("button", name="Give time").click()
    expect(heron.locator("#told")).to_contain_text("Your teacher gave you 5 more minutes.")
    expect(heron.locator("#timer b")).to_have_text(re.compile(r"^1[1-4]:"))
    check_page(heron)
    expect(wren.locator("#timer b")).to_have_text(re.compile(r"^[6-9]:"))

    # Handed in for the student, whose page says so by itself; opened again, it goes on by itself.
    page.get_by_role("button", name="Hand in for Blue Heron now").click()
    expect(heron.locator("#attempt-said")).to_contain_text("This quiz has been handed in.")
    page.get_by_label("Minutes to go on").fill("7")
    page.get_by_role("button", name="Open it again").click()
    expect(page.locator(".watch__sum")).to_contain_text("Answering, 1 of 5")
    expect(heron.locator("#told")).to_contain_text("You have 7 minutes.")
    expect(heron.get_by_label("At nine")).to_be_checked()
    heron.wait_for_selector("#attempt[data-ready]", state="attached")
    heron.get_by_label("At ten").check()
    expect(heron.locator("#save-state")).to_have_text("Saved")

    # The end for everyone, and the receipt of one.
    page.goto(f"{live.url}/assignments/{cast.assignment}/watch")
    page.get_by_role("button", name="End for everyone now").click()
    expect(page.locator("#watch-sum")).to_have_text("2 finished, 1 not begun")
    heron.goto(f"{live.url}/done")
    heron.get_by_role("link", name="Library check").first.click()
    expect(heron).to_have_url(re.compile("/review$"))
    code = heron.locator(".facts .mono").inner_text()
    page.get_by_label("Receipt").fill(code.lower())
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("link", name="Blue Heron")).to_be_visible()
    expect(page.get_by_text("The answers are still those")).to_be_visible()


def test_a_page_of_watching_says_when_it_is_not_live(
    live: Live, students: Callable[[], Page], sign_in: SignIn, cast: Cast
) -> None:
    page = students()
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/assignments/{cast.assignment}/watch")
    expect(page.locator("#watch-state")).to_have_text("Live.")
    page.context.set_offline(True)
    expect(page.locator("#watch-state")).to_contain_text("No connection. This is how it stood at")
    page.context.set_offline(False)
    expect(page.locator("#watch-state")).to_have_text("Live.")


def test_without_script_there_is_a_reload(live: Live, browser: Browser, sign_in: SignIn, cast: Cast) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/assignments/{cast.assignment}/watch")
    page.get_by_role("link", name="Reload").click()
    expect(page.locator("#watch-sum")).to_have_text("3 not begun")
    context.close()
