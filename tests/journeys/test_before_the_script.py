"""What a person does on a page whose script is not there yet: it counts once it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from quizapp.attempts.models import Answer
from quizapp.banks.models import Bank
from quizapp.banks.service import add_question
from quizapp.core.bank.model import read_question
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import COMMON, NOW, Cast
from tests.journeys.conftest import Live, wait_for_scripts
from tests.journeys.test_a_student_with_accommodations import School
from tests.journeys.test_question_types import Sheet
from tests.reports.essays import hand_in, make_essay_assignment

SignIn = Callable[..., None]
EDIT = "/bank/library/questions/hours-opening/edit"


@contextmanager
def held(page: Page, script: str) -> Iterator[None]:
    """Hold back a script's file for what is done within, then wait until it has run."""
    routes: list[Route] = []
    page.route(f"**/js/{script}", lambda route: routes.append(route))
    with page.expect_request(f"**/js/{script}"):
        yield
    for route in routes:
        route.continue_()
    page.unroute(f"**/js/{script}")
    wait_for_scripts(page)


def open_at_once(page: Page, url: str) -> None:
    """Open a page, and do not wait for its scripts."""
    page.goto(url, wait_until="commit")


# ---- the editor of questions


def test_a_question_typed_early_is_previewed_named_and_kept(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page, cast.admin)
    with held(page, "question_editor.js"):
        open_at_once(page, f"{live.url}/bank/library/questions/new/true_false")
        page.get_by_label("Question", exact=True).fill("According to the rules, it opens at nine.")
        page.get_by_label("Title").fill("The hour of opening")
        page.get_by_role("radio", name="True").check()
        expect(page.locator("#preview")).to_contain_text("It can be shown once this is filled in")
    expect(page.locator("#preview")).to_contain_text("According to the rules, it opens at nine.")
    expect(page.locator("#id")).to_have_value("the-hour-of-opening")
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")
    page.get_by_label("Title").fill("The hour")
    expect(page.locator("#id")).to_have_value("the-hour")


def test_a_choice_made_early_is_previewed(page: Page, live: Live, cast: Cast, sign_in: SignIn) -> None:
    sign_in(page, cast.admin)
    with held(page, "question_editor.js"):
        open_at_once(page, live.url + EDIT)
        page.get_by_role("radio", name="Choice 1 is right").check()
    expect(page.locator("#draft-state")).to_contain_text("Draft saved")


def test_a_page_on_which_nothing_was_typed_keeps_no_draft(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    with live.app.app_context():
        bank = db.session.get_one(Bank, cast.bank)
        for name, kind in QUESTION_TYPES.items():
            mapping = {"id": name.replace("_", "-"), "type": name, "cites": ["rules/hours"]}
            question, findings = read_question({**COMMON, **mapping, **kind.examples()[0].content})
            assert question, findings
            add_question(bank, question, author=None, now=NOW)
        db.session.commit()
    sign_in(page, cast.admin)
    for name in QUESTION_TYPES:
        for path in (f"{name.replace('_', '-')}/edit", f"new/{name}"):
            page.goto(f"{live.url}/bank/library/questions/{path}")
            assert (path, page.locator("#draft-state").text_content()) == (path, "")


def test_who_writes_already_is_not_led_away_to_what_is_to_mend(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page, cast.admin)
    page.goto(live.url + EDIT)
    page.get_by_label("Question", exact=True).fill("")
    with held(page, "parts.js"):
        page.get_by_role("button", name="Save and approve").click()
        expect(page.locator(".mend")).to_be_visible()
        page.get_by_label("Title").press_sequentially("The hour")
    expect(page.get_by_label("Title")).to_be_focused()


# ---- a quiz


def answers(live: Live) -> dict[int, str | None]:
    with live.app.app_context():
        found = {row.slot: row.response for row in db.session.query(Answer)}
        db.session.rollback()
    return found


def test_what_is_answered_early_is_newer_than_what_the_device_still_holds(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    page.get_by_role("button", name="Question 5, no answer yet").click()
    expect(page.get_by_role("heading", name="Question 5 of 5")).to_be_visible()
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    page.route("**/answers/*", lambda route: None)  # the server does not answer
    with page.expect_request("**/answers/*"):
        page.get_by_role("textbox").fill("4")
    page.on("dialog", lambda dialog: dialog.accept())
    with held(page, "attempt.js"):
        open_at_once(page, page.url)
        expect(page.get_by_role("textbox")).to_have_value("")
        page.get_by_role("textbox").fill("3")
        page.unroute("**/answers/*")
    expect(page.locator("#count-answered")).to_have_text("1")
    expect(page.get_by_role("textbox")).to_have_value("3")
    assert answers(live) == {5: '{"text":"3","value":"3"}'}


def test_one_place_given_early_puts_all_items_in_order(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    sheet = Sheet(live, cast, sign_in, "ordering")
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{sheet.give()}")
    with held(page, "ordering.js"):
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_text("Question 1 of 2")).to_be_visible()
        before = page.locator(".order__text").all_inner_texts()
        page.get_by_label(f"Place of: {before[3]}").select_option("2")
    wanted = [before[0], before[3], before[1], before[2]]
    expect(page.locator(".order__text")).to_have_text(wanted)
    sheet.keeps(page, " → ".join(wanted))


def test_a_minute_reached_before_the_script_is_told(
    page: Page, live: Live, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with live.app.app_context():
        row = db.session.get_one(Assignment, cast.assignment)
        row.time_limit = 1200
        db.session.commit()
    school = School(monkeypatch)
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    school.set(timedelta(minutes=15, seconds=-3))
    with held(page, "attempt.js"):
        open_at_once(page, page.url)
        expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
        expect(page.locator("#timer")).not_to_have_class("timer timer--soon")
        page.wait_for_timeout(3_000)  # so much of the quiz passes
    expect(page.locator("#timer-said")).to_have_text("Less than five minutes left.")


# ---- cards


def test_who_writes_on_a_card_already_stays_there(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page, cast.heron)
    page.goto(f"{live.url}/take/{cast.assignment}")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("At eight").check()
    page.get_by_role("button", name="Check and hand in").click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("Receipt")).to_be_visible()
    page.goto(f"{live.url}/cards")
    with held(page, "study.js"):
        page.get_by_role("link", name="Study", exact=True).click()
        control = page.locator("#front :is(input, select)").first
        control.focus()
    expect(control).to_be_focused()


# ---- what teachers tick


def test_a_mark_given_early_is_not_left_unsaved_in_silence(
    page: Page, live: Live, cast: Cast, sign_in: SignIn, client_of: Callable[..., object]
) -> None:
    with live.app.app_context():
        given = make_essay_assignment(cast).id
        db.session.commit()
    live.app.config["WTF_CSRF_ENABLED"] = False
    for student in (cast.heron, cast.wren):
        attempt = hand_in(client_of(student), given, "Nine suits us.")  # type: ignore[arg-type]
    live.app.config["WTF_CSRF_ENABLED"] = True
    sign_in(page, cast.teacher)
    with held(page, "marking.js"):
        open_at_once(page, f"{live.url}/assignments/{given}/marking/2/{attempt}")
        page.get_by_label("1 Gives a reason").check()
        page.get_by_label("Comment for the student").press_sequentially("Well ")
    page.keyboard.type("argued 2")
    expect(page.get_by_label("Comment for the student")).to_have_value("Well argued 2")
    page.get_by_label("1 Gives a reason").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#desk-said")).to_contain_text("Not saved yet")


def test_keys_switched_off_early_are_off_there_and_on_the_page_after(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page, cast.admin)
    with held(page, "drafts.js"):
        open_at_once(page, f"{live.url}/bank/library/drafts")
        page.get_by_label("Judge with keys").uncheck()
    expect(page.get_by_label("Judge with keys")).not_to_be_checked()
    page.reload()
    expect(page.get_by_label("Judge with keys")).not_to_be_checked()


def test_a_page_of_questions_ticked_early_is_ticked(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page, cast.admin)
    with held(page, "question_list.js"):
        open_at_once(page, f"{live.url}/bank/library?sort=title")
        page.get_by_label("All on this page").check()
    expect(page.locator("#which option").first).to_have_text("6 ticked")
    expect(page.locator("input[name=question]:checked")).to_have_count(6)
    expect(page.get_by_label("All on this page")).to_be_checked()


def test_a_range_begins_at_the_question_ticked_early(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page, cast.admin)
    boxes = page.locator("input[name=question]")
    with held(page, "question_list.js"):
        open_at_once(page, f"{live.url}/bank/library?sort=title")
        boxes.nth(1).check()
    expect(page.locator("#which option").first).to_have_text("1 ticked")
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("#which option").first).to_have_text("3 ticked")


def test_a_tick_taken_away_early_is_taken_away_beside_each_passage(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    with live.app.app_context():
        mapping = {"id": "both", "type": "true_false", "title": "Both", "prompt": "It is so.", "answer": True}
        cites = {"cites": ["rules/hours", "rules/loans"]}
        question, findings = read_question({**COMMON, **mapping, **cites})
        assert question, findings
        number = add_question(db.session.get_one(Bank, cast.bank), question, author=None, now=NOW).id
        db.session.commit()
    sign_in(page, cast.teacher)
    with held(page, "quizzes.js"):
        open_at_once(page, f"{live.url}/quizzes/{cast.quiz}/questions?question={number}")
        expect(page.get_by_label("Both")).to_have_count(2)
        page.get_by_label("Both").first.uncheck()
    expect(page.get_by_label("Both").last).not_to_be_checked()
    expect(page.locator("[data-count]")).to_have_text("")


def test_a_passage_selected_early_is_written_about(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page, cast.admin)
    link = page.locator("#p-1-1 [data-write]")
    with held(page, "reading.js"):
        open_at_once(page, f"{live.url}/readings/library/rules")
        expect(link).to_have_text("Write a question")
        page.locator("#p-1-1 .reading p").select_text()
    expect(link).to_have_text("Write about the selection")
