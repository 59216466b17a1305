"""A student answers the questions that have several parts: by keyboard, on a phone, without script."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Bank
from quizapp.banks.service import add_question
from quizapp.classes.models import Class
from quizapp.core.bank.model import read_question
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db
from quizapp.quizzes.models import Quiz, QuizQuestion
from tests.cast import COMMON, NOW, Cast, make_assignment
from tests.journeys.conftest import Live, wait_for_scripts


@dataclass
class Sheet:
    """A quiz of one question of a type and one more, and what the student Blue Heron does with it."""

    live: Live
    cast: Cast
    sign_in: Callable[[Page, int], None]
    kind: str

    def give(self) -> int:
        qtype = QUESTION_TYPES[self.kind]
        first = {"id": "asked", "type": self.kind, "title": "Asked", **qtype.examples()[0].content}
        last = {"id": "last", "type": "true_false", "title": "Last", "prompt": "It rains.", "answer": True}
        with self.live.app.app_context():
            bank = db.session.get_one(Bank, self.cast.bank)
            rows = []
            for mapping in (first, last):
                question, findings = read_question({**COMMON, "cites": ["rules/hours"], **mapping})
                assert question, findings
                rows.append(add_question(bank, question, author=None, now=NOW))
            quiz = Quiz(
                owner_id=self.cast.teacher, bank=bank, title="One of a kind", intro="", created_at=NOW
            )
            quiz.questions = [QuizQuestion(question=row, position=n) for n, row in enumerate(rows, 1)]
            db.session.add(quiz)
            db.session.flush()
            assignment = make_assignment(quiz, db.session.get_one(Class, self.cast.class_))
            number = assignment.id
            db.session.commit()
        return number

    def begin(self, page: Page) -> None:
        """Start the quiz; the page shows the question."""
        self.sign_in(page, self.cast.heron)
        page.goto(f"{self.live.url}/take/{self.give()}")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_text("Question 1 of 2")).to_be_visible()
        wait_for_scripts(page)

    def said(self) -> str:
        """Put what is stored in words."""
        qtype = QUESTION_TYPES[self.kind]
        content = qtype.Content.model_validate(qtype.examples()[0].content)
        with self.live.app.app_context():
            stored = db.session.query(Answer.response).filter_by(slot=1).scalar()
            db.session.rollback()
        return qtype.say(content, qtype.Response.model_validate_json(stored)) if stored else ""

    def keeps(self, page: Page, words: str) -> None:
        """Wait until just that is stored, and told to be."""
        for _ in range(400):
            if self.said() == words:
                break
            page.wait_for_timeout(50)
        assert self.said() == words
        expect(page.locator("#save-state")).to_have_text("Saved")

    def hand_in(self, page: Page) -> float:
        """Hand in by the buttons, and return the share of the points for the question."""
        page.get_by_role("button", name="Check and hand in").first.click()
        page.get_by_role("button", name="Hand in", exact=True).click()
        expect(page.get_by_text("Receipt")).to_be_visible()
        page.goto(page.url.split("?")[0] + "?q=1")
        with self.live.app.app_context():
            vector = db.session.query(Attempt.vector).scalar()
            db.session.rollback()
        return vector[0]


@pytest.fixture
def sheet(live: Live, cast: Cast, sign_in: Callable[[Page, int], None]) -> Callable[[str], Sheet]:
    return lambda kind: Sheet(live, cast, sign_in, kind)


@pytest.fixture
def plain_page(browser: Browser, live: Live) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


Check = Callable[[Page], None]


def focus(page: Page, name: str) -> None:
    """Go on by the Tab key until the control of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.labels?.[0]?.textContent.trim()") == name:
            return
    raise AssertionError(f"The Tab key does not reach “{name}”.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", list(QUESTION_TYPES)[5:])
def test_a_question_and_its_review_can_be_used_by_everyone(
    page: Page, sheet: Callable[[str], Sheet], check_page: Check, kind: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 360, "height": 740})
    paper = sheet(kind)
    paper.begin(page)
    check_page(page)
    paper.hand_in(page)
    page.set_viewport_size({"width": 1280, "height": 844})
    check_page(page)


def test_matching_is_answered_by_keyboard(page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("matching")
    paper.begin(page)
    for premise, letters in (("Monday", "R"), ("Friday", "C"), ("Saturday", "F")):
        focus(page, premise)
        page.keyboard.type(letters)
    paper.keeps(page, "Monday → Reading club; Friday → Chess; Saturday → Film club")
    page.reload()
    expect(page.get_by_label("Friday").locator("option:checked")).to_have_text("Chess")
    assert paper.hand_in(page) == pytest.approx(2 / 3, abs=1e-6)
    expect(page.get_by_text("Partly right")).to_be_visible()
    expect(page.locator(".part").last).to_contain_text("Right answer Book repair")


def test_matching_is_answered_without_script(plain_page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("matching")
    paper.begin(plain_page)
    plain_page.get_by_label("Monday").select_option("Reading club")
    plain_page.get_by_role("button", name="Next question").last.click()
    expect(plain_page.get_by_text("Question 2 of 2")).to_be_visible()
    assert paper.said() == "Monday → Reading club"


def test_claims_are_sorted_by_keyboard(page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("claim_sort")
    paper.begin(page)
    page.get_by_text("What the six kinds mean").press("Enter")
    expect(page.get_by_text("It has not been shown to be so.")).to_be_visible()
    focus(page, "A pupil says that a neighbour kept three books.")
    page.keyboard.type("Al")
    focus(page, "The librarian expects more readers in winter.")
    page.keyboard.type("An")
    paper.keeps(
        page,
        "A pupil says that a neighbour kept three books. → Alleged; "
        "The librarian expects more readers in winter. → Analysis",
    )
    assert paper.hand_in(page) == pytest.approx(1 / 3, abs=1e-6)
    expect(page.locator(".part").first).to_contain_text("Left empty")
    expect(page.locator(".part").last).to_contain_text("Your answer, wrong Analysis")
    expect(page.locator(".part").last).to_contain_text("Right answer Predicted")


def test_evidence_is_picked_by_keyboard_and_by_pressing_the_words(
    page: Page, sheet: Callable[[str], Sheet]
) -> None:
    paper = sheet("evidence")
    paper.begin(page)
    focus(page, "It closes at half past four.")
    page.keyboard.press("Space")
    focus(page, "On Saturday it opens for two hours.")
    page.keyboard.press("Space")
    page.get_by_text("On Sunday it is closed.").click()
    page.get_by_text("It closes at half past four.").click()
    paper.keeps(page, "On *Saturday* it opens for two hours.; On Sunday it is closed.")
    assert paper.hand_in(page) == 1.0
    expect(page.get_by_text("Your answer, right")).to_have_count(2)


def test_evidence_is_picked_without_script(plain_page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("evidence")
    paper.begin(plain_page)
    plain_page.get_by_label("On Sunday it is closed.").check()
    plain_page.get_by_role("button", name="Next question").last.click()
    expect(plain_page.get_by_text("Question 2 of 2")).to_be_visible()
    assert paper.said() == "On Sunday it is closed."


def rows_of(page: Page) -> list[str]:
    return page.locator(".order__text").all_inner_texts()


def test_items_are_put_in_order_by_keyboard(page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("ordering")
    paper.begin(page)
    items = ["Find it on the shelf", "Show your card", "Get the date stamped in it", "Take it home"]
    assert sorted(rows_of(page)) == sorted(items)
    assert rows_of(page) != items
    for place, item in enumerate(items):
        button = page.get_by_role("button", name=f"Move up: {item}")
        button.focus()
        for _ in range(rows_of(page).index(item) - place):
            page.keyboard.press("Enter")
            expect(button).to_be_focused()
    assert rows_of(page) == items
    expect(page.get_by_role("status").filter(has_text="place")).to_have_text(re.compile("place [1-4] of 4"))
    paper.keeps(page, " → ".join(items))
    page.reload()
    assert rows_of(page) == items
    assert paper.hand_in(page) == 1.0


def test_items_are_dragged_by_their_grip(page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("ordering")
    paper.begin(page)
    expect(page.locator(".order__grip").first).to_be_visible()
    before = rows_of(page)
    grip = page.locator(".order__grip").first.bounding_box()
    last = page.locator(".order__item").last.bounding_box()
    assert grip
    assert last
    page.mouse.move(grip["x"] + 8, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, last["y"] + last["height"] - 4, steps=12)
    page.mouse.up()
    assert rows_of(page) == [*before[1:], before[0]]
    paper.keeps(page, " → ".join([*before[1:], before[0]]))


def test_an_order_is_given_by_places_without_script(plain_page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("ordering")
    paper.begin(plain_page)
    items = ["Find it on the shelf", "Show your card", "Get the date stamped in it", "Take it home"]
    for item, place in zip(items, "1233", strict=True):
        plain_page.get_by_label(f"Place of: {item}").select_option(place)
    plain_page.get_by_role("button", name="Next question").last.click()
    expect(plain_page.get_by_text("2 items have place 3. Give each item its own place.")).to_be_visible()
    expect(plain_page.get_by_label("Place of: Show your card")).to_have_value("2")
    plain_page.get_by_label("Place of: Take it home").select_option("4")
    plain_page.get_by_role("button", name="Next question").last.click()
    expect(plain_page.get_by_text("Question 2 of 2")).to_be_visible()
    assert paper.said() == " → ".join(items)


def test_gaps_are_filled_by_keyboard(page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("cloze")
    paper.begin(page)
    focus(page, "Gap 1")
    page.keyboard.type("nine")
    focus(page, "Gap 2")
    page.keyboard.type("sunday")
    page.keyboard.press("Tab")
    page.keyboard.type("Mr Amsel")
    page.keyboard.press("Tab")
    paper.keeps(page, "Gap 1 → nine; Gap 2 → sunday; Gap 3 → Mr Amsel")
    page.reload()
    expect(page.get_by_label("Gap 3")).to_have_value("Mr Amsel")
    assert paper.hand_in(page) == pytest.approx(2 / 3, abs=1e-6)
    expect(page.locator(".part").last).to_contain_text("Right answer Ms Amsel")


def test_gaps_are_filled_without_script(plain_page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("cloze")
    paper.begin(plain_page)
    plain_page.get_by_label("Gap 1").select_option("eight")
    plain_page.get_by_label("Gap 3").fill("Amsel")
    plain_page.get_by_role("button", name="Next question").last.click()
    expect(plain_page.get_by_text("Question 2 of 2")).to_be_visible()
    assert paper.said() == "Gap 1 → eight; Gap 3 → Amsel"


def test_an_essay_is_written_saved_and_waits_to_be_marked(page: Page, sheet: Callable[[str], Sheet]) -> None:
    paper = sheet("essay")
    paper.begin(page)
    focus(page, "Does the timetable suit your class? Say why, and quote it.")
    page.keyboard.type("It does.")
    page.keyboard.press("Enter")
    page.keyboard.type("We are free “at nine”.")
    page.keyboard.press("Tab")
    paper.keeps(page, "It does.\nWe are free “at nine”.")
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("It does.\nWe are free “at nine”.")
    assert paper.hand_in(page) is None
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Waiting for your teacher’s mark. One to look at again."
    )
    expect(page.get_by_text("Waiting to be marked")).to_be_visible()
    expect(page.get_by_text("Your answer, 7 words")).to_be_visible()
    expect(page.get_by_text("Names a day")).to_be_visible()
