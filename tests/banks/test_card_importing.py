"""Cards come in from a file after a look at each, all of them or none, and go back out by undo."""

import io
import json

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import AuditEntry, User
from quizapp.banks import card_file_views
from quizapp.banks.flashcards import card_of, flashcards_of, remove_card
from quizapp.banks.models import Bank
from quizapp.banks.models import Flashcard as CardRow
from quizapp.banks.unfinished_models import CardImport
from quizapp.core.bank.model import Flashcard
from quizapp.core.formats.card_readers import read_cards
from quizapp.extensions import Model, db
from tests.cast import NOW
from tests.core.formats.packages import package

IMPORT = "/bank/library/cards/import"
WORDS = "timetable\tA list of hours.\nlending desk\tWhere books are lent."


def sent(client: FlaskClient, text: str) -> tuple[str, str]:
    """Send cards; return the address of the page that shows what would happen, and the page."""
    answer = client.post(IMPORT, data={"text": text})
    assert answer.status_code == 303, answer.text
    return answer.location, client.get(answer.location).text


def agreed(client: FlaskClient, text: str, **fields: str) -> str:
    """Send cards and take them in; return the address of the import."""
    address, page = sent(client, text)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert client.post(address, data={"seen": seen, **fields}).status_code == 303
    return address


def cards(app: Flask) -> dict[str, Flashcard]:
    with app.app_context():
        bank = db.session.query(Bank).filter_by(slug="library").one()
        return {row.front: card_of(row) for row in flashcards_of(bank)}


def test_a_dry_run_says_of_each_row_what_would_happen_and_does_nothing(
    app: Flask, admin: FlaskClient
) -> None:
    agreed(admin, "timetable\tA list.")
    before = cards(app)
    _, page = sent(
        admin,
        "timetable\tA list of hours.\n"  # changes what came from a file
        "How many books may a student borrow?\tThree at a time.\n"  # is there
        "Who is Ms Amsel?\tThe gardener.\n"  # would change what the unit's file has
        "empty\t\n"
        f"long\t{'x' * 1_001}\n"
        "Timetable\tAgain.\n"
        "new\tA new one.",
    )
    for words in (
        "<b>1</b> new",
        "<b>1</b> will change",
        "<b>1</b> already here",
        "<b>4</b> refused",
        "It differs from the card that the unit’s file has. Change it there, in flashcards.yaml.",
        "The back is empty.",
        "The back: shorten this to 1000 characters.",
        "This card stands in the file twice: see line 1.",
        "Take in 2 cards",
        '<del class="written soft">A list.</del>',
    ):
        assert words in page, words
    assert cards(app) == before


def test_cards_come_in_as_drafts_or_approved_as_the_person_says(app: Flask, admin: FlaskClient) -> None:
    address = agreed(admin, WORDS)
    page = admin.get("/bank/library/cards").text
    assert "2 cards taken in, as drafts." in page
    assert f'action="{address}/undo"' in page
    assert cards(app)["timetable"].status == "draft"
    agreed(admin, WORDS.replace("hours.", "all hours."), approve="yes")
    page = admin.get("/bank/library/cards").text
    assert "1 changed, approved." in page
    assert (cards(app)["timetable"].back, cards(app)["timetable"].status) == (
        "A list of all hours.",
        "approved",
    )
    assert len(cards(app)) == 4
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(act="card.import").order_by(AuditEntry.id).first()
        assert entry.detail == {"new": 2, "changed": 0, "status": "draft"}


def test_undo_takes_out_what_came_and_puts_back_what_changed(app: Flask, admin: FlaskClient) -> None:
    agreed(admin, "timetable\tA list.", approve="yes")
    before = cards(app)
    address = agreed(admin, WORDS)
    assert len(cards(app)) == len(before) + 1
    assert "Undone: 2 cards as before." in admin.post(f"{address}/undo", follow_redirects=True).text
    assert cards(app) == before
    assert "That is undone already." in admin.post(f"{address}/undo", follow_redirects=True).text


def test_undo_leaves_alone_what_somebody_changed_since(app: Flask, admin: FlaskClient) -> None:
    address = agreed(admin, WORDS)
    slug = cards(app)["timetable"].id
    admin.post(
        f"/bank/library/cards/{slug}/edit", data={"front": "timetable", "back": "By hand.", "act": "approve"}
    )
    page = admin.post(f"{address}/undo", follow_redirects=True).text
    assert "Undone: 1 card as before." in page
    assert "Changed since, and left alone: “timetable”." in page
    assert cards(app)["timetable"].back == "By hand."
    assert "lending desk" not in cards(app)


def test_a_card_that_somebody_learns_from_is_retired_not_deleted(app: Flask, admin: FlaskClient) -> None:
    agreed(admin, WORDS)
    learned = sa.Table(
        "learned_for_a_test",
        Model.metadata,
        sa.Column("flashcard_id", sa.ForeignKey("flashcards.id", ondelete="CASCADE"), primary_key=True),
    )
    try:
        with app.app_context():
            learned.create(db.session.connection())
            row, other = db.session.query(CardRow).filter(CardRow.slug.like("imported-card-%")).order_by("id")
            db.session.execute(learned.insert().values(flashcard_id=row.id))
            remove_card(row, now=NOW)
            remove_card(other, now=NOW)
            db.session.commit()
        assert cards(app)["timetable"].status == "retired"
        assert "lending desk" not in cards(app)
    finally:
        Model.metadata.remove(learned)
    assert "It was retired." in sent(admin, WORDS)[1]


def test_a_second_click_takes_nothing_in_twice(app: Flask, admin: FlaskClient) -> None:
    address = agreed(admin, WORDS)
    page = admin.post(address, data={"seen": "x"}, follow_redirects=True).text
    assert "These cards were taken in already." in page
    assert len(cards(app)) == 4


def test_nothing_is_taken_in_that_the_person_has_not_seen(app: Flask, admin: FlaskClient) -> None:
    address, page = sent(admin, WORDS)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    agreed(admin, "timetable\tSomebody was faster.")
    answer = admin.post(address, data={"seen": seen})
    assert answer.status_code == 422
    assert "The cards of this unit have changed since you looked." in answer.text
    assert "lending desk" not in cards(app)


def test_a_file_with_nothing_to_take_in_is_said_to_have_nothing(app: Flask, admin: FlaskClient) -> None:
    address, page = sent(admin, "nine\t")
    assert "None of these cards can be taken in." in page
    assert "Take in" not in page
    assert admin.post(address).status_code == 422


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "deck.apkg", "The file is empty."),
        (b"no zip", "deck.apkg", "This is no Anki package"),
        (b"PK\x03\x04 torn", "deck.apkg", "The file is damaged"),
        (package({"collection.anki21b": b"x"}), "deck.apkg", "Support older Anki versions"),
        (package({"../../etc/passwd": b"x"}), "deck.apkg", "There is no Anki collection in this file."),
        (b"\xff\xfe\x00", "cards.csv", "The file is not UTF-8 text"),
        (b"one\ntwo", "../../cards.csv", "Front and back are not told apart in it."),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do_and_nothing_is_kept(
    app: Flask, admin: FlaskClient, data: bytes, name: str, words: str
) -> None:
    answer = admin.post(IMPORT, data={"file": (io.BytesIO(data), name)})
    assert answer.status_code == 422
    assert words in answer.text
    with app.app_context():
        assert db.session.query(CardImport).count() == 0


def test_a_file_of_100_mb_is_refused_by_its_size(admin: FlaskClient) -> None:
    head = {
        "environ_overrides": {"CONTENT_LENGTH": "100000000"},
        "content_type": "multipart/form-data; boundary=x",
    }
    larger = admin.post(IMPORT, **head)
    assert larger.status_code == 413
    assert "leave “Include media” unticked" in larger.text
    elsewhere = admin.post("/bank/import", **head)
    assert elsewhere.status_code == 413
    assert "Anki" not in elsewhere.text


def test_words_that_look_like_pages_are_shown_as_words(app: Flask, admin: FlaskClient) -> None:
    _, page = sent(admin, "&lt;script&gt;alert(1)\t<hours> & [x](javascript:alert(1))")
    assert "<script>alert" not in page
    assert "&lt;hours&gt;" in page
    assert 'href="javascript' not in page


def test_only_the_person_whose_import_it_is_and_who_may_edit_sees_it(
    admin: FlaskClient, teacher: FlaskClient, app: Flask
) -> None:
    address, _ = sent(admin, WORDS)
    assert teacher.get(address).status_code == 403
    assert admin.get(address.replace("library", "museum")).status_code == 404
    with app.app_context():
        db.session.add(Bank(slug="own", title="Own", owner_id=2, meta={}, created_at=NOW))
        db.session.commit()
    mine = teacher.post("/bank/own/cards/import", data={"text": WORDS}).location
    assert teacher.get(mine).status_code == 200
    assert admin.get(mine).status_code == 404


def test_a_person_keeps_five_imports_and_no_more(app: Flask, admin: FlaskClient) -> None:
    addresses = [sent(admin, WORDS)[0] for _ in range(7)]
    assert [admin.get(address).status_code for address in addresses] == [404, 404, 200, 200, 200, 200, 200]


def test_two_thousand_cards_come_in_at_once_and_stand_on_pages(app: Flask, admin: FlaskClient) -> None:
    text = "\n".join(f"word {n}\tmeaning {n}" for n in range(2_000))
    _, page = sent(admin, text)
    assert "1 to 100 of 2000" in page
    agreed(admin, text)
    assert len(cards(app)) == 2_002
    assert "1 to 20 of 2002" in admin.get("/bank/library/cards").text


def test_rows_are_kept_as_any_database_keeps_them(app: Flask, admin: FlaskClient) -> None:
    sent(admin, "a\x07b\tc")
    with app.app_context():
        (row,) = db.session.query(CardImport)
        json.dumps(row.rows, ensure_ascii=False).encode()
        assert row.rows[0]["said"]["front"] == "ab"


def test_while_a_file_is_read_others_can_save(
    app: Flask, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*given: object, **named: object) -> object:
        write = sa.update(User).where(User.id == 1).values(name="Saved meanwhile")
        app.extensions["writer"].run(lambda connection: connection.execute(write))
        return read_cards(*given, **named)

    monkeypatch.setattr(card_file_views, "read_cards", slowly)
    answer = admin.post(IMPORT, data={"file": (io.BytesIO(WORDS.encode()), "words.txt")})
    assert answer.status_code == 303
    assert "<b>2</b> new" in admin.get(answer.location).text
    with app.app_context():
        assert db.session.get_one(User, 1).name == "Saved meanwhile"
