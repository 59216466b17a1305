"""A student takes their cards along: into the real Anki, again as an update, and into a table."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from anki.collection import Collection
from flask.testing import FlaskClient

from tests.banks.test_card_files import anki, import_into  # noqa: F401  a fixture
from tests.cards.conftest import WRONG, Studier
from tests.cast import NOW, Cast

APKG, TABLE = "/cards/mine.apkg", "/cards/mine.csv"


@pytest.fixture
def collected(studier: Studier, cast: Cast) -> Studier:
    """Heron with cards of each kind: a unit's, terms, missed questions, and three of his own."""
    studier.take()
    studier.take("glossary")
    studier.quiz(WRONG, cast.assignment)
    for kind, front, back in (
        ("basic", "=1+1", "*two*"),
        ("reversed", "livre", "book"),
        ("cloze", "It opens at [nine] on [school days].", "Says the door."),
    ):
        note = {"kind": kind, "front": front, "back": back}
        assert studier.client.post("/cards/notes/new", data=note).status_code == 303
    studier.home()
    return studier


def table(client: FlaskClient) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(TABLE).data.decode("utf-8-sig"))))


def test_anki_takes_a_students_cards_and_takes_them_again_as_an_update(
    collected: Studier,
    anki: Collection,  # noqa: F811
    tmp_path: Path,
    at: Callable[[datetime], None],
) -> None:
    answer = collected.client.get(APKG)
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-cards.apkg"
    first = import_into(anki, tmp_path, answer.data)
    assert (first["new"], first["duplicate"], first["conflicting"]) == (12, 0, 0)
    assert [deck.name for deck in anki.decks.all_names_and_ids()] == ["Default", "My cards"]
    (number,) = anki.find_notes("Front:livre")
    assert len(anki.get_note(number).cards()) == 2
    (number,) = anki.find_notes("Text:*nine*")
    assert ["[...]" in card.question() for card in anki.get_note(number).cards()] == [True, True]
    (number,) = anki.find_notes("Front:*does*library*open*")
    question = anki.get_note(number)
    assert [words in question["Front"] for words in ("At eight", "At nine", "At ten")] == [True] * 3
    assert question["Back"].startswith("At nine")
    (number,) = anki.find_notes("Front:How*many*books*")
    assert "three books at a time" in anki.get_note(number)["Passage"]
    at(NOW + timedelta(days=1))
    changed = {"kind": "reversed", "front": "livre", "back": "a book"}
    assert collected.client.post("/cards/notes/2/edit", data=changed).status_code == 303
    again = import_into(anki, tmp_path, collected.client.get(APKG).data)
    assert (again["new"], again["conflicting"]) == (0, 0)
    assert anki.note_count() == 12
    (number,) = anki.find_notes("Front:livre")
    assert anki.get_note(number)["Back"] == "a book"


def test_a_card_of_a_unit_is_the_same_in_the_students_and_the_units_deck(
    collected: Studier,
    teacher: FlaskClient,
    anki: Collection,  # noqa: F811
    tmp_path: Path,
) -> None:
    import_into(anki, tmp_path, teacher.get("/bank/library/cards.apkg").data)
    assert import_into(anki, tmp_path, collected.client.get(APKG).data)["new"] == 11


def test_a_table_has_a_row_for_each_card_and_none_is_run(collected: Studier) -> None:
    rows = {row["front"]: row for row in table(collected.client)}
    assert len(rows) == 13  # the gaps are two rows
    assert rows["'=1+1"]["back"] == "*two*"
    assert rows["It opens at [ … ] on school days."]["back"].endswith("Says the door.")
    assert rows["timetable"]["source"] == "The school library"
    assert rows["How many books may a student borrow?"]["passage"] == "¶ 1.2, The rules of the library"


def test_a_held_back_answer_does_not_go_along(
    collected: Studier, cast: Cast, rules: Callable[..., None]
) -> None:
    assert any("library open?" in row["front"] for row in table(collected.client))
    rules(review={"key": "never"})
    rows = table(collected.client)
    assert len(rows) == 8
    assert not any("library open?" in row["front"] or "Amsel" in row["back"] for row in rows[-8:-3])


def test_what_was_put_away_stays_here(collected: Studier) -> None:
    collected.client.post("/cards/decks/1/remove")
    assert "How many books may a student borrow?" not in [row["front"] for row in table(collected.client)]


def test_without_cards_the_files_are_there_and_empty(studier: Studier, wren: FlaskClient) -> None:
    assert table(wren) == []
    assert wren.get(APKG).status_code == 200
    assert "Take your cards with you" not in studier.home()


def test_the_page_says_what_goes_along_and_what_does_not(collected: Studier) -> None:
    page = collected.home()
    assert f'href="{APKG}"' in page
    assert "How well you know each stays here" in page
