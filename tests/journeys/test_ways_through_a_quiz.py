"""A student goes one way through a quiz and checks answers, in a real browser."""

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect

from quizapp.attempts.models import Answer
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import Cast
from tests.journeys.conftest import Live

DURING = {"score": "submitted", **dict.fromkeys(("correctness", "key", "feedback", "passage"), "during")}


def test_an_answer_is_checked_and_there_is_no_way_back(
    app: Flask, cast: Cast, live: Live, page: Page, sign_in: Callable[..., None]
) -> None:
    with app.app_context():
        row = db.session.get_one(Assignment, cast.assignment)
        row.forward_only, row.access_code, row.review = True, "QQZ-11K", DURING
        db.session.commit()
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    page.get_by_label("Access code").fill("nothing")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("That is not the access code.")).to_be_visible()
    page.get_by_label("Access code").fill("qqz 11k")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("At eight").check()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("Eight is when the school opens.")).to_be_visible()
    expect(page.get_by_text("You have checked this answer, so it stands.")).to_be_visible()
    page.get_by_role("button", name="Next, for good").click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    with app.app_context():
        (answer,) = db.session.query(Answer)
        assert (answer.slot, answer.checked) == (1, True)


def test_an_old_window_says_that_the_quiz_went_on(
    app: Flask, cast: Cast, live: Live, page: Page, sign_in: Callable[..., None]
) -> None:
    with app.app_context():
        db.session.get_one(Assignment, cast.assignment).forward_only = True
        db.session.commit()
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    old = page.context.new_page()  # not `page`: what is refused is told on the console, too
    old.goto(page.url)
    page.get_by_role("button", name="Next, for good").click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    old.get_by_label("At nine").check()
    expect(old.get_by_text("You have gone on from that question")).to_be_visible()
    old.get_by_role("link", name="Show where you are").click()
    expect(old.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
