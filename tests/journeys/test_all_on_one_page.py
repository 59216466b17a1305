"""A quiz with all its questions on one page: taken on a phone, and by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from quizapp.attempts.models import Answer
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import Cast
from tests.journeys.conftest import Live


@pytest.fixture
def quiz(live: Live, browser: Browser, sign_in: Callable[..., None], cast: Cast) -> Iterator[Page]:
    """Blue Heron's page with the five questions of the quiz. Its console may tell of a refused answer."""
    context = browser.new_context(locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    with live.app.app_context():
        db.session.get(Assignment, cast.assignment).one_page = True
        db.session.commit()
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    yield page
    context.close()


def answered(live: Live) -> list[int]:
    with live.app.app_context():
        found = sorted(row.slot for row in db.session.query(Answer) if row.response)
        db.session.rollback()
    return found


def current(page: Page) -> Any:
    return expect(page.locator(".nav-q [aria-current]"))


def test_a_student_takes_it_on_a_phone(live: Live, quiz: Page, check_page: Callable[[Page], None]) -> None:
    page = quiz
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_label("At nine").check()
    page.locator("#q-2").get_by_role("button", name="Flag for later").click()
    expect(page.locator("#q-2").get_by_role("button")).to_have_attribute("aria-pressed", "true")
    page.locator("#q-5").get_by_role("textbox").fill("three")
    page.locator("#q-5").get_by_role("textbox").blur()
    expect(page.locator("#q-5")).to_contain_text("Write a number, such as 3.")
    expect(page.locator("#save-state")).to_have_text("Question 5 not saved")
    check_page(page)

    page.get_by_role("link", name="Questions", exact=True).click()
    page.get_by_role("link", name="Question 3, no answer yet").click()
    expect(page.locator("#q-3 h2")).to_be_in_viewport()
    top = page.locator("#q-3").bounding_box()
    bar = page.locator(".exam").bounding_box()
    assert top
    assert bar
    assert top["y"] >= bar["y"] + bar["height"], "The bar hides the beginning of the question."
    current(page).to_have_text("3")

    page.get_by_role("button", name="Check and hand in").last.click()
    expect(page.locator("#q-5").get_by_role("textbox")).to_be_focused()
    page.get_by_role("link", name="Check and hand in without it").click()
    expect(page.get_by_text("1 of 5 questions answered.")).to_be_visible()
    expect(page.get_by_role("region", name="Not saved")).to_contain_text(
        "Question 5 Write a number, such as 3."
    )
    expect(page.get_by_role("region", name="Flagged")).to_contain_text("Question 2")
    expect(page.locator("#save-state")).to_have_text("Question 5 not saved")
    check_page(page)

    page.get_by_role("region", name="Not saved").get_by_role("link", name="Question 5").click()
    box = page.locator("#q-5").get_by_role("textbox")
    expect(box).to_have_value("three")
    expect(box).to_be_in_viewport()
    box.fill("3")
    expect(page.locator("#count-answered")).to_have_text("2")
    page.get_by_role("button", name="Check and hand in").last.click()
    expect(page.get_by_text("2 of 5 questions answered.")).to_be_visible()
    expect(page.get_by_role("region", name="Not saved")).to_be_hidden()
    assert answered(live) == [1, 5]


def test_a_student_takes_it_by_keyboard_alone(live: Live, quiz: Page) -> None:
    page, keys = quiz, quiz.keyboard
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    keys.press("Tab")  # the flag of question 1
    expect(page.locator("#q-1").get_by_role("button")).to_be_focused()
    keys.press("Space")
    expect(page.locator("#count-flagged")).to_have_text("1")
    keys.press("Tab")
    keys.press("ArrowDown")
    expect(page.get_by_label("At nine")).to_be_checked()
    current(page).to_have_text("1")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    expect(page.get_by_label("Two books for a week")).to_be_checked()
    current(page).to_have_text("2")

    page.get_by_role("link", name="Question 4, no answer yet").focus()
    keys.press("Enter")
    expect(page).to_have_url(re.compile("#q-4$"))
    keys.press("Tab")  # its flag: the jump took the focus along
    expect(page.locator("#q-4").get_by_role("button")).to_be_focused()
    keys.press("Tab")
    keys.type("Amsel")
    keys.press("Enter")  # saves, and leads nowhere
    expect(page.locator("#count-answered")).to_have_text("3")
    expect(page.locator("#save-state")).to_have_text("Saved")
    current(page).to_have_text("4")
    expect(page.locator("#q-4").get_by_role("textbox")).to_be_focused()
    assert answered(live) == [1, 2, 4]


def test_the_navigator_stays_in_view_beside_the_questions(quiz: Page) -> None:
    page = quiz
    page.set_viewport_size({"width": 1280, "height": 600})
    page.locator("#q-5").get_by_role("textbox").scroll_into_view_if_needed()
    expect(page.get_by_role("link", name="Question 1, no answer yet")).to_be_in_viewport()


def test_a_place_on_the_page_is_linked_to_from_the_check(quiz: Page, live: Live) -> None:
    page = quiz
    page.get_by_role("button", name="Check and hand in").last.click()
    page.get_by_role("region", name="No answer yet").get_by_role("link", name="Question 4").click()
    expect(page.locator("#q-4").get_by_role("textbox")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(rf"^{live.url}/attempts/.*#q-4$"))
