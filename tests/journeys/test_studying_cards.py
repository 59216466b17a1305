"""What was missed in a quiz is studied as cards: on a phone with one thumb, by keys alone, without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from quizapp.cards.models import CardReview
from quizapp.extensions import db
from tests.cast import Cast
from tests.journeys.conftest import Live, miss_four

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def missed(live: Live, page: Page, sign_in: Callable[..., None], cast: Cast) -> Page:
    """Blue Heron, who had one of five right, on a phone, at the list of her cards."""
    page.set_viewport_size(PHONE)
    sign_in(page, cast.heron)
    miss_four(page, live.url, cast.assignment)
    return page


def kept(live: Live) -> list[tuple[str, int | None]]:
    """Return the log."""
    with live.app.app_context():
        rows = db.session.query(CardReview).order_by(CardReview.id)
        return [(row.kind, row.rating) for row in rows]


def begin(page: Page) -> None:
    """Open the page of studying, and wait until cards come from what the device keeps."""
    page.get_by_role("link", name="Study", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Works offline: 4 cards are on this device.")


def saved(page: Page) -> None:
    """Wait until the server has every review."""
    expect(page.locator("#kept")).to_have_text("All reviews saved.")


def test_a_student_studies_what_was_missed_with_one_thumb(
    live: Live, missed: Page, check_page: Callable[[Page], None]
) -> None:
    page = missed
    begin(page)
    for _ in range(4):
        # A card that is known comes back in ten minutes: it is not done yet.
        expect(page.get_by_text("4 left", exact=True)).to_be_visible()
        turn = page.get_by_role("link", name="Show the answer")
        expect(turn).to_be_in_viewport()
        expect(page.get_by_role("button", name="Got it")).to_be_hidden()
        turn.click()
        expect(page.get_by_role("article", name="Back of the card")).to_be_visible()
        for name in ("Again", "Got it"):
            button = page.get_by_role("button", name=name)
            expect(button).to_be_visible()
            box = button.bounding_box()
            assert box
            assert box["height"] >= 44
        check_page(page)
        page.get_by_role("button", name="Got it").click()
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(page.get_by_text("4 saved")).to_be_visible()
    assert kept(live) == [("study", 3)] * 4
    # What is shown is in the database: a reload shows the same.
    page.reload()
    expect(page.get_by_text("4 saved")).to_be_visible()
    page.get_by_role("link", name="Leave; your reviews are saved").click()
    expect(page.get_by_text("Missed in quizzes")).to_be_visible()


def test_the_passage_is_on_the_back_and_leads_to_the_reading(missed: Page) -> None:
    page = missed
    page.get_by_role("link", name="Study", exact=True).click()
    expect(page.locator("#front")).to_be_focused()
    page.locator("#front").click(position={"x": 20, "y": 20})  # a tap on the card itself turns it
    back = page.get_by_role("article", name="Back of the card")
    expect(back).to_contain_text("Missed in Library check")
    expect(back.locator("mark.cited").first).to_contain_text("A student may borrow three books")
    back.get_by_role("link", name="Passage 1.2 in the reading The rules of the library").click()
    expect(page.locator("#p-1-2")).to_be_visible()


def test_keys_alone_are_enough(live: Live, missed: Page) -> None:
    page = missed
    begin(page)
    expect(page.locator("#front")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("article", name="Back of the card")).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(page.locator("#front")).to_be_focused()
    saved(page)
    assert kept(live) == [("study", 1)]
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    saved(page)
    assert kept(live) == [("study", 1), ("undo", None)]
    expect(page.locator("#front")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    saved(page)
    assert kept(live) == [("study", 1), ("undo", None), ("study", 3)]


def test_without_script_it_is_plain_forms(live: Live, missed: Page, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    context.add_cookies(missed.context.cookies())
    page = context.new_page()
    page.goto(f"{live.url}/cards/study")
    page.get_by_role("link", name="Show the answer").click()
    expect(page.get_by_role("article", name="Back of the card")).to_be_visible()
    page.get_by_role("button", name="Again").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Show the answer")).to_be_visible()
    assert kept(live) == [("study", 1), ("undo", None)]
    context.close()


def test_enter_in_a_field_on_the_front_turns_the_card(live: Live, missed: Page) -> None:
    page = missed
    begin(page)
    for _ in range(4):
        expect(page.locator("#front")).to_be_focused()
        field = page.locator("#front").get_by_role("textbox")
        if field.count():
            break
        page.keyboard.press("Space")
        page.keyboard.press("2")
        expect(page.locator("#back")).to_be_hidden()
    field.fill("Amsel")
    field.press("Enter")
    expect(page.get_by_role("article", name="Back of the card")).to_contain_text("Amsel")


def test_the_teacher_sees_who_studies(
    live: Live, missed: Page, sign_in: Callable[..., None], cast: Cast
) -> None:
    page = missed
    begin(page)
    page.get_by_role("link", name="Show the answer").click()
    page.get_by_role("button", name="Again").click()
    saved(page)
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/classes/{cast.class_}")
    page.get_by_role("link", name="Who studies, what is forgotten").click()
    expect(page.get_by_text("of 3 students studied in the last 7 days")).to_contain_text("1")
