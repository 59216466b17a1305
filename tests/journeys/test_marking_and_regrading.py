"""An essay is marked by keyboard and released; a wrong key found after grading is put right."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from quizapp.banks.models import Question
from quizapp.banks.service import add_revision, content_of
from quizapp.core.bank.model import read_question
from quizapp.extensions import db
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.journeys.conftest import Live, wait_for_scripts
from tests.reports.conftest import enrol, five, sit  # noqa: F401  fixtures
from tests.reports.essays import hand_in, make_essay_assignment

ESSAY = "Nine suits us: we are free then, and the door says “nine”.\n\nNobody waits."
SignIn = Callable[..., None]


def photograph(page: Page, name: str) -> None:
    """Keep pictures of a page in QUIZAPP_SHOTS, if that is set: for people to look at."""
    if folder := os.environ.get("QUIZAPP_SHOTS"):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 720})


def test_an_essay_is_marked_by_keyboard_and_released(
    live: Live, page: Page, sign_in: SignIn, cast: Cast, client_of: Callable[[int], FlaskClient]
) -> None:
    with live.app.app_context():
        given = make_essay_assignment(cast).id
        db.session.commit()
    live.app.config["WTF_CSRF_ENABLED"] = False
    hand_in(
        client_of(cast.heron),
        given,
        ESSAY,
    )
    attempt = hand_in(client_of(cast.wren), given, "It does not.")
    live.app.config["WTF_CSRF_ENABLED"] = True

    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/assignments/{given}/report/questions")
    page.get_by_role("link", name="2 to mark: question 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Blue Heron, question 2")
    page.get_by_role("link", name="Hide names").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Answer \d, question 2"))
    page.get_by_role("link", name="Show names").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Blue Heron, question 2")
    wait_for_scripts(page)
    page.keyboard.press("1")
    page.keyboard.press("h")
    expect(page.get_by_label("and half a point more").first).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#desk-said")).to_contain_text("Not saved yet")
    page.keyboard.press("1")
    expect(page.get_by_label("1 Gives a reason")).to_be_checked()
    page.get_by_label("Comment for the student").fill("Well argued; quote the hour exactly.")
    photograph(page, "mark")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Grey Wren, question 2")
    expect(page.locator("#marked")).to_have_text("1 of 2 marked")
    wait_for_scripts(page)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text("Blue Heron, question 2")
    wait_for_scripts(page)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Grey Wren, question 2")
    wait_for_scripts(page)
    page.keyboard.press("0")
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 2 marked")).to_be_visible()
    photograph(page, "marking")
    page.get_by_role("button", name="Release the marks").click()
    expect(page.get_by_text("The marks are released")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/done")
    page.get_by_role("link", name="Your library").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("6 of 7.")
    expect(page.get_by_text("Well argued; quote the hour exactly.")).to_be_visible()
    photograph(page, "released")
    page.context.clear_cookies()
    sign_in(page, cast.wren)
    page.goto(f"{live.url}/attempts/{attempt}/review")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of 7.")


def test_a_wrong_key_is_put_right_after_a_look_at_what_changes(
    live: Live,
    page: Page,
    sign_in: SignIn,
    cast: Cast,
    five: dict[str, int],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))  # all have handed in by then
    with live.app.app_context():
        row = db.session.query(Question).filter_by(slug="hours-opening").one()
        choices = [{"text": "At eight", "correct": True}, {"text": "At nine"}, {"text": "At ten"}]
        mapping = content_of(row.current).as_mapping() | {"id": row.slug, "choices": choices}
        question, findings = read_question(mapping)
        assert question, findings
        add_revision(row, question, author=None, now=NOW)
        db.session.commit()
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/assignments/{cast.assignment}/report/questions")
    page.get_by_role("link", name="Change how it is graded: question 1").click()
    photograph(page, "regrade")
    page.get_by_role("link", name="Grade by revision 2").click()
    expect(page.get_by_text("3 scores go up, 0 down, 2 stay.")).to_be_visible()
    photograph(page, "preview")
    page.get_by_label("Never lower a score").uncheck()
    page.get_by_role("button", name="Show again").click()
    expect(page.get_by_text("3 scores go up, 2 down, 0 stay.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("3 scores go up, 0 down, 2 stay.")).to_be_visible()
    page.get_by_label("Why").fill("The bell was moved to eight.")
    page.get_by_role("button", name="Apply: 3 scores change").click()
    expect(page.get_by_text("Question 1 is regraded.")).to_be_visible()
    expect(page.get_by_text("“The bell was moved to eight.”")).to_be_visible()
    photograph(page, "questions")
    page.locator("nav.tabs").get_by_role("link", name="Students").click()
    expect(page.get_by_role("link", name="Quiet Owl, question 1: right")).to_be_visible()

    page.get_by_role("link", name="Quiet Owl, question 1: right").click()
    expect(page.locator("main")).to_contain_text("3.5 of 5")
    page.get_by_role("link", name="Mark by hand").click()
    expect(page.get_by_text("Graded by its key")).to_be_visible()
    photograph(page, "override")
