"""A teacher opens a report, sees what to teach again and to whom, and acts on it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import Live
from tests.journeys.test_marking_and_regrading import photograph
from tests.reports.conftest import enrol, lost, sit  # noqa: F401  fixtures

SignIn = Callable[..., None]


def test_a_teacher_sees_what_to_reteach_and_to_whom_and_makes_a_follow_up_quiz(
    live: Live,
    page: Page,
    sign_in: SignIn,
    cast: Cast,
    lost: dict[str, int],  # noqa: F811  the fixture
    check_page: Callable[[Page], None],
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/assignments/{cast.assignment}/report")
    expect(page.get_by_role("heading", name="Teach this passage again.")).to_be_visible()
    expect(page.get_by_role("region", name="To whom")).to_contain_text(
        "Group 1, 3 students who missed ¶ 1.1: Little Tern, Quiet Owl and Tall Egret"
    )
    expect(page.locator("ol.reteach")).to_contain_text("Eight is when the school opens.")
    photograph(page, "reteach")

    # The figure opens to the answers behind it, and one of them to its history.
    page.get_by_role("link", name="3 of 5: who answered so to question 1").click()
    expect(page.get_by_role("heading", name="Answers to question 1")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("link", name="Quiet Owl").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quiet Owl, question 1")
    expect(page.get_by_role("heading", name="History")).to_be_visible()

    page.goto(f"{live.url}/assignments/{cast.assignment}/report")
    page.get_by_role("button", name="Make a follow-up quiz").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Again: Library check")
    expect(page.get_by_role("status")).to_contain_text("Made a quiz of 2 questions the class missed.")
    expect(page.get_by_text("Opening time")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Assign").click()
    expect(page.get_by_role("checkbox", name=re.compile("History 10B"))).to_be_checked()


def test_a_teacher_shows_one_group_by_passages_and_prints_their_sheet(
    live: Live,
    page: Page,
    sign_in: SignIn,
    cast: Cast,
    lost: dict[str, int],  # noqa: F811  the fixture
    check_page: Callable[[Page], None],
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/assignments/{cast.assignment}/report/students")
    page.get_by_role("link", name="passages", exact=True).click()
    expect(page.get_by_role("region", name="Students by passages")).to_be_visible()
    page.get_by_role("link", name="Passage 1.1, Rules: lowest first").click()
    expect(page.locator("tbody th").first).to_have_text("Little Tern")
    page.get_by_role("link", name="Show only group 1").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    check_page(page)

    page.get_by_role("link", name="Reteach sheet for group 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("To teach again: Library check")
    expect(page.get_by_text("Who missed it:")).to_have_count(0)
    page.get_by_role("link", name="With names").click()
    expect(page.get_by_text("Who missed it:")).to_be_visible()
    check_page(page)
