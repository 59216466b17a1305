"""A teacher pastes a text of her own, judges what is drafted about it, and a class takes the quiz."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from quizapp.banks.unfinished_models import ProposedQuestion
from quizapp.extensions import db
from tests.cast import Cast
from tests.journeys.conftest import Live, wait_for_scripts

TEXT = """How a lighthouse works

Skip to content

qzap

What it is for

A lighthouse is a tower with a strong lamp that warns ships of rocks.

The Harbour Board of Lund has built three lighthouses since 1851.qzap

qzap

The light

The lamp stands in a glass room called the lantern room.

The first lamps burned fuels such as whale oil, seed oil and petroleum.

A Fresnel lens (a ring of glass prisms) bends the light into one beam.

Keepers wound the clockwork every four hours.

The keepers fought dangers such as winter storms, falling ice and loneliness.

In 1901 the Marine Signal Office (MSO) began to test electric lamps on the north tower.

Leave a comment
"""


@pytest.fixture
def desk(live: Live, page: Page, sign_in: Callable[..., None], cast: Cast) -> Page:
    """Bring the text in as a teacher and draft about it."""
    sign_in(page, cast.teacher)
    page.goto(f"{live.url}/bank")
    page.get_by_role("link", name="Bring in a text").first.click()
    page.get_by_label("Or its text, pasted").fill(TEXT)
    page.get_by_role("button", name="Read it").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("What to keep")
    for line, reason in (
        (3, "navigation"),
        (5, "stray fragment"),
        (13, "stray fragment"),
        (29, "comment form"),
    ):
        expect(page.get_by_label(re.compile(rf"Leave out line {line} ?: {reason}"))).to_be_checked()
    expect(page.get_by_label(re.compile("Mend it ?, line 11"))).to_be_checked()
    expect(page.get_by_label("Leave out line 11")).not_to_be_checked()
    page.get_by_role("button", name="Go on").click()

    text = page.get_by_role("textbox", name="Text", exact=True)
    assert "qzap" not in text.input_value()
    assert "Leave a comment" not in text.input_value()
    assert text.input_value().startswith("## What it is for\n\nA lighthouse is a tower")
    text.fill(text.input_value().replace("Keepers wound", "The keepers wound"))
    page.get_by_label("About this text").fill("Written for this test.")
    page.get_by_role("button", name="Save the reading").click()
    page.get_by_role("button", name="Draft questions").click()
    expect(page.get_by_role("status").first).to_contain_text("No student sees one before you approve it.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Draft 1 of ")
    return page


def press(page: Page, key: str) -> None:
    """Judge the draft that is shown by its key."""
    wait_for_scripts(page)
    page.keyboard.press(key)


def total(page: Page) -> int:
    found = re.search(r"of (\d+) judged", page.locator("body").inner_text())
    assert found
    return int(found[1])


def test_drafts_are_judged_by_keys_and_the_approved_become_a_quiz(
    live: Live,
    desk: Page,
    browser: Browser,
    sign_in: Callable[..., None],
    cast: Cast,
    check_page: Callable[[Page], None],
) -> None:
    teacher, drafts = desk, desk.url.partition("?")[0]
    student = browser.new_context(reduced_motion="reduce").new_page()
    sign_in(student, cast.eagle)
    check_page(teacher)
    every = total(teacher)
    assert every >= 10

    press(teacher, "a")
    expect(teacher.get_by_text(f"1 of {every} judged")).to_be_visible()
    expect(teacher.get_by_role("status").last).to_contain_text("is approved.")
    teacher.get_by_role("button", name="Undo").click()
    expect(teacher.get_by_text(f"0 of {every} judged")).to_be_visible()
    press(teacher, "a")
    expect(teacher.get_by_text(f"1 of {every} judged")).to_be_visible()
    press(teacher, "d")
    expect(teacher.get_by_text(f"2 of {every} judged")).to_be_visible()
    expect(teacher.get_by_role("status").last).to_contain_text("is discarded.")

    press(teacher, "e")
    expect(teacher.get_by_role("button", name="Save and approve")).to_be_visible()
    teacher.get_by_role("button", name="Save and approve").click()
    expect(teacher.get_by_text(f"3 of {every} judged")).to_be_visible()

    # What waits is on no page of a student's: neither the reading nor anything else holds a draft.
    slug = drafts.split("/")[-2]
    student.goto(f"{live.url}/readings/{slug}/text")
    expect(student.get_by_role("heading", level=1)).to_have_text("How a lighthouse works")
    assert "Write a question" not in student.content()
    for path in ("", "/drafts", "/cards", "/questions/new"):
        answer = student.goto(f"{live.url}/bank/{slug}{path}")
        assert answer
        assert answer.status == 403
    with live.app.app_context():
        waiting = db.session.query(ProposedQuestion).filter_by(state="waiting", kind="question").all()
        prompts = [row.record["prompt"] for row in waiting if row.record["type"] != "cloze"]
        db.session.rollback()
    assert prompts
    for path in (f"/readings/{slug}/text", "/readings", "/todo", "/done"):
        student.goto(live.url + path)
        shown = student.content()
        assert [prompt for prompt in prompts if prompt in shown] == []

    # By pointing: the same three. One draft in three is discarded, so that some of each kind are approved.
    teacher.bring_to_front()
    teacher.get_by_label("Judge with keys").uncheck()
    press(teacher, "d")
    expect(teacher.get_by_text(f"3 of {every} judged")).to_be_visible()
    for n in range(3, every):
        expect(teacher.get_by_text(f"{n} of {every} judged")).to_be_visible()
        teacher.get_by_role("button", name="Discard" if n % 3 == 0 else "Approve").click()
    expect(teacher.get_by_role("heading", level=1)).to_have_text("All drafts are judged")
    check_page(teacher)

    teacher.get_by_role("link", name="Make a quiz of the approved").click()
    teacher.get_by_role("textbox", name="Title").fill("Lighthouses")
    asked = int(teacher.get_by_label("How many questions").input_value())
    assert asked >= 4
    teacher.get_by_role("button", name="Make the quiz").click()
    expect(teacher).to_have_url(re.compile(r"/quizzes/\d+"))
    quiz = re.search(r"/quizzes/(\d+)", teacher.url)
    assert quiz
    teacher.goto(f"{live.url}/quizzes/{quiz[1]}/assign")
    teacher.get_by_label("History 10B").check()
    teacher.get_by_role("button", name="Assign").click()
    expect(teacher.get_by_role("status").first).to_contain_text("was given to History 10B")

    student.goto(f"{live.url}/todo")
    student.get_by_role("link", name="Look and start: Lighthouses").click()
    student.get_by_role("button", name="Start").click()
    expect(student.get_by_role("heading", name=f"Question 1 of {asked}")).to_be_visible()
    assert "The text says:" not in student.content()
    student.get_by_role("button", name="Check and hand in").first.click()
    student.get_by_role("button", name="Hand in", exact=True).click()
    expect(student.get_by_role("heading", level=1)).to_contain_text(f" of {asked}.")
    student.context.close()


def test_a_question_is_written_from_a_selected_sentence(desk: Page, live: Live) -> None:
    page = desk
    page.goto(page.url.partition("?")[0].replace("/bank/", "/readings/").replace("/drafts", "/text"))
    passage = page.locator("#p-2-2 .reading p")
    link = page.locator("#p-2-2 [data-write]")
    expect(link).to_have_text("Write a question")
    passage.evaluate(
        """p => {
          const at = p.firstChild.data.indexOf("fuels such as");
          document.getSelection().setBaseAndExtent(p.firstChild, at, p.firstChild, at + 13);
        }"""
    )
    expect(link).to_have_text("Write about the selection")
    link.click()
    chosen = page.locator(".sentence-pick [aria-current]")
    expect(chosen).to_have_text("The first lamps burned fuels such as whale oil, seed oil and petroleum.")
    page.get_by_role("link", name="True or false").click()
    statement = (
        "According to the text, the first lamps burned fuels such as whale oil, seed oil and petroleum."
    )
    expect(page.get_by_role("textbox", name="Question", exact=True)).to_have_value(statement)
    expect(page.get_by_label("The sentence, of ¶ 2.2")).to_contain_text("The first lamps burned fuels")
    expect(page.get_by_label("Explanation")).to_have_value(re.compile("^The text says: “The first lamps"))
    expect(page.locator("#cites input:checked")).to_have_count(1)
