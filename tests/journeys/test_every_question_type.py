"""Every question type from the editor to the review, by keyboard alone; each then by touch and without script."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from quizapp import create_app
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Question
from quizapp.banks.service import content_of
from quizapp.classes.models import Class
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz, QuizQuestion
from tests.cast import NOW, Cast, make_assignment
from tests.conftest import close, settings_in
from tests.journeys.conftest import Live, served
from tests.journeys.kinds import KINDS, Kind, Steps

EXPLANATION = "The notice on the door says so."
PASSAGE = "The library opens at nine on school days. The timetable on the door says so."
NAME = (
    "() => { const at = document.activeElement;"
    " return (at.getAttribute('aria-label') || (at.labels?.[0] ?? at).textContent).trim() }"
)
SignIn = Callable[..., None]
Check = Callable[[Page], None]


@pytest.fixture(scope="module")
def live(stage: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all types: each has a question and a quiz of its own."""
    folder = tmp_path_factory.mktemp("types")
    (folder / "quizapp.sqlite3").write_bytes(stage[0].read_bytes())
    app = create_app(settings_in(folder))
    with pytest.MonkeyPatch.context() as monkeypatch, served(app, monkeypatch) as live:
        yield live
    close(app)


@pytest.fixture(scope="module")
def questions() -> dict[str, int]:
    """The questions written by the journeys so far, by kind."""
    return {}


def go_to(page: Page, name: str) -> None:
    """Go on by the Tab key to the control of that name; a field that may be left empty says so after it."""
    wanted = {name, f"{name} (optional)"}
    for _ in range(80):
        if " ".join(page.evaluate(NAME).split()) in wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The Tab key does not reach “{name}”.")


def take_steps(page: Page, steps: Steps) -> None:
    """Type each thing where it belongs, with nothing but the keyboard."""
    for name, keys in steps:
        go_to(page, name)
        if not keys.startswith("<"):
            page.keyboard.type(keys)
        else:
            page.keyboard.press(keys.strip("<>"))
        if keys == "<Enter>" and name.startswith("Add"):  # the new row has the focus as soon as it is there
            expect(page.locator("input:focus, textarea:focus")).to_be_visible()
        elif not keys.startswith("<"):
            page.keyboard.press("Tab")


def words(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


class Desk:
    """A student at a quiz of one question, and what is stored of it."""

    def __init__(self, live: Live, cast: Cast, question: int, name: str) -> None:
        self.live, self.user = live, cast.heron
        with live.app.app_context():
            row = db.session.get_one(Question, question)
            quiz = Quiz(owner_id=cast.teacher, bank_id=row.bank_id, title=name, intro="", created_at=NOW)
            quiz.questions = [QuizQuestion(question=row, position=1)]
            db.session.add(quiz)
            db.session.flush()
            assignment = make_assignment(quiz, db.session.get_one(Class, cast.class_))
            self.assignment = assignment.id
            db.session.commit()

    def begin(self, page: Page) -> None:
        page.goto(f"{self.live.url}/take/{self.assignment}")
        page.get_by_role("button", name="Start").press("Enter")
        expect(page.get_by_text("Question 1 of 1")).to_be_visible()

    def said(self) -> str:
        """Put in words what is stored."""
        with self.live.app.app_context():
            query = db.session.query(Answer).join(Attempt).filter(Attempt.assignment_id == self.assignment)
            answer = query.one_or_none()
            revision = db.session.get_one(Assignment, self.assignment).slots[0].revision
            question = content_of(revision)
            response = answer.response if answer else None
            db.session.rollback()
        if not response:
            return ""
        return question.qtype.say(question.content, question.qtype.Response.model_validate_json(response))

    def keeps(self, page: Page, stored: str) -> None:
        """Wait until just that is stored, and told to be."""
        for _ in range(100):
            if self.said() == stored:
                break
            page.wait_for_timeout(20)
        assert self.said() == stored
        expect(page.locator("#save-state")).to_have_text("Saved")

    def hand_in(self, page: Page) -> None:
        page.get_by_role("button", name="Check and hand in").first.press("Enter")
        page.get_by_role("button", name="Hand in").press("Enter")
        expect(page.get_by_text("Receipt")).to_be_visible()

    def show(self, **review: str) -> None:
        with self.live.app.app_context():
            row = db.session.get_one(Assignment, self.assignment)
            row.review = ReviewPolicy.model_validate(review).model_dump(mode="json")
            db.session.commit()


def answers_of(page: Page) -> list[object]:
    """Return what stands in the controls of the question."""
    found: list[object] = page.locator("#question").evaluate(
        "node => [...node.querySelectorAll('input, select, textarea')]"
        ".map(one => ['radio', 'checkbox'].includes(one.type) ? one.checked : one.value)"
    )
    return found


@pytest.mark.parametrize("name", list(QUESTION_TYPES))
def test_a_question_is_written_edited_taken_and_reviewed_by_keyboard(
    page: Page, live: Live, cast: Cast, sign_in: SignIn, questions: dict[str, int], name: str
) -> None:
    kind = KINDS[name]
    questions[name] = written(page, live, cast, sign_in, kind)
    page.context.clear_cookies()
    sign_in(page, cast.heron)
    desk = Desk(live, cast, questions[name], kind.label)
    desk.begin(page)
    if name == "ordering":  # it is shown in an order that is never the right one
        shown = page.locator(".order__text").all_inner_texts()
        up = shown.index("Find it") == len(shown) - 1
        take_steps(page, (("Move up: Find it" if up else "Move down: Find it", "<Enter>"),))
        stored = " → ".join(page.locator(".order__text").all_inner_texts())
        assert stored != " → ".join(shown)
    else:
        take_steps(page, kind.answer)
        stored = kind.stored
    desk.keeps(page, stored)
    given = answers_of(page)

    page.goto(f"{live.url}/todo")
    page.get_by_role("link", name=f"Go on: {kind.label}").press("Enter")
    expect(page.get_by_text("Question 1 of 1")).to_be_visible()
    assert answers_of(page) == given
    assert any(given)
    desk.hand_in(page)

    page.goto(page.url.split("?")[0] + "?q=1")
    told = words(page)
    assert kind.prompt in told
    for line in (*kind.review, EXPLANATION, "What kind of claim? Documented by the notice."):
        assert line in told
    leaf = page.get_by_role("region", name="Where the reading says so")
    expect(leaf.locator(".cited")).to_have_text(PASSAGE)

    desk.show(correctness="never", key="never", feedback="never", passage="closed")
    page.reload()
    told = words(page)
    for line in (kind.key, EXPLANATION, PASSAGE):
        assert line not in told


def written(page: Page, live: Live, cast: Cast, sign_in: SignIn, kind: Kind) -> int:
    """Write a question of a kind and approve it, edit it once, and return its id."""
    sign_in(page, cast.admin)
    page.goto(f"{live.url}/bank/library/questions/new?cite=rules/hours")
    page.get_by_role("link", name=kind.label).press("Enter")
    expect(page.locator("#preview")).to_contain_text("It can be shown once this is filled in")
    take_steps(page, (("Question", kind.prompt), *kind.write, ("Explanation", EXPLANATION)))
    take_steps(page, (("Who says it", "the notice"), ("Kind of claim", "Doc"), ("Title", kind.label)))
    preview = page.locator("#preview")
    for seen in (kind.prompt, *kind.preview):
        expect(preview).to_contain_text(seen)
    expect(preview).not_to_contain_text(EXPLANATION)
    take_steps(page, (("Save and approve", "<Enter>"),))
    expect(page.get_by_role("status").first).to_contain_text("Saved and approved.")

    page.get_by_role("link", name="Edit", exact=True).press("Enter")
    expect(page.get_by_text("Saving makes revision 2.")).to_be_visible()
    go_to(page, "Question")
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("!")
    expect(preview).to_contain_text(kind.prompt + "!")
    page.keyboard.press("Backspace")
    go_to(page, "Explanation")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(EXPLANATION + " Read it.")
    take_steps(page, (("Save and approve", "<Enter>"),))
    expect(page.get_by_text("Saved as revision 2; it is approved.")).to_be_visible()
    slug = page.url.rsplit("/", 1)[1]
    with live.app.app_context():
        number = db.session.query(Question.id).filter_by(slug=slug).scalar()
        db.session.rollback()
    return int(number)
