"""An admin writes a question in the browser: rows, preview, errors, approval, and an edit."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import Live

pytestmark = pytest.mark.browser


@pytest.fixture
def admin_page(page: Page, live: Live, cast: Cast, sign_in: Callable[[Page, int], None]) -> Page:
    sign_in(page, cast.admin)
    return page


def test_a_question_is_written_previewed_mended_and_approved(
    admin_page: Page, live: Live, check_page: Callable[[Page], None]
) -> None:
    page = admin_page
    page.goto(f"{live.url}/bank")
    page.get_by_role("link", name="New question").click()
    page.get_by_role("link", name="Multiple choice").click()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("It can be shown once this is filled in")

    page.get_by_label("Question", exact=True).fill("According to the rules, who opens the *door*?")
    page.get_by_label("Choice 1", exact=True).fill("The janitor")
    page.get_by_label("Choice 2", exact=True).fill("Nobody says")
    expect(preview.get_by_role("radio")).to_have_count(2)
    expect(preview.locator("em")).to_have_text("door")

    page.get_by_role("button", name="Add a choice").click()
    third = page.get_by_label("Choice 3", exact=True)
    expect(third).to_be_focused()
    third.fill("The <b>librarian</b>")
    page.get_by_label("Why it is right, or why it tempts: choice 3").fill("She is named for the loans only.")
    expect(preview.get_by_role("radio")).to_have_count(3)
    expect(preview).to_contain_text("The <b>librarian</b>")
    expect(preview).not_to_contain_text("She is named")

    page.get_by_role("button", name="Remove choice 1").click()
    expect(page.get_by_label("Choice 1", exact=True)).to_have_value("Nobody says")
    expect(preview.get_by_role("radio")).to_have_count(2)

    page.get_by_label("Title").fill("Who opens the door")
    expect(page.get_by_label("Id", exact=False).first).to_have_value("who-opens-the-door")
    page.get_by_role("button", name="Save and approve").click()
    summary = page.locator(".mend")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("0 choices are marked right; one must be.")
    expect(summary).to_contain_text("Tick the passage that the answer stands in.")
    check_page(page)

    page.get_by_role("radio", name="Choice 1 is right").check()
    page.get_by_label("The library opens at nine").check()
    page.get_by_role("button", name="Save and approve").click()
    expect(page).to_have_url(re.compile(r"/questions/who-opens-the-door$"))
    expect(page.get_by_role("status").first).to_contain_text("Saved and approved.")
    expect(page.locator(".badge--right").first).to_have_text("Approved")
    check_page(page)

    page.get_by_role("button", name="Retire").click()
    toast = page.locator(".toast")
    expect(toast).to_contain_text("“Who opens the door” is retired.")
    check_page(page)
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator(".badge--right").first).to_have_text("Approved")


def test_rows_and_preview_work_without_script(
    admin_page: Page, live: Live, browser, cast: Cast, sign_in: Callable[[Page, int], None]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, cast.admin)
    page.goto(f"{live.url}/bank/library/questions/hours-opening/edit")
    page.get_by_role("button", name="Remove choice 3").click()
    page.get_by_role("button", name="Add a choice").click()
    page.get_by_label("Choice 3", exact=True).fill("At noon")
    page.get_by_label("Title").press("Enter")
    expect(page.locator("#preview")).to_contain_text("At noon")
    expect(page.get_by_role("radio", name="Choice 2 is right")).to_be_checked()
    page.get_by_role("button", name="Save and approve").click()
    expect(page.get_by_text("Saved as revision 2; it is approved.")).to_be_visible()
    context.close()


def test_words_that_are_not_saved_are_not_left_in_silence(admin_page: Page, live: Live) -> None:
    page = admin_page
    page.goto(f"{live.url}/bank/library/questions/hours-opening/edit")
    page.route("**/draft", lambda route: None)  # else it would be kept a second later, and nothing asked
    page.get_by_label("Title").fill("Changed")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(re.compile(r"/questions/hours-opening$"))
    assert asked == ["beforeunload"]
    expect(page.get_by_role("heading", level=1)).to_have_text("Opening time")
