"""A page stands open while its session ends: what was typed on it is sent after signing in again."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from quizapp.classes.models import Class
from quizapp.extensions import db
from tests.cast import Cast
from tests.journeys.conftest import Live


def test_what_a_teacher_typed_overnight_is_saved_in_the_morning(
    live: Live, page: Page, sign_in: Callable[..., None], cast: Cast, check_page: Callable[[Page], None]
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/classes/{cast.class_}/edit")
    name = page.get_by_label("Name of the class")
    expect(name).to_have_value("History 10B")
    name.fill("History 10B, with “Civics”")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in in a new tab")).to_be_visible()
    check_page(page)
    sign_in(page, cast.teacher)  # in another tab
    page.get_by_role("button", name="Send it again").click()

    expect(page.get_by_role("heading", name="Send this again")).to_be_visible()
    expect(page.get_by_text("You are signed in as Ms Okafor")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="History 10B, with “Civics”")).to_be_visible()
    with live.app.app_context():
        assert db.session.get_one(Class, cast.class_).name == "History 10B, with “Civics”"
