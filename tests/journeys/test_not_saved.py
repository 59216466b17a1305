"""The app cannot save for a while: the page says so in the app's own words, and goes on by itself."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from quizapp.web.errors import NOT_SAVED
from tests.cast import Cast
from tests.journeys.conftest import Live


@pytest.fixture
def patient_page(live: Live, browser: Browser) -> Iterator[Page]:
    """A page whose console may tell of failed requests: here they are what is tried."""
    context = browser.new_context(locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def test_an_answer_that_the_server_cannot_save_waits_and_is_saved(
    patient_page: Page, live: Live, cast: Cast, sign_in: Callable[..., None]
) -> None:
    page = patient_page
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    state = page.locator("#save-state")

    def cannot_save(route: Route) -> None:
        told = {"status": "not_saved", "error": "Not just now", "message": NOT_SAVED, "retry": True}
        route.fulfill(
            status=503, headers={"Retry-After": "5"}, content_type="application/json", body=json.dumps(told)
        )

    page.route("**/answers/*", cannot_save)
    page.get_by_label("At nine").check()
    expect(state).to_have_text(re.compile("Not saved yet, trying"))
    page.get_by_role("button", name="Next question").last.click()
    expect(page.locator("#attempt-said")).to_have_text(NOT_SAVED)
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    page.unroute("**/answers/*")
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("At nine")).to_be_checked()
