"""An admin looks for questions, ticks a range, tags them and undoes it; by mouse and by keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import Live


def test_a_range_is_ticked_tagged_and_untagged(
    live: Live, cast: Cast, page: Page, sign_in: Callable[..., None], check_page: Callable[[Page], None]
) -> None:
    sign_in(page, cast.admin)
    page.goto(f"{live.url}/bank/library")
    bar = page.get_by_role("group", name="Do something with many questions")
    expect(bar).to_be_hidden()

    page.get_by_role("searchbox", name="Find").fill("borrow")
    page.get_by_role("searchbox", name="Find").press("Enter")
    expect(page.locator("mark.hit").first).to_have_text("borrowed")
    page.goto(f"{live.url}/bank/library?sort=title")
    boxes = page.locator("input[name=question]")
    boxes.nth(1).check()
    boxes.nth(3).click(modifiers=["Shift"])
    for place, ticked in enumerate((False, True, True, True, False, False)):
        expect(boxes.nth(place)).to_be_checked(checked=ticked)
    expect(page.get_by_label("With", exact=True)).to_have_value("ticked")
    expect(bar.locator("option", has_text="3 ticked")).to_have_count(1)
    expect(page.locator("#bulk-tag")).to_be_hidden()
    bar.get_by_label("Do this").select_option("Add a tag")
    check_page(page)
    bar.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Write the tag, such as key-fact.")).to_be_visible()
    expect(page.locator("#bulk-tag")).to_be_focused()
    expect(boxes.nth(2)).to_be_checked()
    page.locator("#bulk-tag").fill("Unit one")
    bar.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("3 questions tagged “unit-one”.")).to_be_visible()
    expect(page.get_by_text("#unit-one")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 3 questions as before.")).to_be_visible()
    expect(page.get_by_text("#unit-one")).to_have_count(0)


def test_a_range_is_ticked_by_keyboard_and_refusals_are_named(
    live: Live, cast: Cast, page: Page, sign_in: Callable[..., None], check_page: Callable[[Page], None]
) -> None:
    sign_in(page, cast.admin)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live.url}/bank/library?sort=title")
    boxes = page.locator("input[name=question]")
    boxes.nth(0).focus()
    page.keyboard.press("Space")
    boxes.nth(2).focus()
    page.keyboard.press("Shift+Space")
    for place, ticked in enumerate((True, True, True, False)):
        expect(boxes.nth(place)).to_be_checked(checked=ticked)
    page.get_by_label("Do this").select_option("Approve")
    check_page(page)
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("1 question done, 2 left as they are.")).to_be_visible()
    check_page(page)
