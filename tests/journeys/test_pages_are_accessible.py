"""Every page, for those who may see it, light and dark, on a phone and a laptop: nothing broken or hidden."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from quizapp.accounts.models import User
from quizapp.admin.sample import ensure_sample
from quizapp.banks.card_importing import begin
from quizapp.banks.flagging import raise_flag
from quizapp.banks.flashcards import write_card
from quizapp.banks.models import Bank, Passage, Reading
from quizapp.banks.models import Flashcard as CardRow
from quizapp.banks.rechecking import keep_version
from quizapp.banks.reviewing import add_comment, tick_key
from quizapp.banks.service import add_question, add_revision, move
from quizapp.cards.models import Card, Deck
from quizapp.classes.models import Class, StudentAccommodation
from quizapp.config import Settings
from quizapp.core.bank.model import Flashcard, Status, digest_of, read_question
from quizapp.core.formats.card_text import read_text
from quizapp.core.formats.cards import CardsRead
from quizapp.core.gradebook import Category, Rules
from quizapp.extensions import db
from quizapp.progress.service import excusable, excuse, set_rules
from quizapp.quizzes.models import Assignment, AssignmentAccommodation
from quizapp.web import clock
from tests.cast import NOW, Cast, make_assignment
from tests.conftest import close, make_app, settings_in, signed_in
from tests.databases import Databases
from tests.journeys.conftest import Live
from tests.reports.essays import hand_in, make_essay_assignment
from tests.reports.sorting import DOOR, NINE, TAKEN_IN, make_sorting_assignment, sort_and_pick

# (endpoint, who opens it, its address). The names in braces are those of `ids` below.
PAGES = (
    ("accommodations.of_class", "admin", "/classes/{outsider_class}/accommodations"),
    ("accommodations.of_class", "teacher", "/classes/{class_}/accommodations"),
    ("accommodations.of_student", "teacher", "/classes/{class_}/students/{eagle}/accommodations"),
    ("accommodations.of_student", "teacher", "/classes/{class_}/students/{heron}/accommodations"),
    ("accounts.account", "teacher", "/account"),
    ("accounts.account", "heron", "/account"),
    ("accounts.choose_password", "eagle", "/choose-password"),
    ("accounts.one_time_link", None, "/welcome/a-link-that-was-used"),
    ("accounts.sign_in", None, "/sign-in"),
    ("admin.audit", "admin", "/school/audit"),
    ("admin.confirm_remove_sample", "admin", "/school/sample/remove"),
    ("admin.index", "admin", "/school"),
    ("admin.new_person", "admin", "/school/people/new"),
    ("admin.people", "admin", "/school/people"),
    ("admin.settings", "admin", "/school/settings"),
    ("admin.list_students", "admin", "/school/students"),
    ("admin.student", "admin", "/school/students/{heron}"),
    ("admin.delete_student", "admin", "/school/students/{outsider}/delete"),
    ("admin.person", "admin", "/school/people/{teacher}"),
    ("attempts.check", "heron", "/attempts/{under_way}/check"),
    ("attempts.cover", "eagle", "/take/{assignment}"),
    ("attempts.cover", "eagle", "/take/{timed}"),
    ("attempts.page", "eagle", "/attempts/{resting}"),
    ("attempts.page", "eagle", "/attempts/{unhurried}?q=2"),
    ("attempts.done", "wren", "/done"),
    ("attempts.page", "heron", "/attempts/{under_way}?q=1"),
    ("attempts.page", "heron", "/attempts/{under_way}?q=2"),
    ("attempts.page", "heron", "/attempts/{under_way}?q=3"),
    ("attempts.page", "heron", "/attempts/{under_way}?q=4"),
    ("attempts.page", "heron", "/attempts/{under_way}?q=5"),
    ("attempts.practise", "wren", "/attempts/{handed_in}/practise?order=7&q=2"),
    ("attempts.receipt", "wren", "/attempts/{handed_in}/receipt"),
    ("attempts.review", "wren", "/attempts/{handed_in}/review"),
    ("attempts.todo", "eagle", "/todo"),
    ("banks.cards", "admin", "/bank/museum/cards"),
    ("banks.cards", "teacher", "/bank/library/cards"),
    ("banks.cards_on_paper", "teacher", "/bank/library/cards/sheet"),
    ("banks.cards_on_paper", "teacher", "/bank/library/cards/sheet?sides=turn"),
    ("banks.cards_on_paper", "admin", "/bank/museum/cards/sheet"),
    ("banks.check_cards", "admin", "/bank/library/cards/import/{card_import}"),
    ("banks.check_cards", "admin", "/bank/library/cards/import/{nothing_to_import}"),
    ("banks.import_cards", "admin", "/bank/library/cards/import"),
    ("banks.new_card", "admin", "/bank/library/cards/new"),
    ("banks.edit_card", "admin", "/bank/library/cards/drafted-card-1/edit"),
    ("banks.edit_passage", "teacher", "/bank/own-garden/passages/{own_passage}/edit"),
    ("banks.reading", "teacher", "/readings/own-garden/text"),
    ("banks.choose_type", "admin", "/bank/library/questions/new"),
    ("banks.choose_type", "admin", "/bank/library/questions/new?cite=rules/hours&sentence=1"),
    ("banks.edit_question", "admin", "/bank/library/questions/loans-allowed/edit"),
    ("banks.drafts", "admin", "/bank/library/drafts"),
    ("banks.drafts", "admin", "/bank/museum/drafts"),
    ("banks.import_blocks", "teacher", "/bank/import/{document}"),
    ("banks.import_document", "teacher", "/bank/import"),
    ("banks.import_text", "teacher", "/bank/import/{document}/text"),
    ("banks.index", "teacher", "/bank"),
    ("banks.new_question", "admin", "/bank/library/questions/new/multiple_choice"),
    ("banks.new_question", "admin", "/bank/library/questions/new/numeric"),
    ("banks.question", "admin", "/bank/library/questions/loans-librarian"),
    ("banks.question", "admin", "/bank/museum/questions/was-asked"),
    ("banks.question", "teacher", "/bank/library/questions/hours-opening"),
    ("banks.reading", "heron", "/readings/library/rules"),
    ("banks.reading", "heron", "/readings/library/rules?cited=1.1,1.2"),
    ("banks.reading", "teacher", "/readings/library/rules"),
    ("banks.readings", "teacher", "/readings"),
    ("banks.flagged", "admin", "/bank/library/flagged"),
    ("banks.flagged", "admin", "/bank/museum/flagged"),
    ("banks.flagged", "teacher", "/bank/museum/flagged"),
    ("banks.recheck", "admin", "/bank/library/recheck"),
    ("banks.recheck", "admin", "/bank/museum/recheck"),
    ("banks.revision", "admin", "/bank/library/questions/hours-door/revisions/1"),
    ("banks.revision", "admin", "/bank/museum/questions/was-asked/revisions/2"),
    ("banks.show", "admin", "/bank/library"),
    ("banks.show", "admin", "/bank/library?q=library&status=approved&type=multiple_choice"),
    ("banks.show", "teacher", "/bank/library?q=zebra&status=draft"),
    ("cards.index", "eagle", "/cards"),
    ("cards.match", "eagle", "/cards/match?order=7"),
    ("cards.match", "wren", "/cards/match?order=7"),
    ("cards.index", "wren", "/cards"),
    ("cards.offline", None, "/cards/offline"),
    ("cards.offline", "wren", "/cards/offline"),
    ("cards.study", "wren", "/cards/study"),
    ("cards.study", "wren", "/cards/study?card={front}"),
    ("cards.study", "wren", "/cards/study?card={back}&back=1"),
    ("cards.study", "eagle", "/cards/study"),
    ("cards.add_deck", "wren", "/cards/decks/new"),
    ("cards.deck", "wren", "/cards/decks/{deck}"),
    ("cards.new_note", "wren", "/cards/notes/new"),
    ("cards.edit_note", "wren", "/cards/notes/1/edit"),
    ("cards.settings", "wren", "/cards/settings"),
    ("cards.of_class", "teacher", "/classes/{class_}/cards"),
    ("cards.of_class", "admin", "/classes/{outsider_class}/cards"),
    ("classes.add_students", "teacher", "/classes/{class_}/students/new"),
    ("classes.code", "teacher", "/classes/{class_}/code"),
    ("classes.edit", "teacher", "/classes/{class_}/edit"),
    ("classes.index", "teacher", "/classes"),
    ("classes.new", "teacher", "/classes/new"),
    ("classes.rename", "teacher", "/classes/{class_}/students/{heron}/rename"),
    ("classes.reset_student", "teacher", "/classes/{class_}/students/{heron}/reset"),
    ("classes.roster", "teacher", "/classes/{class_}/students"),
    ("classes.show", "teacher", "/classes/{class_}"),
    ("classes.sign_in_cards", "teacher", "/classes/{class_}/sign-in-cards"),
    ("joining.join", None, "/join"),
    ("joining.join_class", None, "/join/HRN-47K"),
    ("joining.self_join", None, "/join/HRN-47K/new"),
    ("progress.figure", "teacher", "/classes/{class_}/gradebook/{wren}"),
    ("progress.gradebook", "teacher", "/classes/{class_}/gradebook"),
    ("progress.gradebook", "admin", "/classes/{outsider_class}/gradebook"),
    ("progress.gradebook_rules", "teacher", "/classes/{class_}/gradebook/rules"),
    ("progress.own", "wren", "/progress"),
    ("progress.own", "eagle", "/progress"),
    ("progress.sheet", "teacher", "/classes/{class_}/students/{wren}/print"),
    ("progress.student", "teacher", "/classes/{class_}/students/{eagle}"),
    ("progress.student", "teacher", "/classes/{class_}/students/{wren}"),
    ("quizzes.accommodate", "teacher", "/assignments/{assignment}/accommodations/{eagle}"),
    ("quizzes.accommodations", "teacher", "/assignments/{assignment}/accommodations"),
    ("quizzes.assign", "teacher", "/quizzes/{quiz}/assign"),
    ("quizzes.assign", "teacher", "/quizzes/{quiz}/assign?kind=in-class"),
    ("quizzes.assignment", "teacher", "/assignments/{assignment}/edit"),
    ("quizzes.assignment", "teacher", "/assignments/{essays}/edit"),
    ("quizzes.access_code", "teacher", "/assignments/{essays}/code"),
    ("quizzes.choose", "teacher", "/quizzes/{quiz}/questions"),
    ("quizzes.edit", "teacher", "/quizzes/{quiz}/edit"),
    ("quizzes.index", "teacher", "/quizzes"),
    ("quizzes.new", "teacher", "/quizzes/new"),
    ("quizzes.preview", "teacher", "/quizzes/{quiz}/preview"),
    ("quizzes.quick", "teacher", "/quizzes/quick"),
    ("quizzes.show", "teacher", "/quizzes/{quiz}"),
    ("reports.all_files", "admin", "/files"),
    ("reports.class_files", "teacher", "/classes/{class_}/files"),
    ("reports.files", "teacher", "/assignments/{assignment}/files"),
    ("reports.questions", "teacher", "/assignments/{assignment}/report/questions"),
    ("reports.questions", "admin", "/assignments/{sample}/report/questions"),
    ("reports.test", "admin", "/assignments/{sample}/report/test"),
    ("reports.test", "teacher", "/assignments/{assignment}/report/test"),
    ("reports.mark", "teacher", "/assignments/{assignment}/marking/1/{handed_in}"),
    ("reports.mark", "teacher", "/assignments/{essays}/marking/2/{essay}?names=hidden"),
    ("reports.marking", "teacher", "/assignments/{essays}/marking"),
    ("reports.regrade", "teacher", "/assignments/{assignment}/regrade/4"),
    ("reports.regrade", "teacher", "/assignments/{assignment}/regrade/1?do=full&never_lower=1"),
    ("reports.reading", "teacher", "/assignments/{assignment}/report/reading"),
    ("reports.response", "teacher", "/assignments/{assignment}/report/responses/{handed_in}/1"),
    ("reports.show", "teacher", "/assignments/{assignment}/report"),
    ("reports.students", "teacher", "/assignments/{assignment}/report/students"),
    ("reports.students", "teacher", "/assignments/{assignment}/report/students?by=passages&order=name"),
    ("reports.answers", "teacher", "/assignments/{assignment}/report/answers?question=1"),
    ("reports.answers", "teacher", "/assignments/{sorting}/report/answers?is=alleged&said=documented"),
    ("reports.claims", "teacher", "/assignments/{sorting}/report/claims"),
    ("reports.claims", "teacher", "/assignments/{assignment}/report/claims"),
    ("reports.reading", "teacher", "/assignments/{sorting}/report/reading"),
    ("reports.sheet", "teacher", "/assignments/{assignment}/report/sheet?names=1"),
    ("trying.as_student", "teacher", "/quizzes/{quiz}/as-student?minutes=20&code=asked"),
    ("trying.as_student", "teacher", "/quizzes/{quiz}/as-student?way=forward&go=1"),
    ("trying.as_student", "teacher", "/quizzes/{quiz}/as-student?way=page&go=1"),
    ("trying.as_student", "teacher", "/quizzes/{quiz}/as-student?go=check"),
    ("trying.as_student", "teacher", "/quizzes/{quiz}/as-student?go=closed"),
    ("watching.receipt", "teacher", "/assignments/{assignment}/receipt?code=0000-0000"),
    ("watching.show", "teacher", "/assignments/{assignment}/watch"),
    ("watching.student", "teacher", "/assignments/{assignment}/watch/{heron}"),
    ("watching.student", "teacher", "/assignments/{assignment}/watch/{wren}"),
    (None, None, "/nowhere"),
)
NOT_PAGES = {
    "banks.cards_as_table",
    "banks.cards_for_anki",
    "cards.mine_as_table",
    "cards.mine_for_anki",
    "cards.kept",
    "cards.token",
    "cards.worker",
    "home",
    "quizzes.bank_files",
    "reports.class_table",
    "reports.gradebook_file",
    "reports.csv",
    "reports.table_file",
    "reports.workbook",
    "reports.mark_next",
    "static",
    "attempts.beat",
    "watching.board",
}
"""What answers GET with something else than a page: a redirect, a file."""

WINDOWS = ((1280, 800), (390, 844))


def make_review(bank: Bank) -> None:
    """Give the bank a question with a history, whose passage was changed since."""
    reading = Reading(bank=bank, slug="rooms", title="The rooms", source="door", note="", position=1)
    old, new = "The museum has three rooms and a *garden*.", "The museum has five halls and a *garden*."
    passage = Passage(
        slug="rooms", number="1.1", section="Rooms", text=old, digest=digest_of(old), sources=[], position=1
    )
    reading.passages = [passage]
    db.session.add(reading)
    db.session.flush()
    mapping = {"id": "was-asked", "type": "true_false", "answer": True, "cites": ["rooms/rooms"]}
    for title in ("Rooms", "The rooms"):
        question, findings = read_question(
            {**mapping, "title": title, "prompt": f"According to it, {title}?"}
        )
        assert question, findings
        if title == "Rooms":
            row = add_question(bank, question, author=None, now=NOW)
        else:
            add_revision(row, question, author=None, now=NOW)
    staff = db.session.query(User).filter_by(role="teacher").first()
    assert staff
    move(row, Status.REVIEW, actor=staff, now=NOW)
    add_comment(row, "Is the *garden* a room?\n\n- I think not.", author=staff, now=NOW)
    tick_key(row, actor=staff, now=NOW)
    card = Flashcard(id="three-rooms", front="How many rooms?", back="Three.", cites=("rooms/rooms",))
    write_card(CardRow(bank=bank, slug="three-rooms", created_at=NOW), card, now=NOW)
    keep_version(passage, now=NOW)
    passage.text, passage.digest = new, digest_of(new)
    db.session.flush()


def sample_assignment() -> int:
    """Make the sample class; return one of its assignments."""
    class_ = ensure_sample(NOW)
    assert class_
    return db.session.query(Assignment).filter_by(class_id=class_.id).first().id


def flag_something(bank: Bank) -> None:
    """Flag a question of a bank by its figures."""
    evidence = {"n": 24, "used": 2, "facility": 20.8, "guessed": 50.0, "discrimination": -0.31}
    words = ["Students who did well elsewhere missed this more often: check the key and the wording."]
    for row in bank.questions:
        raise_flag(row.id, [row.current_id], {**evidence, "words": words}, now=NOW)


def make_own_text(cast: Cast) -> int:
    """Save a text of the teacher's own; return its passage."""
    bank = Bank(slug="own-garden", title="The garden", owner_id=cast.teacher, meta={}, created_at=NOW)
    reading = Reading(bank=bank, slug="text", title="The garden", source="document", note="", position=1)
    text = "The garden has *two* gates."
    kept = {"section": "Opening", "digest": digest_of(text), "sources": ["document:1"], "position": 1}
    passage = Passage(reading=reading, slug="p-1-1", number="1.1", text=text, **kept)
    db.session.add(passage)
    db.session.flush()
    return passage.id


def make_card_import(bank: Bank, cast: Cast, text: str) -> int:
    """Give the admin cards to look at before they come in."""
    read = read_text(text)
    assert isinstance(read, CardsRead), read
    link = db.session.connection()
    return begin(link, bank.id, read, name="words.txt", owner_id=cast.admin, now=NOW)


@pytest.fixture(scope="session")
def full_stage(
    databases: Databases, stage: tuple[str, Cast], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, int]]]:
    """The cast's database with something for every page to show, made once; tests copy it."""
    folder = tmp_path_factory.mktemp("full")
    url = databases.make(folder, stage[0])
    app = make_app(settings_in(folder, url))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(clock, "now", lambda: NOW)
        ids = fill(app, stage[1])
    close(app)
    yield url, ids
    databases.drop(url)


@pytest.fixture
def settings(
    databases: Databases, full_stage: tuple[str, dict[str, int]], database_folder: Path, tmp_path: Path
) -> Settings:
    return settings_in(tmp_path, databases.fresh(database_folder, full_stage[0]))


@pytest.fixture
def ids(full_stage: tuple[str, dict[str, int]]) -> dict[str, int]:
    """Return the numbers in addresses."""
    return full_stage[1]


def fill(app: Flask, cast: Cast) -> dict[str, int]:
    """Fill the school; Heron is in the middle of the quiz, Wren has handed it in. Return all ids by name."""
    client_of = partial(signed_in, app)
    with app.app_context():
        db.session.get(Class, cast.class_).self_join = True
        # With one bank alone the list of banks leads on to it.
        library = db.session.get(Bank, cast.bank)
        museum = Bank(slug="museum", title="The town museum", meta=library.meta, created_at=NOW)
        db.session.add(museum)
        db.session.flush()
        make_review(museum)
        card = Flashcard(id="drafted-card-1", front="timetable", back="A list.", cites=("rules/hours",))
        write_card(CardRow(bank=library, slug=card.id, created_at=NOW), card, now=NOW)
        own_passage = make_own_text(cast)
        imports = [
            make_card_import(library, cast, text) for text in ("timetable\tThe hours.\nnine\t", "nine\t")
        ]
        sample = sample_assignment()
        flag_something(museum)
        essays = make_essay_assignment(cast).id
        sorting = make_sorting_assignment(cast)
        for person in (cast.heron, cast.wren, cast.eagle):
            sort_and_pick(sorting, person, TAKEN_IN, NINE, DOOR)
        claims = sorting.id
        db.session.commit()
    attempts = {
        "own_passage": own_passage,
        "card_import": imports[0],
        "nothing_to_import": imports[1],
        "sample": sample,
        "essays": essays,
        "sorting": claims,
        "essay": hand_in(client_of(cast.wren), essays, "Nine suits us."),
    }
    for name, user in (("under_way", cast.heron), ("handed_in", cast.wren)):
        client = client_of(user)
        started = client.post(f"/take/{cast.assignment}")
        attempts[name] = int(started.location.rpartition("/")[2])
        for question in (1, 3):
            answer = client.post(
                f"/attempts/{attempts[name]}?q={question}", data={"answer": "1", "go": "check"}
            )
            assert answer.status_code == 303
    assert client_of(cast.wren).post(f"/attempts/{attempts['handed_in']}/submit").status_code == 303
    attempts |= accommodated(app, cast, client_of(cast.eagle))
    attempts |= studied(app, client_of(cast.wren))
    make_gradebook(app, cast)
    with app.app_context():
        db.session.get_one(Assignment, essays).access_code = "QQZ-11K"
        db.session.commit()
    return {**asdict(cast), **attempts}


def studied(app: Flask, wren: FlaskClient) -> dict[str, int]:
    """Give Wren cards of each kind, one of them forgotten often, and let her want four buttons."""
    notes = {"kind": "cloze", "front": "It opens at [nine] on [school days].", "back": "Says the notice."}
    assert wren.post("/cards/notes/new", data=notes).status_code == 303
    assert wren.get("/cards").status_code == 200
    assert wren.post("/cards/decks/new", data={"bank": "library", "kind": "unit"}).status_code == 303
    assert wren.post("/cards/settings", data={"new_a_day": "20", "four_buttons": "y"}).status_code == 303
    with app.app_context():
        cards = {row.origin: row.id for row in db.session.query(Card)}
        deck = db.session.query(Deck).filter_by(kind="own").one().id
    missed = next(number for origin, number in cards.items() if origin.startswith("question:"))
    for count in range(7):
        review = {"card": str(missed), "rating": "1", "review": f"a-review-{count}"}
        assert wren.post("/cards/study", data=review).status_code == 303
    for number in [number for number in cards.values() if number != missed]:
        review = {"card": str(number), "rating": "3", "review": f"begun-card-{number}"}
        assert wren.post("/cards/study", data=review).status_code == 303
    return {"front": cards["flashcard:1:0"], "back": missed, "deck": deck}


def make_gradebook(app: Flask, cast: Cast) -> None:
    """Put the first quiz into a category, leave the others unsorted, and excuse Heron from it."""
    with app.app_context():
        class_, teacher = db.session.get_one(Class, cast.class_), db.session.get_one(User, cast.teacher)
        rules = Rules(True, (Category("Quizzes", 60, 1), Category("Homework", 40)), {cast.assignment: 0})
        set_rules(class_, rules, actor=teacher, now=NOW)
        row, assignment = excusable(teacher, cast.class_, cast.heron, cast.assignment)
        excuse(row, assignment, "Ill that week.", actor=teacher, now=NOW)
        db.session.commit()


def accommodated(app: Flask, cast: Cast, eagle: FlaskClient) -> dict[str, int]:
    """Give Eagle all that can be given, and two quizzes of a quarter of an hour; one of them rests."""
    with app.app_context():
        row = db.session.get(Assignment, cast.assignment)
        given = StudentAccommodation(
            user_id=cast.eagle, time_factor=1.5, break_minutes=10, clock="warned", larger_text=True
        )
        here = AssignmentAccommodation(assignment_id=row.id, user_id=cast.eagle, extra_attempts=1)
        made = [make_assignment(row.quiz, row.class_, time_limit=900) for _ in range(2)]
        db.session.add_all([given, here])
        db.session.commit()
        numbers = [one.id for one in made]
    started = [int(eagle.post(f"/take/{number}").location.rpartition("/")[2]) for number in numbers]
    assert eagle.post(f"/attempts/{started[0]}/break").status_code == 303
    return {"resting": started[0], "unhurried": started[1], "timed": numbers[1]}


@pytest.mark.parametrize(("endpoint", "who", "path"), PAGES, ids=[f"{who}:{path}" for _, who, path in PAGES])
def test_a_page_can_be_used_by_everyone(
    ids: dict[str, int],
    live: Live,
    page: Page,
    sign_in: Callable[..., None],
    check_page: Callable[[Page], None],
    endpoint: str | None,
    who: str | None,
    path: str,
) -> None:
    if who:
        sign_in(page, ids[who], choosing=endpoint == "accounts.choose_password")
    path = path.format(**ids)
    response = page.goto(live.url + path)
    assert response
    assert page.url == live.url + path, "It led elsewhere."
    assert response.ok or who is None
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            check_page(page)


def test_every_page_is_in_the_list(app: Flask) -> None:
    answering = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert sorted(answering - NOT_PAGES) == sorted({endpoint for endpoint, _, _ in PAGES if endpoint})


def test_every_address_in_the_list_is_that_of_its_page(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    for endpoint, _, path in PAGES:
        if endpoint:
            any_number = re.sub(r"\{\w+\}", "1", path).partition("?")[0]
            assert addresses.match(any_number)[0] == endpoint
