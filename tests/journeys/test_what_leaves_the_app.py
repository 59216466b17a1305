"""What leaves the app, as people press for it: tables, answers, and all that is stored on one student."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import Live
from tests.reports.conftest import enrol, five, sit

__all__ = ["enrol", "five", "sit"]


def test_a_teacher_takes_a_table_and_the_answers_out_of_a_report(
    live: Live, page: Page, cast: Cast, sign_in: Callable[..., None], five: dict[str, int]
) -> None:
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/assignments/{cast.assignment}/report")
    page.get_by_role("link", name="Download").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Download")
    with page.expect_download() as table:
        page.get_by_role("link", name="Students as XLSX").click()
    assert table.value.suggested_filename == "history-10b-library-check-students-2026-09-14.xlsx"
    assert zipfile.is_zipfile(table.value.path())
    page.get_by_label("Key for the pseudonyms").fill("study 1")
    with page.expect_download() as answers:
        page.get_by_role("button", name="Download the answers").click()
    assert answers.value.suggested_filename == "library-check-answers-pseudonyms-2026-09-14.zip"
    with zipfile.ZipFile(answers.value.path()) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("responses.csv").decode(), newline="")))
    assert len(rows) == 25
    assert "Blue Heron" not in str(rows)


def test_an_admin_hands_out_and_deletes_what_is_stored_on_a_student(
    live: Live, page: Page, cast: Cast, sign_in: Callable[..., None], five: dict[str, int]
) -> None:
    sign_in(page, cast.admin)
    page.goto(f"{live.url}/school")
    page.get_by_role("link", name="Students", exact=True).click()
    page.get_by_label("Find a name or a class").fill("heron")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Grey Wren")).to_have_count(0)
    page.get_by_role("link", name="Blue Heron").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Blue Heron")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything").click()
    with zipfile.ZipFile(Path(download.value.path())) as archive:
        assert len(json.loads(archive.read("everything.json"))["tables"]["answers"]) == 5
    page.get_by_role("link", name="Delete Blue Heron").click()
    expect(page.get_by_text("This deletes Blue Heron for good.")).to_be_visible()
    page.get_by_label("Type the name to confirm").fill("Grey Wren")
    page.get_by_role("button", name="Delete Blue Heron").click()
    expect(page.get_by_role("alert")).to_contain_text("That is another name.")
    page.get_by_label("Type the name to confirm").fill("Blue Heron")
    page.get_by_role("button", name="Delete Blue Heron").click()
    expect(page.get_by_text("Blue Heron is deleted, with all that was theirs.")).to_be_visible()
    expect(page.get_by_role("link", name="Blue Heron")).to_have_count(0)
