"""Anki packages come in as what their cards show; whatever else is in the file is told or refused."""

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.findings import Finding
from quizapp.core.formats import anki_file
from quizapp.core.formats.anki_in import read_apkg
from quizapp.core.formats.card_readers import read_cards
from quizapp.core.formats.cards import CardRow, CardsRead
from tests.core.archives import STRANGE, made_strange
from tests.core.formats.packages import BASIC, CLOZE, TURNED, apkg, collection, package


def read(data: bytes) -> CardsRead:
    found = read_apkg(data, html=str)
    assert isinstance(found, CardsRead), found
    return found


def row_of(data: bytes) -> CardRow:
    (row,) = read(data).rows
    return row


def refused(data: bytes) -> str:
    found = read_apkg(data, html=str)
    assert isinstance(found, Finding), found
    return f"{found.message} {found.hint}"


def test_a_basic_note_is_a_card_with_its_tags(tmp_path: Path) -> None:
    row = row_of(
        apkg(tmp_path, ("g1", BASIC, " Geography::Côte leech ", "Capital of <b>France</b>|Paris &amp; co"))
    )
    assert row.said == {
        "front": "Capital of **France**",
        "back": "Paris & co",
        "reversed": False,
        "cloze": False,
        "tags": ["geography-cote"],
    }
    assert (row.place, row.key, row.problem, row.notes) == ("note 1", "guid:g1", "", ())


def test_a_note_with_a_reverse_card_is_asked_both_ways_and_says_what_is_left_out(tmp_path: Path) -> None:
    row = row_of(apkg(tmp_path, ("g1", TURNED, "", "der Hund|the dog|from school"), cards={1: 2}))
    assert (row.said["front"], row.said["back"], row.said["reversed"]) == ("der Hund", "the dog", True)
    assert row.notes == ("Left out: Notes.",)


def test_a_text_with_gaps_stays_one(tmp_path: Path) -> None:
    text = "It [the &lt;door&gt;] opens at {{c2::<b>nine</b>}} on {{c1::Monday}}|Said by the door."
    row = row_of(apkg(tmp_path, ("g1", CLOZE, "", text)))
    assert row.said["front"] == "It \\[the <door>\\] opens at [**nine**] on [Monday]"
    assert (row.said["back"], row.said["cloze"]) == ("Said by the door.", True)
    assert (row.key, row.place) == ("guid:g1", "note 1")


@pytest.mark.parametrize(
    "text",
    [
        "{{c1::nine}} on {{c1::Monday}}",  # both at once
        "{{c1::nine on {{c2::Monday}}}}",  # one in the other
        "It opens at {{c1::[nine]}} {{c2::}}",  # nothing in it
    ],
)
def test_gaps_that_ours_cannot_have_make_a_card_each(tmp_path: Path, text: str) -> None:
    rows = read(apkg(tmp_path, ("g1", CLOZE, "", f"{text}|x"))).rows
    assert rows
    assert not any(row.said.get("cloze") for row in rows)


def test_a_text_with_a_hint_in_its_gaps_becomes_a_card_for_each_gap(tmp_path: Path) -> None:
    text = "It opens at {{c1::nine}} on {{c2::Monday::a day}}|Said by the door."
    first, second = read(apkg(tmp_path, ("g1", CLOZE, "", text))).rows
    assert first.said["front"] == "It opens at [ … ] on Monday"
    assert first.said["back"] == "It opens at **nine** on Monday\n\nSaid by the door."
    assert second.said["front"] == "It opens at nine on [ a day ]"
    assert (first.key, second.key, second.place) == ("guid:g1:1", "guid:g1:2", "note 1, gap 2")


def test_a_text_with_gaps_without_a_gap_is_refused_alone(tmp_path: Path) -> None:
    rows = read(apkg(tmp_path, ("g1", CLOZE, "", "No gap|x"), ("g2", BASIC, "", "a|b"))).rows
    assert [row.problem for row in rows] == ["It is a text with gaps, and there is no gap in it.", ""]


def test_scripts_pictures_and_sounds_never_come_in(tmp_path: Path) -> None:
    front = "<script>alert(1)</script><img src=x onerror=alert(1)>Cat[sound:../../cat.mp3]"
    row = row_of(apkg(tmp_path, ("g1", BASIC, "", f"{front}|<a href='javascript:alert(1)'>a pet</a>")))
    assert (row.said["front"], row.said["back"]) == ("Cat", "a pet")
    assert row.notes == ("A picture or sound was left out.", "A script or an embedded page was left out.")


def test_media_with_tricks_in_their_names_are_left_out_and_nothing_is_written(tmp_path: Path) -> None:
    made = collection(tmp_path, [("g1", BASIC, "", "a|b")])
    tricks = {"../../../../tmp/quizapp-trick": b"x", "/etc/passwd": b"x", "media": b'{"0": "../../x"}'}
    found = read(package({"collection.anki2": made, **tricks}))
    assert found.notes == ("2 pictures and sounds in the file: left out. Cards here hold words only.",)
    assert not Path("/tmp/quizapp-trick").exists()


def test_the_newer_of_two_collections_is_read(tmp_path: Path) -> None:
    old, new = (collection(tmp_path, [("g", BASIC, "", f"{name}|b")]) for name in ("old", "new"))
    assert row_of(package({"collection.anki2": old, "collection.anki21": new})).said["front"] == "new"


def test_the_newest_form_is_refused_with_the_way_out(tmp_path: Path) -> None:
    made = collection(tmp_path, [("g", BASIC, "", "Please update|b")])
    said = refused(package({"collection.anki2": made, "collection.anki21b": b"\x28\xb5\x2f\xfd"}))
    assert "newest form" in said
    assert "tick “Support older Anki versions”" in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 and no more", "The file is damaged: it cannot be unpacked."),
        (package({"word/document.xml": b"<x/>"}), "There is no Anki collection in this file."),
        (package({"collection.anki2": b"no database"}), "is damaged, or is not one of Anki’s."),
        (package({"collection.anki2": b""}), "is damaged, or is not one of Anki’s."),
    ],
)
def test_a_damaged_file_is_refused_whole(data: bytes, words: str) -> None:
    assert words in refused(data)


def test_a_collection_cut_short_is_refused(tmp_path: Path) -> None:
    made = collection(tmp_path, [("g", BASIC, "", f"front {n}|{'back ' * 200}") for n in range(50)])
    assert "damaged" in refused(package({"collection.anki2": made[:6000]}))


def test_bytes_changed_in_the_packing_are_refused(tmp_path: Path) -> None:
    data = bytearray(apkg(tmp_path, ("g1", BASIC, "", "a|b")))
    data[60:90] = b"\x00" * 30
    assert "damaged" in refused(bytes(data))


@pytest.mark.parametrize("how", STRANGE)
def test_an_archive_that_cannot_be_unpacked_here_is_refused(tmp_path: Path, how: str) -> None:
    assert "cannot be unpacked" in refused(made_strange(apkg(tmp_path, ("g1", BASIC, "", "a|b")), how))


def test_a_file_that_unpacks_to_far_more_than_it_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anki_file, "LARGEST_COLLECTION", 1_000_000)
    data = package({"collection.anki2": b"\x00" * 5_000_000})
    assert len(data) < 10_000
    assert "too large to read here" in refused(data)


def trick(file: Path, notes: str) -> bytes:
    """Return a package whose notes are made by that statement."""
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE col (models TEXT)")
        made.execute("INSERT INTO col VALUES ('{}')")
        made.execute("CREATE TABLE cards (nid INTEGER, ord INTEGER)")
        made.execute(notes)
    made.close()
    return package({"collection.anki2": file.read_bytes()})


def test_notes_that_are_a_view_are_not_asked(tmp_path: Path) -> None:
    view = (
        "CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) "
        "SELECT id, 'g' guid, 1 mid, '' tags, 'a' flds FROM n"
    )
    assert "damaged" in refused(trick(tmp_path / "view.anki2", view))


def test_columns_that_compute_what_they_hold_are_not_asked(tmp_path: Path) -> None:
    # Three seconds a row, inside of one function, where no bound on the work is looked at.
    table = (
        "CREATE TABLE notes (id INTEGER, guid TEXT, mid INTEGER, tags TEXT, "
        "flds TEXT GENERATED ALWAYS AS (printf('%.*c', 2000000000, 'x')))"
    )
    assert "damaged" in refused(trick(tmp_path / "column.anki2", table))


def test_work_that_a_database_makes_for_its_reader_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anki_file, "MOST_STEPS", 0)
    many = [(f"g{n}", BASIC, "", "a|b") for n in range(1_500)]
    assert "damaged" in refused(package({"collection.anki2": collection(tmp_path, many)}))


@pytest.mark.parametrize(
    "models", ["[]", "{", '{"1": {}}', '{"1": {"name": 1, "flds": 5, "tmpls": []}}', "9" * 5000]
)
def test_note_types_that_make_no_sense_are_refused(tmp_path: Path, models: str) -> None:
    file = tmp_path / "models.anki2"
    file.write_bytes(collection(tmp_path, [("g", BASIC, "", "a|b")]))
    with sqlite3.connect(file) as made:
        made.execute("UPDATE col SET models = ?", (models,))
    made.close()
    assert "damaged" in refused(package({"collection.anki2": file.read_bytes()}))


def test_too_many_notes_are_refused_and_nothing_comes_in(tmp_path: Path) -> None:
    said = refused(apkg(tmp_path, *((f"g{n}", BASIC, "", f"f{n}|b") for n in range(2_001))))
    assert "more than 2,000 notes" in said


def test_a_note_that_is_too_long_or_not_text_is_refused_alone(tmp_path: Path) -> None:
    file = tmp_path / "odd.anki2"
    notes = [("g1", BASIC, "", "x" * 120_000 + "|b"), ("g2", BASIC, "", "a|b"), ("g3", BASIC, "", "a|b")]
    file.write_bytes(collection(tmp_path, [*notes, ("g4", 99, "", "a|b"), ("g5", BASIC, "", "alone")]))
    with sqlite3.connect(file) as made:
        made.execute("UPDATE notes SET flds = CAST(? AS TEXT) WHERE id = 2", (b"\xff\xfe\x1fb",))
    made.close()
    rows = read(package({"collection.anki2": file.read_bytes()})).rows
    assert [row.problem for row in rows] == [
        "It is longer than 100,000 characters. Shorten it.",
        "Its text is not UTF-8. Open it in Anki and write it anew.",
        "",
        "Its note type is missing from the file. Export the deck again.",
        "It has one field only: there is nothing for the back.",
    ]


def test_an_empty_deck_says_so(tmp_path: Path) -> None:
    assert "There are no cards in this file." in refused(apkg(tmp_path))


def test_a_package_by_name_only_is_named_as_that() -> None:
    found = read_cards(b"front\tback", "deck.apkg", html=str)
    assert isinstance(found, Finding)
    assert found.message == "This is no Anki package, whatever its name says: it may be damaged."


def test_a_spreadsheet_is_told_from_a_package() -> None:
    found = read_cards(package({"xl/workbook.xml": b"<x/>"}), "cards.xlsx", html=str)
    assert isinstance(found, Finding)
    assert "CSV UTF-8" in found.hint


@given(data=st.binary(max_size=400))
@settings(max_examples=60)
def test_no_bytes_bring_the_reader_down(data: bytes) -> None:
    read_apkg(data, html=str)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("collection.anki2", b"SQLite format 3\x00" + data)
    read_apkg(packed.getvalue(), html=str)
