"""What is typed into the editor is on the server a moment later, and is there when one comes back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.cast import Cast
from tests.journeys.conftest import Live

pytestmark = pytest.mark.browser
EDIT = "/bank/library/questions/hours-opening/edit"


def test_a_page_is_closed_and_the_words_are_there_again_until_they_are_discarded(
    page: Page,
    live: Live,
    cast: Cast,
    sign_in: Callable[[Page, int], None],
    check_page: Callable[[Page], None],
) -> None:
    sign_in(page, cast.admin)
    page.goto(live.url + EDIT)
    state = page.locator("#draft-state")
    expect(state).to_have_text("")
    held: list[Route] = []
    page.route("**/draft", lambda route: held.append(route))
    with page.expect_request("**/draft"):
        page.get_by_label("Title").fill("The hour of opening")
    expect(state).to_have_text("Not saved yet")
    held.pop().continue_()
    page.unroute("**/draft")
    expect(state).to_have_text(re.compile(r"^Draft saved \d\d:\d\d$"))
    check_page(page)
    page.close()

    page = page.context.new_page()
    page.goto(f"{live.url}/bank/library")
    page.get_by_role("link", name="Opening time", exact=True).first.click()
    expect(page).to_have_url(live.url + EDIT)
    expect(page.get_by_label("Title")).to_have_value("The hour of opening")
    expect(page.locator(".note")).to_contain_text("that are not published")
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        check_page(page)

    page.get_by_role("button", name="Discard them").click()
    expect(page.get_by_label("Title")).to_have_value("Opening time")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("Your unpublished changes are discarded.")
    toast.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Title")).to_have_value("The hour of opening")

    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The hour of opening")
    page.goto(live.url + EDIT)
    expect(page.locator(".note")).to_have_count(0)


def test_while_the_server_is_out_of_reach_it_says_so_and_tries_until_it_is_kept(
    live: Live, browser, cast: Cast, sign_in: Callable[[Page, int], None]
) -> None:
    # A page without the check of its console: a browser complains there of each try that fails.
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, cast.admin)
    page.goto(live.url + EDIT)
    state = page.locator("#draft-state")
    context.set_offline(True)
    page.get_by_label("Title").fill("The hour of opening")
    expect(state).to_have_text("Not saved yet, trying")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    context.set_offline(False)
    expect(state).to_have_text(re.compile(r"^Draft saved \d\d:\d\d$"))
    page.goto(f"{live.url}/bank/library")
    assert asked == ["beforeunload"]
    context.close()
