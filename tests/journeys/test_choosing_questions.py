"""A teacher ticks passages and questions in the browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from quizapp.extensions import db
from quizapp.quizzes.models import Quiz
from tests.cast import Cast
from tests.journeys.conftest import Live


def test_a_quick_quiz_in_four_presses(
    page: Page, live: Live, cast: Cast, sign_in: Callable[[Page, int], None]
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/quizzes/quick")
    page.get_by_role("link", name="Tick none").click()
    expect(page.locator("input[name=passages]:checked")).to_have_count(0)
    page.get_by_role("link", name="Tick all").click()
    expect(page.locator("input[name=passages]:checked")).to_have_count(2)
    page.get_by_label("How many questions").fill("3")
    page.get_by_role("button", name="Make the quiz").click()
    expect(page.get_by_text("3 questions picked.")).to_be_visible()
    expect(page.locator(".orderable__row")).to_have_count(3)


def test_ticks_outlive_a_search_and_all_are_added(
    page: Page, live: Live, cast: Cast, sign_in: Callable[[Page, int], None]
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/quizzes/new")
    page.get_by_label("Title").fill("Rules")
    page.get_by_role("button", name="Choose questions").click()
    page.get_by_label("Opening time").check()
    expect(page.get_by_role("status").filter(has_text="1 ticked")).to_be_visible()
    page.get_by_label("Find").fill("librarian")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("Ticked before and not in this list: Opening time.")).to_be_visible()
    page.get_by_label("The librarian's name").check()
    expect(page.get_by_role("status").filter(has_text="2 ticked")).to_be_visible()
    page.get_by_role("button", name="Add what is ticked").click()
    expect(page.get_by_text("2 questions added.")).to_be_visible()
    page.get_by_role("button", name="Move down: Opening time").click()
    expect(page.locator(".orderable__row b").first).to_have_text("The librarian's name")
    with live.app.app_context():
        quiz = db.session.query(Quiz).filter_by(title="Rules").one()
        assert [link.question.slug for link in quiz.questions] == ["loans-librarian", "hours-opening"]
