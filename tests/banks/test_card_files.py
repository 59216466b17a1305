"""A bank's cards go to Anki, to a spreadsheet and to paper, and come back as the same cards."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from anki.collection import Collection, DeckIdLimit, ExportAnkiPackageOptions
from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.banks.card_files import sheets_of
from quizapp.banks.flashcards import card_of, flashcards_of, remove_card, write_card
from quizapp.banks.models import Bank
from quizapp.banks.models import Flashcard as CardRow
from quizapp.core.bank.model import Flashcard, Status
from quizapp.core.formats.cards import IMPORTED
from quizapp.extensions import db
from tests.cast import NOW

CARDS = "/bank/library/cards"
ODD = Flashcard(
    id=f"{IMPORTED}odd",
    status=Status.APPROVED,
    front="=1+1 is *what* to a <b>spreadsheet</b>?",
    back="A formula, “told” by:\n\n- its sign, 1 * 1 [a]\n- `code`",
    cites=("rules/hours", "rules/loans"),
    objectives=("rules",),
    tags=("signs", "second-one"),
)

GAPS = Flashcard(
    id=f"{IMPORTED}gaps",
    status=Status.APPROVED,
    cloze=True,
    front="It \\[the *library*\\] opens at [nine] on [school :: days}}].",
    back="Said by the door.",
    cites=("rules/hours",),
    tags=("gaps",),
)


@pytest.fixture
def gaps(app: Flask) -> Flashcard:
    """A text with gaps, with all that is hard to carry."""
    put(app, GAPS)
    return GAPS


@pytest.fixture
def odd(app: Flask) -> Flashcard:
    """A card with all that is hard to carry."""
    put(app, ODD)
    return ODD


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Collection]:
    """A new collection of Anki's own."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


def put(app: Flask, card: Flashcard, later: int = 0) -> None:
    with app.app_context():
        bank = db.session.query(Bank).filter_by(slug="library").one()
        row = db.session.query(CardRow).filter_by(bank_id=bank.id, slug=card.id).one_or_none()
        now = NOW + timedelta(minutes=later)
        write_card(row or CardRow(bank=bank, slug=card.id, created_at=NOW), card, now=now)
        db.session.commit()


def cards_in(app: Flask) -> dict[str, Flashcard]:
    with app.app_context():
        bank = db.session.query(Bank).filter_by(slug="library").one()
        return {row.slug: card_of(row) for row in flashcards_of(bank)}


def take_away(app: Flask, *slugs: str) -> None:
    with app.app_context():
        for row in db.session.query(CardRow).filter(CardRow.slug.in_(slugs)):
            remove_card(row, now=NOW)
        db.session.commit()


def import_into(anki: Collection, folder: Path, data: bytes) -> dict[str, int]:
    """Let Anki import a package as a person does; return how many notes were what."""
    file = folder / "deck.apkg"
    file.write_bytes(data)
    request = ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
    log = anki.import_anki_package(request).log
    return {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting")}


def test_anki_imports_the_deck_with_passage_source_claim_and_tags(
    teacher: FlaskClient, odd: Flashcard, anki: Collection, tmp_path: Path
) -> None:
    answer = teacher.get(f"{CARDS}.apkg")
    assert answer.headers["Content-Disposition"] == "attachment; filename=library.apkg"
    assert import_into(anki, tmp_path, answer.data) == {
        "new": 2,
        "updated": 0,
        "duplicate": 0,
        "conflicting": 0,
    }
    assert [deck.name for deck in anki.decks.all_names_and_ids()] == ["Default", "The school library"]
    (number,) = anki.find_notes("Front:*books*")
    note = anki.get_note(number)
    assert note["Front"] == "How many books may a student borrow?"
    assert note["Claim"] == "Documented, by the timetable"
    assert "three books at a time" in note["Passage"]
    assert "¶ 1.2, The rules of the library" in note["Passage"]
    assert note["Source"] == "The school library. The notice on the door"
    assert [card.template()["name"] for card in note.cards()] == ["Card", "Reverse"]
    answer_side = note.cards()[0].answer()
    assert answer_side.index("Three at a time.") < answer_side.index("three books at a time")
    assert "The notice on the door" in answer_side
    assert "Three at a time." in note.cards()[1].question()
    (number,) = anki.find_notes("tag:signs")
    assert anki.get_note(number).tags == ["objective::rules", "second-one", "signs"]
    assert "&lt;b&gt;spreadsheet" in anki.get_note(number)["Front"]


def test_anki_takes_a_second_import_as_an_update(
    teacher: FlaskClient, odd: Flashcard, app: Flask, anki: Collection, tmp_path: Path
) -> None:
    first = teacher.get(f"{CARDS}.apkg").data
    assert teacher.get(f"{CARDS}.apkg").data == first
    import_into(anki, tmp_path, first)
    seen = {card: anki.get_card(card).nid for card in anki.find_cards("")}
    assert import_into(anki, tmp_path, first)["duplicate"] == 2
    put(app, odd.model_copy(update={"back": "Changed since.", "reversed": True}), later=5)
    again = import_into(anki, tmp_path, teacher.get(f"{CARDS}.apkg").data)
    assert again == {"new": 0, "updated": 1, "duplicate": 1, "conflicting": 0}
    assert anki.note_count() == 2
    (number,) = anki.find_notes("tag:signs")
    assert anki.get_note(number)["Back"] == "Changed since."
    assert len(anki.get_note(number).cards()) == 2
    assert seen.items() <= {card: anki.get_card(card).nid for card in anki.find_cards("")}.items()


def test_anki_makes_a_card_of_each_gap_of_a_text(
    app: Flask, teacher: FlaskClient, gaps: Flashcard, anki: Collection, tmp_path: Path
) -> None:
    import_into(anki, tmp_path, teacher.get(f"{CARDS}.apkg").data)
    (number,) = anki.find_notes("tag:gaps")
    note = anki.get_note(number)
    assert note.note_type()["type"] == 1  # Anki's own kind of text with gaps
    first, second = note.cards()
    assert "opens at <span" in first.question()
    assert "[...]" in first.question()
    assert ">nine<" not in first.question()
    assert ">nine<" in second.question()
    assert "school : : days} }" in second.answer()
    assert "Said by the door." in second.answer()
    assert "The library opens at nine" in second.answer()  # the passage
    put(app, gaps.model_copy(update={"back": "Changed since."}), later=5)
    again = import_into(anki, tmp_path, teacher.get(f"{CARDS}.apkg").data)
    assert (again["new"], again["updated"]) == (0, 1)
    assert anki.get_note(number)["Extra"] == "Changed since."


def test_a_text_with_gaps_that_is_changed_in_anki_comes_back_changed(
    app: Flask, admin: FlaskClient, gaps: Flashcard, anki: Collection, tmp_path: Path
) -> None:
    import_into(anki, tmp_path, admin.get(f"{CARDS}.apkg").data)
    (number,) = anki.find_notes("tag:gaps")
    note = anki.get_note(number)
    note["Text"] = "It opens at {{c1::nine}} or {{c2::ten}}."
    anki.update_note(note)
    out = tmp_path / "back.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=False, with_media=False, legacy=True)
    deck = anki.decks.id_for_name("The school library")
    anki.export_anki_package(out_path=str(out), options=options, limit=DeckIdLimit(deck))
    take_in(admin, out.read_bytes(), "back.apkg")
    card = cards_in(app)[gaps.id]
    assert (card.front, card.back) == ("It opens at [nine] or [ten].", "Said by the door.")
    assert (card.cloze, card.cites, card.tags) == (True, gaps.cites, gaps.tags)


@pytest.mark.parametrize("end", ["apkg", "csv"])
def test_what_goes_out_is_here_already_when_it_comes_in(
    end: str, app: Flask, admin: FlaskClient, odd: Flashcard, gaps: Flashcard
) -> None:
    page = check(admin, admin.get(f"{CARDS}.{end}").data, f"library.{end}")
    assert "<b>3</b> already here" in page
    assert "All of these cards are here already" in page


@pytest.mark.parametrize("end", ["apkg", "csv"])
def test_what_went_out_comes_back_as_the_same_cards(
    end: str, app: Flask, admin: FlaskClient, odd: Flashcard, gaps: Flashcard
) -> None:
    data = admin.get(f"{CARDS}.{end}").data
    before = cards_in(app)
    take_away(app, odd.id, gaps.id, "three-books")
    take_in(admin, data, f"library.{end}", approve="yes")
    after = cards_in(app)
    assert after[odd.id] == before[odd.id]
    assert after[gaps.id] == before[gaps.id]
    (books,) = [card for card in after.values() if card.front.startswith("How many books")]
    assert books == before["three-books"].model_copy(update={"id": books.id})


def test_what_is_changed_in_anki_comes_back_changed(
    app: Flask, admin: FlaskClient, odd: Flashcard, anki: Collection, tmp_path: Path
) -> None:
    import_into(anki, tmp_path, admin.get(f"{CARDS}.apkg").data)
    (number,) = anki.find_notes("tag:signs")
    note = anki.get_note(number)
    note["Back"], note.tags = "It is <b>run</b>.", ["signs", "New::One"]
    anki.update_note(note)
    out = tmp_path / "back.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=False, with_media=False, legacy=True)
    deck = anki.decks.id_for_name("The school library")
    anki.export_anki_package(out_path=str(out), options=options, limit=DeckIdLimit(deck))
    page = take_in(admin, out.read_bytes(), "back.apkg")
    assert "1 changed, as drafts." in page
    card = cards_in(app)[odd.id]
    assert (card.front, card.back) == (odd.front, "It is **run**.")
    assert set(card.tags) == {"signs", "new-one"}
    assert (card.cites, card.status) == (odd.cites, Status.DRAFT)


def test_a_table_is_never_run_by_a_spreadsheet(admin: FlaskClient, odd: Flashcard) -> None:
    text = admin.get(f"{CARDS}.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["card"] for row in rows] == [odd.id, "three-books"]
    assert rows[0]["front"].startswith("'=1+1")
    assert (rows[1]["claim_by"], rows[1]["claim_status"]) == ("the timetable", "documented")


def test_the_sheet_has_each_back_behind_its_front(app: Flask, odd: Flashcard, teacher: FlaskClient) -> None:
    put(app, odd.model_copy(update={"id": f"{IMPORTED}third", "front": "Third", "back": "3"}))
    with app.app_context():
        bank = db.session.query(Bank).filter_by(slug="library").one()
        fronts, backs = sheets_of(bank, fold=False)
        assert [one and one.row.slug for one in fronts] == [odd.id, f"{IMPORTED}third", "three-books", None]
        assert [one and one.row.slug for one in backs] == [f"{IMPORTED}third", odd.id, None, "three-books"]
        (strip,) = sheets_of(bank, fold=True)
        assert [one and one.is_back for one in strip] == [False, True] * 3
    page = teacher.get(f"{CARDS}/sheet").text
    assert "¶ 1.2, The rules of the library." in page
    assert "The school library. The notice on the door" in page


def test_a_text_with_gaps_is_printed_as_a_card_for_each(
    app: Flask, gaps: Flashcard, teacher: FlaskClient
) -> None:
    with app.app_context():
        bank = db.session.query(Bank).filter_by(slug="library").one()
        (strip,) = sheets_of(bank, fold=True)
        sides = [one.text for one in strip if one and one.row.slug == gaps.id]
    assert len(sides) == 4
    assert sides[0] == "It \\[the *library*\\] opens at [ … ] on school :: days}}."
    assert sides[3].endswith("on **school :: days}}**.\n\nSaid by the door.")


def test_a_bank_with_nothing_approved_says_so(app: Flask, admin: FlaskClient) -> None:
    take_away(app, "three-books")
    for end in (".apkg", ".csv"):
        page = admin.get(f"{CARDS}{end}", follow_redirects=True).text
        assert "No card is approved yet." in page
    assert "No cards to print yet" in admin.get(f"{CARDS}/sheet").text
    assert "Download" not in admin.get(CARDS).text


def check(client: FlaskClient, data: bytes, name: str) -> str:
    sent = client.post(f"{CARDS}/import", data={"file": (io.BytesIO(data), name)}, follow_redirects=True)
    assert sent.status_code == 200, sent.text
    return sent.text


def take_in(client: FlaskClient, data: bytes, name: str, **fields: str) -> str:
    page = check(client, data, name)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    number = page_number(client)
    answer = client.post(f"{CARDS}/import/{number}", data={"seen": seen, **fields}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def page_number(client: FlaskClient) -> int:
    return max(number for number in range(1, 9) if client.get(f"{CARDS}/import/{number}").status_code == 200)
