"""A report as it is printed: every sheet says what it is, and nothing on it is there to be pressed."""

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.cast import Cast
from tests.journeys.conftest import Live
from tests.reports.conftest import enrol, five, sit

__all__ = ["enrol", "five", "sit"]


def printed(page: Page) -> list[str]:
    """Return the words of each sheet."""
    data = page.pdf(format="A4", prefer_css_page_size=True)
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(data)).pages]


def printed_under(head: str, page: Page) -> str:
    """Return the words of all sheets, each of which has that head and its number."""
    sheets = printed(page)
    for number, sheet in enumerate(sheets, 1):
        assert head in sheet
        assert f"{number} of {len(sheets)}" in sheet
    return " ".join(sheets)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("report", "Sea Eagle"),
        ("report", "Most chosen instead in question 1, by 3 of 5: “At eight”"),
        ("report/students", "Who answered what"),
        ("report/questions", "Question by question"),
        ("report/reading", "How well the class knew it"),
    ],
)
def test_every_sheet_says_class_quiz_and_day(
    live: Live,
    page: Page,
    cast: Cast,
    sign_in: Callable[..., None],
    five: dict[str, int],
    path: str,
    words: str,
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/assignments/{cast.assignment}/{path}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Library check")
    expect(page.locator(".paper-only").first).to_be_hidden()
    whole = printed_under("History 10B · Library check · 14 Sep 2026", page)
    assert words in whole
    for button in ("Print", "Download", "Sign out", "Open question", "Change how it is graded"):
        assert button not in whole


@pytest.mark.parametrize(
    ("path", "heading", "head"),
    [
        ("gradebook", "Gradebook", "History 10B · Gradebook · 14 Sep 2026"),
        ("students/{heron}", "Blue Heron", "History 10B · Blue Heron · 14 Sep 2026"),
        ("students/{heron}/print", "Blue Heron", "History 10B · Blue Heron · 14 Sep 2026"),
    ],
)
def test_every_sheet_of_a_term_says_class_whose_it_is_and_day(
    live: Live,
    page: Page,
    cast: Cast,
    sign_in: Callable[..., None],
    five: dict[str, int],
    path: str,
    heading: str,
    head: str,
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/classes/{cast.class_}/{path.format(heron=cast.heron)}")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert heading in printed_under(head, page)


def test_a_page_that_is_no_report_has_no_head(
    live: Live, page: Page, cast: Cast, sign_in: Callable[..., None]
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/classes/{cast.class_}/students")
    expect(page.get_by_role("heading", level=1)).to_have_text("Class list")
    assert "1 of 1" not in printed(page)[0]
