"""After handing in: a receipt to keep, and the same questions to practise on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import Cast
from tests.journeys.conftest import Live, wait_for_scripts


@pytest.fixture
def review(live: Live, page: Page, sign_in: Callable[..., None], cast: Cast) -> Page:
    """Blue Heron's review: question 1 answered right, the others not at all."""
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    page.get_by_label("At nine").check()
    page.get_by_role("button", name="Check and hand in").click()
    expect(page.get_by_text("1 of 5 questions answered.")).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", name="1 of 5. Four to look at again.")).to_be_visible()
    return page


def test_the_receipt_is_copied_and_printed(review: Page) -> None:
    page = review
    page.add_init_script("window.print = () => { window.printed = true; }")
    code = page.locator(".facts .mono").inner_text()
    page.get_by_role("link", name="print or copy it").click()
    expect(page.locator(".receipt__code")).to_have_text(code)
    expect(page.locator("main")).to_contain_text("Monday 14 September 2026, 09:00:")
    wait_for_scripts(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copies]").click()
    expect(page.locator("[data-copies]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[0] == f"Receipt {code}"
    assert copied[1:3] == ["Blue Heron, History 10B", "Library check, attempt 1"]
    assert copied[4] == "1 of 5 questions answered"
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    expect(page.locator(".receipt__code")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()


def test_what_was_missed_is_practised_to_the_end(review: Page, check_page: Callable[[Page], None]) -> None:
    page = review
    page.get_by_role("link", name="Practise the 4 to look at again").click()
    for number in range(1, 5):
        expect(page.get_by_role("heading", name=f"Practice question {number} of 4")).to_be_visible()
        wait_for_scripts(page)  # and the whole page is there
        body = page.locator(".question__body")
        if body.get_by_role("textbox").count():
            body.get_by_role("textbox").fill("3")
        else:
            body.locator("input").first.check()
        page.get_by_role("button", name="Check my answer").click()
        expect(page.locator("main")).to_contain_text("Where the reading says so")
        check_page(page)
        if number < 4:
            page.get_by_role("link", name="Next question").click()
    page.get_by_role("link", name="Back to your answers").click()
    expect(page.get_by_role("heading", name="1 of 5. Four to look at again.")).to_be_visible()


def test_practice_needs_no_script(review: Page, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(review.context.cookies())
    page = context.new_page()
    page.goto(review.url)
    page.get_by_role("link", name="Practise all").click()
    page.get_by_role("link", name="Skip", exact=True).click()
    expect(page.get_by_role("heading", name="Practice question 2 of 5")).to_be_visible()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.locator(".field__error")).to_contain_text("Give an answer first.")
    context.close()
