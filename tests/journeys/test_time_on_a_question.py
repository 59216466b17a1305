"""How long a question is on the screen: counted by the page, while it is in sight, from page to page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from quizapp.attempts.models import Answer
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import Cast
from tests.journeys.conftest import Live, wait_for_scripts

SLACK = 60
"""Seconds that a busy machine may add to those that a test lets pass."""


@pytest.fixture
def quiz(live: Live, page: Page, sign_in: Callable[..., None], cast: Cast) -> Callable[..., Page]:
    """Return what begins the quiz as Blue Heron, in a browser whose time tests let pass."""

    def begin(**rules: object) -> Page:
        with live.app.app_context():
            assignment = db.session.get_one(Assignment, cast.assignment)
            for name, value in rules.items():
                setattr(assignment, name, value)
            db.session.commit()
        sign_in(page, cast.heron)
        page.clock.install()
        page.goto(f"{live.url}/take/{cast.assignment}")
        page.get_by_role("button", name="Start").click()
        ready(page)
        return page

    return begin


def ready(page: Page) -> None:
    page.wait_for_selector("#attempt[data-ready]", state="attached")


def pass_time(page: Page, seconds: int) -> None:
    page.clock.run_for(seconds * 1000)


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text("Saved")


def hide(page: Page, hidden: bool) -> None:
    """Let the page be out of sight, as behind another tab."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def seconds(live: Live) -> dict[int, int | None]:
    with live.app.app_context():
        found = {row.slot: row.seconds for row in db.session.query(Answer)}
        db.session.rollback()
    return found


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Check and hand in").last.click()
    expect(page.get_by_role("heading", name="Check and hand in")).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", name="1 of 5.")).to_be_visible()
    wait_for_scripts(page)  # one of them forgets what was sent


def test_the_time_goes_with_the_answer_and_what_came_after_it_with_handing_in(
    live: Live, quiz: Callable[..., Page]
) -> None:
    page = quiz()
    pass_time(page, 100)
    with page.expect_response("**/answers/1") as answered:
        page.get_by_label("At nine").check()
    assert answered.value.ok
    (first,) = seconds(live).values()
    assert first is not None
    assert 100 <= first <= 100 + SLACK
    # Looked at again, and nothing changed: nothing is sent until it is handed in.
    page.get_by_role("button", name="Next question").click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    ready(page)
    pass_time(page, 200)
    hand_in(page)
    after = seconds(live)[1]
    assert after is not None
    assert 300 <= after <= 300 + 2 * SLACK
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.endsWith(':time'))") == []


def test_out_of_sight_and_asleep_nothing_is_counted(live: Live, quiz: Callable[..., Page]) -> None:
    page = quiz()
    hide(page, True)
    pass_time(page, 1000)
    hide(page, False)
    page.clock.fast_forward(3_600_000)  # the lid was shut: all timers ring once, an hour later
    pass_time(page, 30)
    with page.expect_response("**/answers/1"):
        page.get_by_label("At nine").check()
    saved(page)
    (spent,) = seconds(live).values()
    assert spent is not None
    assert 30 <= spent <= 30 + SLACK


def test_with_all_questions_on_one_page_the_one_at_hand_is_counted(
    live: Live, quiz: Callable[..., Page]
) -> None:
    page = quiz(one_page=True)
    field = page.locator("#q-4").get_by_role("textbox")
    field.scroll_into_view_if_needed()
    field.focus()
    at_hand = page.get_by_role("link", name="Question 4, no answer yet")
    expect(at_hand).to_have_attribute("aria-current", "step")
    pass_time(page, 200)
    with page.expect_response("**/answers/4"):
        field.fill("Amsel")
        pass_time(page, 2)
    with page.expect_response("**/answers/1"):
        page.get_by_label("At nine").check()
    saved(page)
    spent = seconds(live)
    assert spent[4] is not None
    assert 200 <= spent[4] <= 202 + SLACK
    assert (spent[1] or 0) <= SLACK


def test_what_is_wrong_in_the_browsers_storage_hinders_nothing(live: Live, quiz: Callable[..., Page]) -> None:
    page = quiz()
    page.evaluate(
        """() => {
            const key = `quizapp:${document.getElementById("attempt").dataset.key}:time`;
            window.addEventListener("pagehide", () =>
              localStorage.setItem(key, '{"1":1e300,"x":5,"2":"<b>","3":-4,"4":null}'));
        }"""
    )
    page.reload()
    ready(page)
    with page.expect_response("**/answers/1") as answered:
        page.get_by_label("At nine").check()
    assert answered.value.ok
    saved(page)
    hand_in(page)
    assert seconds(live) == {1: 86_400}
