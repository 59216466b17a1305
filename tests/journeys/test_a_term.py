"""A term: the teacher's gradebook, from categories to an excused quiz, and a student's own progress."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import Cast, make_assignment
from tests.journeys.conftest import Live


@pytest.fixture
def handed_in(live: Live, cast: Cast, client_of: Callable[[int], FlaskClient]) -> None:
    """Blue Heron has answered the first question right and handed in; four more quizzes are open."""
    live.app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(cast.heron)
    attempt = client.post(f"/take/{cast.assignment}").location.rpartition("/")[2]
    sent = {"slot": "1", "s1-answer": choice_key("At nine"), "go": "check"}
    answered = client.post(f"/attempts/{attempt}?q=1", data=sent)
    assert answered.status_code == 303
    assert client.post(f"/attempts/{attempt}/submit").status_code == 303
    live.app.config["WTF_CSRF_ENABLED"] = True
    with live.app.app_context():
        first = db.session.get_one(Assignment, cast.assignment)
        for _ in range(4):
            make_assignment(first.quiz, first.class_)
        db.session.commit()


def test_a_teacher_keeps_a_gradebook(
    live: Live,
    page: Page,
    sign_in: Callable[..., None],
    check_page: Callable[[Page], None],
    handed_in: None,
    cast: Cast,
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/classes/{cast.class_}")
    page.get_by_role("link", name="Gradebook").click()
    expect(page.get_by_role("heading", name="Gradebook")).to_be_visible()
    expect(page.locator(".under")).to_contain_text("What is not handed in does not count")
    expect(page.get_by_role("link", name="20%, how the figure of Blue Heron was made")).to_be_visible()

    page.get_by_role("link", name="How it counts").click()
    page.get_by_label("Category 1", exact=True).fill("Quizzes")
    page.get_by_role("button", name="Save, and sort the quizzes").click()
    expect(page.get_by_text("Write what it weighs, such as 40.").first).to_be_visible()
    check_page(page)
    page.get_by_role("group", name="Category 1").get_by_label("Weight").fill("60")
    page.get_by_role("button", name="Save, and go on here").click()
    expect(page.get_by_text("The figures are made anew.")).to_be_visible()
    page.get_by_label("Library check").first.select_option("Quizzes")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".under")).to_contain_text("the mean of its quizzes: Quizzes 60.")
    expect(page.locator(".note--warning")).to_contain_text("4 quizzes are in no category")

    # On a telephone the table scrolls by itself, by keyboard too, and the names stay.
    page.set_viewport_size({"width": 360, "height": 740})
    check_page(page)
    region = page.get_by_role("region", name="Students by quizzes")
    name = page.get_by_role("rowheader", name="Blue Heron")
    expect(name).to_be_visible()
    left = name.bounding_box()
    region.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("link", name="Blue Heron, Library check").last).to_be_in_viewport()
    stays = name.bounding_box()
    assert left
    assert stays
    assert stays["x"] == left["x"]
    page.set_viewport_size({"width": 1280, "height": 800})

    page.get_by_role("link", name="20%, how the figure of Blue Heron was made").click()
    expect(page.locator(".lead")).to_have_text("20%, from one result.")
    page.get_by_label("Excuse from Library check").first.click()
    page.get_by_role("button", name="Excuse Blue Heron").click()
    expect(page.get_by_text("Write why, such as: ill that week.")).to_be_visible()
    page.get_by_role("textbox", name="Why").fill("Ill that week.")
    page.get_by_role("button", name="Excuse Blue Heron").click()
    expect(page.get_by_text("“Ill that week.”")).to_be_visible()
    expect(page.locator(".lead")).to_have_text("Nothing counts yet, so there is no figure.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".lead")).to_have_text("20%, from one result.")

    page.get_by_role("link", name="All about Blue Heron").click()
    expect(page.get_by_role("heading", name="Blue Heron", exact=True)).to_be_visible()
    page.locator("summary", has_text="Know the rules of the library.").click()
    page.get_by_role("link", name="Opening time").first.click()
    expect(page.get_by_role("heading", name="Blue Heron, question 1")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Sheet for parents").click()
    expect(page.get_by_text("Blue Heron has handed in 1 of 5 quizzes.")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Notes from our talk")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()


def test_a_student_sees_their_own_progress_and_practises(
    live: Live,
    page: Page,
    sign_in: Callable[..., None],
    check_page: Callable[[Page], None],
    handed_in: None,
    cast: Cast,
) -> None:
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/done")
    page.get_by_role("link", name="Progress").click()
    expect(page.get_by_role("heading", name="Progress", exact=True)).to_be_visible()
    expect(page.get_by_text("4 to look at again")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Wren")
    page.locator("summary", has_text="Know the rules of the library.").click()
    check_page(page)
    page.get_by_role("link", name="Opening time").first.click()
    expect(page.get_by_role("heading", name="1 of 5. Four to look at again.")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Practise: Library check").click()
    expect(page.get_by_role("heading", name="Practice question 1 of 4")).to_be_visible()
