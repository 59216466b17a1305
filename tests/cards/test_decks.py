"""Decks of a unit and its parts, and a student's own cards."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.banks.models import Bank, Flashcard
from quizapp.extensions import db
from tests.cards.conftest import Studier
from tests.cast import Cast


def test_a_units_deck_has_its_approved_cards_both_ways_where_they_are_asked_so(studier: Studier) -> None:
    assert studier.take().status_code == 303
    assert studier.origins() == ["flashcard:1:0", "flashcard:1:1"]
    reverse = studier.study(card=studier.cards()[1]["id"], back=1)
    assert reverse.index("Three at a time.") < reverse.index("How many books may a student borrow?")


def test_a_glossarys_deck_asks_for_meanings(studier: Studier) -> None:
    studier.take("glossary")
    assert [card["term"] for card in studier.cards()] == ["librarian", "timetable", "harbour"]
    page = studier.study(card=studier.cards()[1]["id"], back=1)
    assert "A list of &lt;hours&gt;." in page


def test_a_passages_deck_has_what_cites_it(studier: Studier) -> None:
    studier.take("passage", "2")
    assert studier.origins() == ["flashcard:1:0", "flashcard:1:1", "term:1:librarian:0"]
    assert "¶ 1.2 of The rules of the library" in studier.home()


def test_the_same_card_in_two_decks_is_one_card(studier: Studier) -> None:
    studier.take()
    studier.take("passage", "2")
    studier.client.post("/cards/decks/1/remove")
    assert studier.origins() == ["flashcard:1:0", "flashcard:1:1", "term:1:librarian:0"]
    studier.client.post("/cards/decks/2/remove")
    assert studier.origins() == []
    undone = studier.client.post("/cards/decks/2/restore")
    assert undone.status_code == 303
    assert len(studier.origins()) == 3


def test_what_is_known_of_a_card_outlasts_its_deck(studier: Studier) -> None:
    studier.take()
    card = studier.shown()
    assert card
    studier.rate(card, 4)
    before = studier.cards()[0]
    studier.client.post("/cards/decks/1/remove")
    studier.take()
    assert studier.cards()[0] == before


@pytest.mark.parametrize(
    ("kind", "key", "bank"),
    [
        ("unit", "x", "library"),
        ("unit", "", "nowhere"),
        ("objective", "rules", "library"),  # it is there, and no card serves it
        ("objective", "' OR 1=1", "library"),
        ("passage", "99", "library"),
        ("passage", "9" * 30, "library"),
        ("passage", "²", "library"),
        ("own", "", "library"),
        ("", "", ""),
    ],
)
def test_what_a_unit_has_not_is_not_there(studier: Studier, kind: str, key: str, bank: str) -> None:
    assert studier.take(kind, key, bank).status_code == 404
    assert studier.cards() == []


def test_what_a_unit_gains_and_loses_its_deck_gains_and_loses(app: Flask, studier: Studier) -> None:
    studier.take()
    with app.app_context():
        amsel = db.session.query(Flashcard).filter_by(slug="amsel").one()
        amsel.status = "approved"
        db.session.query(Flashcard).filter_by(slug="three-books").one().status = "retired"
        db.session.commit()
    studier.home()
    assert studier.origins() == ["flashcard:2:0"]


def test_a_term_that_is_gone_says_so_until_the_deck_keeps_up(app: Flask, studier: Studier) -> None:
    studier.take("glossary")
    card = studier.cards()[2]["id"]
    with app.app_context():
        bank = db.session.query(Bank).filter_by(slug="library").one()
        bank.glossary = bank.glossary[:2]
        db.session.commit()
    assert "What this card was made of is gone." in studier.study(card=card, back=1)
    studier.home()
    assert [one["term"] for one in studier.cards()] == ["librarian", "timetable"]


def test_nobody_sees_anothers_deck(studier: Studier, wren: FlaskClient) -> None:
    studier.take()
    assert wren.get("/cards/decks/1").status_code == 404
    assert wren.post("/cards/decks/1/remove").status_code == 404
    assert wren.get("/cards/study?deck=1").status_code == 404
    assert wren.get("/cards/study?deck=one").status_code == 404


# ---- own cards


def write(studier: Studier, kind: str, front: str, back: str = "") -> int:
    data = {"kind": kind, "front": front, "back": back}
    return studier.client.post("/cards/notes/new", data=data).status_code


def test_a_student_writes_cards_of_three_kinds(studier: Studier) -> None:
    assert write(studier, "basic", "Who keeps the books?", "Ms Amsel") == 303
    assert write(studier, "reversed", "livre", "book") == 303
    assert write(studier, "cloze", "It opens at [nine] on [school days].") == 303
    assert studier.origins() == ["note:1:0", "note:2:0", "note:2:1", "note:3:1", "note:3:2"]
    gap = studier.study(card=studier.cards()[3]["id"], back=1)
    assert "It opens at [ … ] on school days." in gap
    assert "It opens at <strong>nine</strong> on school days." in gap


def test_html_in_a_card_is_text(studier: Studier) -> None:
    write(studier, "basic", "<script>alert(1)</script>", '<img src=x onerror="alert(2)">')
    for page in (studier.study(), studier.study(card=1, back=1), studier.client.get("/cards/decks/1").text):
        assert "<script>alert" not in page
        assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in studier.study()


@pytest.mark.parametrize(
    ("kind", "front", "back", "said"),
    [
        ("basic", "", "Back", "Write something on the front."),
        ("basic", "Front", "   ", "Write the answer on the back."),
        ("basic", "x" * 501, "Back", "Shorten it to 500 characters or fewer"),
        ("basic", "Front", "x" * 1001, "Shorten it to 1000 characters or fewer"),
        ("cloze", "No gap here.", "", "Put the words to hide in square brackets"),
        ("cloze", "[a] " * 21, "", "There are 21 gaps."),
        ("song", "Front", "Back", "Not a valid choice"),
    ],
)
def test_a_card_that_is_none_is_told_of(
    studier: Studier, kind: str, front: str, back: str, said: str
) -> None:
    answer = studier.client.post("/cards/notes/new", data={"kind": kind, "front": front, "back": back})
    assert answer.status_code == 422
    assert said in answer.text
    assert studier.cards() == []


def test_a_changed_card_keeps_what_is_known_of_it(studier: Studier) -> None:
    write(studier, "reversed", "livre", "book")
    studier.rate(1, 4)
    known = studier.cards()[0]["due_at"]
    data = {"kind": "basic", "front": "le livre", "back": "the book"}
    assert studier.client.post("/cards/notes/1/edit", data=data).status_code == 303
    assert [(card["origin"], card["due_at"]) for card in studier.cards()] == [("note:1:0", known)]
    assert "le livre" in studier.study(card=1)


def test_the_card_of_a_gap_that_is_gone_says_so(studier: Studier) -> None:
    write(studier, "cloze", "It opens at [nine] on [school days].")
    second = studier.cards()[1]["id"]
    studier.rate(second)
    data = {"kind": "cloze", "front": "It opens at [nine] on weekdays.", "back": ""}
    assert studier.client.post("/cards/notes/1/edit", data=data).status_code == 303
    # The page that Undo leads to.
    assert "What this card was made of is gone." in studier.study(card=second, back=1)


def test_a_deleted_card_comes_back_with_what_is_known_of_it(studier: Studier) -> None:
    write(studier, "basic", "livre", "book")
    studier.rate(1, 4)
    before = studier.cards()
    deleted = studier.client.post("/cards/notes/1/delete", follow_redirects=True)
    assert "Card deleted." in deleted.text
    assert studier.cards() == []
    assert studier.client.get("/cards/notes/1/edit").status_code == 404
    studier.client.post("/cards/notes/1/restore")
    assert studier.cards() == before


def test_nobody_changes_anothers_card(studier: Studier, wren: FlaskClient) -> None:
    write(studier, "basic", "livre", "book")
    data = {"kind": "basic", "front": "x", "back": "y"}
    assert wren.post("/cards/notes/1/edit", data=data).status_code == 404
    assert wren.post("/cards/notes/1/delete").status_code == 404
    assert "livre" in studier.study()


def test_a_page_says_what_a_student_can_do_first(studier: Studier, cast: Cast) -> None:
    page = studier.home()
    assert "Nothing to study yet" in page
    assert "Take cards of a unit" in page
