"""Two people review a question in the browser; later its passage is changed and somebody looks again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from quizapp.accounts.models import User
from quizapp.accounts.school import want_second_check
from quizapp.banks.models import Passage
from quizapp.banks.rechecking import keep_version
from quizapp.core.bank.model import digest_of
from quizapp.extensions import db
from tests.cast import NOW, Cast
from tests.journeys.conftest import Live

pytestmark = pytest.mark.browser
DRAFT = "/bank/library/questions/hours-draft"


def test_a_question_is_sent_to_review_checked_and_approved_and_looked_at_again(
    live: Live,
    cast: Cast,
    page: Page,
    browser: Browser,
    sign_in: Callable[..., None],
    check_page: Callable[[Page], None],
) -> None:
    with live.app.app_context():
        want_second_check(True, actor=db.session.get_one(User, cast.admin), now=NOW)
        db.session.commit()
    sign_in(page, cast.admin)
    page.goto(live.url + DRAFT)
    page.get_by_role("button", name="Send to review").click()
    expect(page.locator(".history li").first).to_contain_text("moved it from draft to in review")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert")).to_contain_text("wants a second person to check the key first")

    other = browser.new_context().new_page()
    sign_in(other, cast.teacher)
    other.goto(f"{live.url}/bank/library")
    other.get_by_role("link", name="1 in review").click()
    expect(other.locator("tbody tr")).to_have_count(1)
    other.get_by_role("link", name="A draft").click()
    other.get_by_label("Comment", exact=True).fill("Good, *and* short.")
    other.get_by_role("button", name="Comment", exact=True).click()
    expect(other.locator(".history")).to_contain_text("Good, and short.")
    other.get_by_role("button", name="The key is supported").click()
    expect(other.locator(".key-check")).to_contain_text("Checked by Ms Okafor")
    other.context.close()

    page.reload()
    expect(page.locator(".history")).to_contain_text("Good, and short.")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".history li").first).to_contain_text("moved it from in review to approved")
    check_page(page)

    with live.app.app_context():
        passage = db.session.query(Passage).filter_by(slug="hours").one()
        keep_version(passage, now=NOW)
        passage.text = passage.text.replace("nine", "ten")
        passage.digest = digest_of(passage.text)
        db.session.commit()
    page.reload()
    page.get_by_role("link", name="All citations to re-check").click()
    expect(page.locator("del")).to_contain_text("nine")
    expect(page.locator("ins")).to_contain_text("ten")
    page.get_by_role("button", name="Confirm “A draft”").click()
    expect(page.get_by_role("link", name="A draft", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="A draft", exact=True)).to_have_count(1)
    page.get_by_role("button", name="Confirm all 3").click()
    expect(page.get_by_role("heading", name="Nothing to re-check")).to_be_visible()
