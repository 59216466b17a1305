"""Every question type from the editor to the review by keyboard alone; then all by touch, without script."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from quizapp import create_app
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Bank, Question
from quizapp.banks.service import add_question, content_of
from quizapp.classes.models import Class
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.core.bank.model import read_question
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz, QuizQuestion
from tests.cast import COMMON, NOW, Cast, make_assignment
from tests.conftest import close, settings_in
from tests.databases import Databases
from tests.journeys.conftest import Live, served, wait_for_scripts
from tests.journeys.kinds import KINDS, LONG, Kind, Steps

EXPLANATION = "The notice on the door says so."
PASSAGE = "The library opens at nine on school days. The timetable on the door says so."
NAME = (
    "() => { const at = document.activeElement;"
    " return (at.getAttribute('aria-label') || (at.labels?.[0] ?? at).textContent).trim() }"
)
SignIn = Callable[..., None]


@pytest.fixture(scope="module")
def live(
    databases: Databases, stage: tuple[str, Cast], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """One server for all types: each has a question and a quiz of its own."""
    folder = tmp_path_factory.mktemp("types")
    url = databases.make(folder, stage[0])
    app = create_app(settings_in(folder, url))
    with pytest.MonkeyPatch.context() as monkeypatch, served(app, monkeypatch) as live:
        yield live
    close(app)
    databases.drop(url)


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
        if len(keys) > 20:
            page.keyboard.insert_text(keys)  # as typed, in one go
        elif not keys.startswith("<"):
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
    """A student at a quiz, and what is stored of it."""

    def __init__(self, live: Live, cast: Cast, name: str, *questions: int) -> None:
        self.live, self.count = live, len(questions)
        with live.app.app_context():
            quiz = Quiz(owner_id=cast.teacher, bank_id=cast.bank, title=name, intro="", created_at=NOW)
            quiz.questions = [
                QuizQuestion(question=db.session.get_one(Question, number), position=place)
                for place, number in enumerate(questions, 1)
            ]
            db.session.add(quiz)
            db.session.flush()
            assignment = make_assignment(quiz, db.session.get_one(Class, cast.class_))
            self.assignment = assignment.id
            db.session.commit()

    def begin(self, page: Page) -> None:
        page.goto(f"{self.live.url}/take/{self.assignment}")
        page.get_by_role("button", name="Start").press("Enter")
        expect(page.get_by_text(f"Question 1 of {self.count}")).to_be_visible()
        page.wait_for_selector("#attempt[data-ready]", state="attached")

    def said(self, slot: int = 1) -> str:
        """Put in words what is stored."""
        with self.live.app.app_context():
            query = db.session.query(Answer).join(Attempt).filter(Attempt.assignment_id == self.assignment)
            answer = query.filter(Answer.slot == slot).one_or_none()
            revision = db.session.get_one(Assignment, self.assignment).slots[slot - 1].revision
            question = content_of(revision)
            response = answer.response if answer else None
            db.session.rollback()
        if not response:
            return ""
        return question.qtype.say(question.content, question.qtype.Response.model_validate_json(response))

    def keeps(self, page: Page, stored: str, slot: int = 1) -> None:
        """Wait until just that is stored, and told to be."""
        for _ in range(800):
            if self.said(slot) == stored:
                break
            page.wait_for_timeout(25)
        assert self.said(slot) == stored
        expect(page.locator("#save-state")).to_have_text("Saved")

    def hand_in(self, page: Page) -> None:
        page.get_by_role("button", name="Check and hand in").first.press("Enter")
        page.get_by_role("button", name="Hand in", exact=True).press("Enter")
        expect(page.get_by_text("Receipt")).to_be_visible()

    def show(self, **review: str) -> None:
        with self.live.app.app_context():
            row = db.session.get_one(Assignment, self.assignment)
            row.review = ReviewPolicy.model_validate(review).model_dump(mode="json")
            db.session.commit()


def answers_of(page: Page) -> list[object]:
    """Return what stands in the controls of the question."""
    found: list[object] = page.locator(".question__body").evaluate(
        "node => [...node.querySelectorAll('input, select, textarea')]"
        ".map(one => ['radio', 'checkbox'].includes(one.type) ? one.checked : one.value)"
    )
    return found


@pytest.mark.parametrize("name", list(QUESTION_TYPES))
def test_a_question_is_written_edited_taken_and_reviewed_by_keyboard(
    page: Page, live: Live, cast: Cast, sign_in: SignIn, name: str
) -> None:
    kind = KINDS[name]
    number = written(page, live, cast, sign_in, kind)
    page.context.clear_cookies()
    sign_in(page, cast.heron)
    desk = Desk(live, cast, kind.label, number)
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
    page.wait_for_selector("#attempt[data-ready]", state="attached")
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
    wait_for_scripts(page)
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
    wait_for_scripts(page)
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


# ---- all types in one quiz


def quiz_of(live: Live, cast: Cast, contents: Mapping[str, Mapping[str, Any]]) -> Desk:
    """Give a quiz of one question of each kind."""
    with live.app.app_context():
        bank = db.session.get_one(Bank, cast.bank)
        numbers = []
        for name, content in contents.items():
            slug = f"all-{name.replace('_', '-')}-{db.session.query(Question).count()}"
            mapping = {**COMMON, "id": slug, "type": name, "title": name, "cites": ["rules/hours"]}
            question, findings = read_question({**mapping, **content})
            assert question, findings
            numbers.append(add_question(bank, question, author=None, now=NOW).id)
        db.session.commit()
    return Desk(live, cast, "All kinds", *numbers)


@pytest.fixture
def all_types(live: Live, cast: Cast) -> Desk:
    """A quiz of the worked example of each type, in the registry's order."""
    return quiz_of(live, cast, {name: kind.examples()[0].content for name, kind in QUESTION_TYPES.items()})


@pytest.fixture
def phone(browser: Browser, live: Live) -> Iterator[Page]:
    """A page of a telephone, 360 pixels wide, that is touched."""
    with contextlib.closing(
        browser.new_context(
            viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, reduced_motion="reduce"
        )
    ) as context:
        page = context.new_page()
        page.set_default_timeout(20_000)
        yield page


@pytest.fixture
def plain_page(browser: Browser, live: Live) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    with contextlib.closing(
        browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    ) as context:
        page = context.new_page()
        page.set_default_timeout(20_000)
        yield page


ITEMS = ["Find it on the shelf", "Show your card", "Get the date stamped in it", "Take it home"]
ESSAY = "They suit us.\nNine is early."
SAID = {
    "multiple_choice": "At nine",
    "multiple_response": "Monday; Sunday",
    "true_false": "False",
    "short_text": "Sunday",
    "numeric": "7.5",
    "matching": "Monday → Chess; Saturday → Book repair",
    "claim_sort": "A pupil says that a neighbour kept three books. → Alleged",
    "evidence": "It closes at half past four.; On Sunday it is closed.",
    "ordering": " → ".join(ITEMS),
    "cloze": "Gap 1 → nine; Gap 2 → Sunday",
    "essay": ESSAY,
}
"""What is answered on the telephone and without script."""


def answer(page: Page, name: str, press: Callable[[Locator], None]) -> None:
    """Answer a question with parts of its own by pressing and by the browser's own lists."""
    if name == "multiple_choice":
        press(page.get_by_text("At nine"))
    elif name in ("multiple_response", "evidence"):
        for text in SAID[name].split("; "):
            press(page.get_by_text(text.rstrip(";"), exact=True))
    elif name == "true_false":
        press(page.get_by_text("False", exact=True))
    elif name in ("short_text", "numeric", "essay"):
        box = page.get_by_role("textbox")
        press(box)
        box.fill(SAID[name])
    elif name in ("matching", "claim_sort"):
        for pair in SAID[name].split("; "):
            of, _, picked = pair.partition(" → ")
            page.get_by_label(of).select_option(picked)
    elif name == "cloze":
        page.get_by_label("Gap 1").select_option("nine")
        press(page.get_by_label("Gap 2"))
        page.get_by_label("Gap 2").fill("Sunday")


SMALL = """() => [...document.querySelector(".question__body")
  .querySelectorAll("button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility())
  .map((one) => {
    const label = ["radio", "checkbox"].includes(one.type) ? one.labels[0] : one;
    const { width, height } = label.getBoundingClientRect();
    return [one.tagName, label.textContent.trim(), Math.round(width), Math.round(height)];
  })
  .filter(([, , width, height]) => width < 44 || height < 44)"""


def test_every_type_is_answered_by_touch_on_a_telephone(
    phone: Page, all_types: Desk, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(phone, cast.heron)
    all_types.begin(phone)
    for slot, name in enumerate(QUESTION_TYPES, 1):
        expect(phone.get_by_text(f"Question {slot} of 11")).to_be_visible()
        phone.wait_for_selector("#attempt[data-ready]", state="attached")
        assert (name, phone.evaluate(SMALL)) == (name, [])
        assert phone.evaluate("document.scrollingElement.scrollWidth") == 360
        if name == "ordering":
            put_in_order_by_finger(phone)
        else:
            answer(phone, name, lambda control: control.tap())
        all_types.keeps(phone, SAID[name], slot)
        if slot < 11:
            phone.get_by_role("button", name="Next question").tap()
    phone.get_by_role("button", name="Check and hand in").first.tap()
    phone.get_by_role("button", name="Hand in", exact=True).tap()
    expect(phone.get_by_text("Receipt")).to_be_visible()
    for slot, name in enumerate(QUESTION_TYPES, 1):
        phone.goto(phone.url.split("?")[0] + f"?q={slot}")
        assert (name, phone.evaluate("document.scrollingElement.scrollWidth")) == (name, 360)
        assert "Where the reading says so" in words(phone)


def put_in_order_by_finger(page: Page) -> None:
    """Drag each item by its grip to its place, as a finger does; what has moved is told."""
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    for place, item in enumerate(ITEMS):
        rows = page.locator(".order__item")
        at = page.locator(".order__text").all_inner_texts().index(item)
        if at == place:
            continue
        rows.nth(place).scroll_into_view_if_needed()
        grip, target = rows.nth(at).locator(".order__grip").bounding_box(), rows.nth(place).bounding_box()
        assert grip
        assert target
        x, y, end = grip["x"] + 8, grip["y"] + 20, target["y"] + 4
        touch("touchStart", {"x": x, "y": y})
        for step in range(1, 9):
            touch("touchMove", {"x": x, "y": y + (end - y) * step / 8})
        page.wait_for_timeout(100)  # a finger lifted in flight is a fling, and swallows the tap after it
        touch("touchMove", {"x": x, "y": end})
        touch("touchEnd")
        expect(page.locator("[data-said]")).to_have_text(f"{item}: place {place + 1} of 4")
    assert page.locator(".order__text").all_inner_texts() == ITEMS


@pytest.mark.both_databases
def test_every_type_is_answered_and_comes_back_without_script(
    plain_page: Page, all_types: Desk, cast: Cast, sign_in: SignIn
) -> None:
    page = plain_page
    sign_in(page, cast.wren)
    page.goto(f"{all_types.live.url}/take/{all_types.assignment}")
    page.get_by_role("button", name="Start").click()
    given = []
    for slot, name in enumerate(QUESTION_TYPES, 1):
        if name == "ordering":
            for place, item in enumerate(ITEMS, 1):
                page.get_by_label(f"Place of: {item}").select_option(str(place))
        else:
            answer(page, name, lambda control: control.click())
        given.append(answers_of_form(page))
        page.get_by_role("button", name="Next question" if slot < 11 else "Check and hand in").first.click()
        expect(
            page.get_by_text(f"Question {slot + 1} of 11" if slot < 11 else "All 11 questions are answered.")
        ).to_be_visible()
        assert all_types.said(slot) == SAID[name]
    for slot in range(11, 0, -1):
        page.goto(page.url.partition("?")[0].replace("/check", "") + f"?q={slot}")
        assert answers_of_form(page) == given[slot - 1]
    page.get_by_role("button", name="Check and hand in").click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("Receipt")).to_be_visible()


def answers_of_form(page: Page) -> dict[str, str]:
    """Return what stands in the controls by their names, of a page that runs no script of its own."""
    found = {}
    for control in page.locator(".question__body :is(input, select, textarea)").all():
        ticked = control.get_attribute("type") in ("radio", "checkbox")
        value = str(control.is_checked()) if ticked else control.input_value()
        found[control.get_attribute("id") or ""] = value
    return found


def test_long_words_and_long_lists_fit_a_telephone(
    page: Page, live: Live, cast: Cast, sign_in: SignIn
) -> None:
    desk = quiz_of(live, cast, LONG)
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, cast.eagle)
    page.goto(f"{live.url}/take/{desk.assignment}")
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    attempt = page.url.partition("?")[0]
    wide = "document.scrollingElement.scrollWidth"
    for slot, name in enumerate(LONG, 1):
        page.goto(f"{attempt}?q={slot}")
        assert (name, page.evaluate(wide)) == (name, 320)
        if name == "matching":  # a list shows the beginning of an answer only: all of it stands above
            assert page.locator(".lettered li").count() == 9
            first = page.locator(".lettered li").first.inner_text()
            page.get_by_label("Organisation 1 of").select_option(f"A. {first}")
            desk.keeps(page, f"{LONG[name]['pairs'][0]['premise']} → {first}", slot)
        elif name == "evidence":  # each sentence is a row
            tops = page.locator(".sentence").evaluate_all("all => all.map(one => one.offsetTop)")
            assert len(set(tops)) == 12
        elif name == "cloze":  # a full stop, a quotation mark stay with their gap
            glued = page.locator(".cloze__whole").evaluate_all(
                "all => all.map(one => one.getClientRects().length)"
            )
            assert glued == [1] * 6
    page.goto(f"{attempt}/check")
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("Receipt")).to_be_visible()
    for slot, name in enumerate(LONG, 1):
        page.goto(page.url.partition("?")[0] + f"?q={slot}")
        assert (name, page.evaluate(wide)) == (name, 320)
    page.context.clear_cookies()
    sign_in(page, cast.admin)
    for name in LONG:
        with live.app.app_context():
            slug = db.session.query(Question.slug).filter(
                Question.slug.like(f"all-{name.replace('_', '-')}-%")
            )
            found = slug.order_by(Question.id.desc()).first()[0]
            db.session.rollback()
        page.goto(f"{live.url}/bank/library/questions/{found}/edit")
        assert (name, page.evaluate(wide)) == (name, 320)
