"""All that is stored on one student: nothing is forgotten when it is handed out, and nothing stays behind."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from quizapp.accounts.models import AuditEntry, User
from quizapp.admin.personal.decisions import DECISIONS, OWN, SECRET, Fate, references
from quizapp.admin.personal.gathering import gather
from quizapp.attempts.models import Attempt, GivenMark, RegradeEntry, ScoreChange, TeacherMessage
from quizapp.cards.models import (
    Card,
    CardIntake,
    CardNote,
    CardReview,
    CardSending,
    CardSettings,
    Deck,
    DeckCard,
    SentTo,
)
from quizapp.classes.models import Class, Enrolment, StudentAccommodation
from quizapp.db.base import Base
from quizapp.extensions import db
from quizapp.progress.models import Excusal
from quizapp.quizzes.models import AssignmentAccommodation
from tests.cast import NOW, Cast
from tests.reports.conftest import ALL_RIGHT, sit

__all__ = ["sit"]
Sit = Callable[..., int]


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.web.clock.now", lambda: NOW + timedelta(hours=2))


@pytest.fixture
def full(app: Flask, admin: FlaskClient, teacher: FlaskClient, sit: Sit, cast: Cast) -> int:
    """Blue Heron with something in every table that can be a student's, and in the log; the attempt."""
    attempt = sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, ALL_RIGHT)
    rename = f"/classes/{cast.class_}/students/{cast.heron}/rename"
    assert teacher.post(rename, data={"name": "Blue Jay"}).status_code == 303
    assert teacher.post(rename, data={"name": "Blue Heron"}).status_code == 303
    assert teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/reset").status_code == 303
    with app.app_context():
        regrade = RegradeEntry(
            assignment_id=cast.assignment, slot=1, kind="full", treatment="full", never_lower=True,
            answer="", reason="", actor_id=cast.teacher, at=NOW,
        )  # fmt: skip
        db.session.add(regrade)
        db.session.flush()
        db.session.add_all(
            [
                StudentAccommodation(user_id=cast.heron, time_factor=1.5),
                Excusal(assignment_id=cast.assignment, user_id=cast.heron, reason="Ill", excused_at=NOW),
                AssignmentAccommodation(assignment_id=cast.assignment, user_id=cast.heron, extra_attempts=1),
                GivenMark(attempt_id=attempt, slot=1, fraction=1.0, judged=[], marker_id=cast.teacher,
                          comment="Well put, Blue Heron.", marked_at=NOW),
                ScoreChange(regrade_id=regrade.id, attempt_id=attempt, score=4, max_score=5, new_score=5,
                            new_max_score=5),
                TeacherMessage(assignment_id=cast.assignment, user_id=cast.heron, about="words",
                               text="Keep going.", sender_id=cast.teacher, sent_at=NOW),
            ]
        )  # fmt: skip
        study(cast, attempt)
        db.session.commit()
    return attempt


def study(cast: Cast, attempt: int) -> None:
    """Give Blue Heron a card of their own that was reviewed once, and one sent by the teacher."""
    note = CardNote(
        user_id=cast.heron, kind="basic", front="Who stamps it?", back="Ms Amsel", created_at=NOW,
        updated_at=NOW,
    )  # fmt: skip
    deck = Deck(user_id=cast.heron, kind="own", title="My own cards", created_at=NOW)
    sending = CardSending(assignment_id=cast.assignment, sender_id=cast.teacher, slots=[1], sent_at=NOW)
    db.session.add_all([note, deck, sending, CardSettings(user_id=cast.heron)])
    db.session.flush()
    card = Card(
        user_id=cast.heron,
        origin=f"note-{note.id}-0",
        family=f"note-{note.id}",
        note_id=note.id,
        added_at=NOW,
    )
    db.session.add(card)
    db.session.flush()
    db.session.add_all(
        [
            DeckCard(deck_id=deck.id, card_id=card.id),
            CardReview(card_id=card.id, user_id=cast.heron, review_id="a-review-of-herons", kind="study",
                       at=NOW, received_at=NOW, rating=3, phase=0, retention=0.9, spread=0),
            CardIntake(attempt_id=attempt, at=NOW),
            SentTo(sending_id=sending.id, user_id=cast.heron),
        ]
    )  # fmt: skip
    db.session.flush()


# ---- the one list of decisions


def test_every_reference_to_a_student_is_decided_on() -> None:
    there = {(table, column) for table, column, _ in references()}
    decided = {(one.table, one.column) for one in DECISIONS}
    assert there - decided == set(), "Say in admin/personal/decisions.py what becomes of these."
    assert decided - there == set(), "These are decided on, and there is no such reference."
    assert len(decided) == len(DECISIONS)


def test_what_is_theirs_goes_with_them_by_the_database_itself() -> None:
    fates = {(one.table, one.column): one.fate for one in DECISIONS}
    for table, column, key in references():
        if fates[table, column] is Fate.THEIRS:
            assert key.ondelete == "CASCADE", (table, column)
        else:  # it must not stand in the way of a deletion
            assert key.ondelete in ("SET NULL", "CASCADE"), (table, column)


def test_no_column_that_may_name_a_student_is_without_a_reference() -> None:
    names = {"user_id", "student_id", "attempt_id", "enrolment_id"}
    for table in Base.metadata.tables.values():
        for column in table.columns:
            assert column.name not in names or column.foreign_keys, (table.name, column.name)


def test_the_fixture_fills_every_table_that_is_a_students(app: Flask, full: int, cast: Cast) -> None:
    with app.app_context():
        found = gather(db.session.get_one(User, cast.heron))
        assert {table for table, rows in found.items() if rows} == set(OWN)


# ---- handing it out


def parts(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def exported(client: FlaskClient, student: int) -> dict[str, str]:
    answer = client.post(f"/school/students/{student}/export")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    return parts(answer.data)


def test_every_value_of_every_row_is_in_the_file_but_the_secrets(
    app: Flask, admin: FlaskClient, full: int, cast: Cast
) -> None:
    everything = json.loads(exported(admin, cast.heron)["everything.json"])
    assert everything["format"] == "quizapp student data 1"
    assert everything["left_out"].keys() == {"users.password_hash"}
    with app.app_context():
        found = gather(db.session.get_one(User, cast.heron))
    assert set(everything["tables"]) == set(found)
    for table, rows in found.items():
        told = everything["tables"][table]
        assert len(told) == len(rows) > 0
        for row, said in zip(rows, told, strict=True):
            assert said.keys() == {name for name in row if (table, name) not in SECRET}
            for name, value in said.items():
                assert value == (row[name].isoformat() if hasattr(row[name], "isoformat") else row[name])


def test_the_page_reads_without_the_app(admin: FlaskClient, full: int, cast: Cast) -> None:
    page = exported(admin, cast.heron)["readable.html"]
    for words in (
        "All that is stored on Blue Heron",
        "History 10B, since 2026-09-14 09:00",
        "Library check, attempt 1",
        "handed in 2026-09-14 09:10, 5 of 5 points",
        "According to the rules, when does the library open?",
        "At nine",
        "Well put, Blue Heron.",
        "Keep going.",
        "renamed a student",
    ):
        assert words in page
    assert "<script" not in page
    assert "http" not in page


def test_nobody_else_is_in_the_file(admin: FlaskClient, full: int, cast: Cast) -> None:
    for text in exported(admin, cast.heron).values():
        assert "Grey Wren" not in text
        assert "Sea Eagle" not in text


def test_a_student_with_nothing_yet_has_a_file_too(admin: FlaskClient, cast: Cast) -> None:
    everything = json.loads(exported(admin, cast.eagle)["everything.json"])
    assert [row["name"] for row in everything["tables"]["users"]] == ["Sea Eagle"]
    assert everything["tables"]["attempts"] == []


def test_the_file_says_whose_it_is_and_when(admin: FlaskClient, cast: Cast) -> None:
    header = admin.post(f"/school/students/{cast.heron}/export").headers["Content-Disposition"]
    assert header == "attachment; filename=blue-heron-all-that-is-stored-2026-09-14.zip"


def test_what_a_student_wrote_is_only_words_on_the_page(admin: FlaskClient, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, {4: ["<script>alert(1)</script>"]})
    page = exported(admin, cast.heron)["readable.html"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page


def test_that_it_was_handed_out_is_in_the_log(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    exported(admin, cast.heron)
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.act, entry.subject, entry.about_id) == ("student.exported", "Blue Heron", cast.heron)


# ---- deleting it


def delete(client: FlaskClient, student: int, name: str = "Blue Heron") -> Any:
    return client.post(f"/school/students/{student}/delete", data={"name": name})


def words_in(app: Flask) -> str:
    """Return all that any table holds, as text."""
    with app.app_context():
        return "\n".join(
            str(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(select(table))
        )


def test_nothing_names_them_any_more(app: Flask, admin: FlaskClient, full: int, cast: Cast) -> None:
    exported(admin, cast.heron)
    assert "Blue Heron" in words_in(app)
    assert "Blue Jay" in words_in(app)
    answer = delete(admin, cast.heron)
    assert (answer.status_code, answer.location) == (303, "/school/students")
    text = words_in(app)
    for name in ("Blue Heron", "Blue Jay", "Well put", "Keep going."):
        assert name not in text
    with app.app_context():
        assert db.session.get(User, cast.heron) is None
        for decision in DECISIONS:
            column = Base.metadata.tables[decision.table].c[decision.column]
            gone = {"user_id": cast.heron, "attempt_id": full, "about_id": cast.heron}.get(decision.column)
            if gone:
                assert db.session.execute(select(column).where(column == gone)).all() == []


def test_everybody_else_keeps_everything(app: Flask, admin: FlaskClient, full: int, cast: Cast) -> None:
    with app.app_context():
        before = gather(db.session.get_one(User, cast.wren))
    delete(admin, cast.heron)
    with app.app_context():
        assert gather(db.session.get_one(User, cast.wren)) == before


def test_the_log_keeps_the_acts_and_loses_the_name(
    app: Flask, admin: FlaskClient, full: int, cast: Cast
) -> None:
    delete(admin, cast.heron)
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        told = [(row.actor_id, row.act, row.subject) for row in entries]
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        gone = dict(last.detail)
    assert told == [
        (cast.teacher, "renamed a student", "a student who was deleted"),
        (cast.teacher, "renamed a student", "a student who was deleted"),
        (cast.teacher, "gave a student a new PIN", "a student who was deleted"),
        (cast.admin, "student.deleted", "a student who was deleted"),
    ]
    assert gone["answers"] == 5


def test_an_entry_about_another_of_the_same_name_keeps_it(
    app: Flask, admin: FlaskClient, outsider_teacher: FlaskClient, teacher: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        db.session.get_one(User, cast.outsider).name = "Blue Heron"
        # From before entries said whom they are about: whose it is cannot be told.
        db.session.execute(
            insert(AuditEntry).values(at=NOW, act="gave a student a new PIN", subject="Blue Heron", detail={})
        )
        db.session.commit()
    outsider_teacher.post(f"/classes/{cast.outsider_class}/students/{cast.outsider}/reset")
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/reset")
    delete(admin, cast.heron)
    with app.app_context():
        entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
        assert [(entry.about_id, entry.subject) for entry in entries] == [
            (None, "Blue Heron"),
            (cast.outsider, "Blue Heron"),
            (None, "a student who was deleted"),
            (None, "a student who was deleted"),
        ]


def test_an_old_entry_with_a_name_of_theirs_alone_loses_it(
    app: Flask, admin: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        for act, subject, detail in (
            ("a", "Blue Heron", {}),
            ("b", "assignment 1", {"student": "Blue Heron", "quiz": 1}),
            ("c", "Grey Wren", {"student": "Grey Wren"}),
        ):
            db.session.add(AuditEntry(at=NOW, act=act, subject=subject, detail=detail))
        db.session.commit()
    delete(admin, cast.heron)
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        told = [(one.act, one.subject, one.detail) for one in entries][:3]
    assert told == [
        ("a", "a student who was deleted", {}),
        ("b", "assignment 1", {"quiz": 1, "student": "a student who was deleted"}),
        ("c", "Grey Wren", {"student": "Grey Wren"}),
    ]


@pytest.mark.sqlite_only(reason="It reads the file of the database.")
def test_their_words_are_not_in_the_file_of_the_database_either(
    app: Flask, admin: FlaskClient, sit: Sit, cast: Cast
) -> None:
    sit(cast.heron, {4: ["a quite singular answer"]})
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")

    def bytes_of() -> bytes:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with open(file, "rb") as database:
            return database.read()

    assert b"a quite singular answer" in bytes_of()
    delete(admin, cast.heron)
    assert b"a quite singular answer" not in bytes_of()


def test_they_are_signed_out_and_their_report_is_without_them(
    admin: FlaskClient, teacher: FlaskClient, client_of: Callable[[int], FlaskClient], full: int, cast: Cast
) -> None:
    heron = client_of(cast.heron)
    assert heron.get("/todo").status_code == 200
    report = f"/assignments/{cast.assignment}/report/students.csv"
    assert "Blue Heron" in teacher.get(report).text
    delete(admin, cast.heron)
    assert heron.get("/todo").status_code == 302
    assert [line.partition(",")[0] for line in teacher.get(report).text.splitlines()[1:]] == [
        "Grey Wren",
        "Sea Eagle",
    ]


def test_the_page_says_first_what_goes(admin: FlaskClient, full: int, cast: Cast) -> None:
    page = admin.get(f"/school/students/{cast.heron}/delete").text
    for words in (
        "This deletes Blue Heron for good.",
        "1 place in a class",
        "5 answers",
        "1 attempt at a quiz",
        "The name in 3 entries of the log",
        "n goes down",
        "Backups made before still hold them",
        "Download everything",
    ):
        assert words in page


@pytest.mark.parametrize("typed", ["", "Blue", "Grey Wren"])
def test_another_name_deletes_nothing(app: Flask, admin: FlaskClient, cast: Cast, typed: str) -> None:
    assert delete(admin, cast.heron, typed).status_code == 422
    with app.app_context():
        assert db.session.get(User, cast.heron) is not None


def test_the_name_may_be_typed_in_small_letters(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    assert delete(admin, cast.heron, " blue  heron ").status_code == 303
    with app.app_context():
        assert db.session.get(User, cast.heron) is None


def test_who_is_answering_is_not_deleted(app: Flask, admin: FlaskClient, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, ALL_RIGHT, submitted=False)
    said = "Blue Heron is answering “Library check” in History 10B now."
    assert said in admin.get(f"/school/students/{cast.heron}").text
    for answer in (admin.get(f"/school/students/{cast.heron}/delete"), delete(admin, cast.heron)):
        assert (answer.status_code, answer.location) == (303, f"/school/students/{cast.heron}")
    with app.app_context():
        assert db.session.get(User, cast.heron) is not None
    assert "Library check, attempt 1" in exported(admin, cast.heron)["readable.html"]


def test_an_attempt_past_its_time_is_handed_in_and_does_not_hold(
    app: Flask, admin: FlaskClient, sit: Sit, cast: Cast
) -> None:
    attempt = sit(cast.heron, ALL_RIGHT, submitted=False)
    with app.app_context():
        db.session.get_one(Attempt, attempt).deadline_at = NOW + timedelta(minutes=20)
        db.session.commit()
    assert admin.get(f"/school/students/{cast.heron}/delete").status_code == 200
    assert delete(admin, cast.heron).status_code == 303


@pytest.mark.parametrize("who", ["teacher", "admin"])
def test_staff_have_no_page_here(admin: FlaskClient, cast: Cast, who: str) -> None:
    number = getattr(cast, who)
    assert admin.get(f"/school/students/{number}").status_code == 404
    assert admin.post(f"/school/students/{number}/export").status_code == 404
    assert delete(admin, number).status_code == 404


def test_a_made_up_student_goes_with_the_sample_class(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        db.session.get_one(User, cast.heron).sample = True
        db.session.commit()
    assert admin.get(f"/school/students/{cast.heron}").status_code == 404
    assert "Blue Heron" not in admin.get("/school/students").text


# ---- finding a student


def test_students_are_found_by_name_and_by_class(admin: FlaskClient, cast: Cast) -> None:
    everyone = admin.get("/school/students").text
    assert [name in everyone for name in ("Blue Heron", "Grey Wren", "Red Kite")] == [True] * 3
    assert "Red Kite" not in admin.get("/school/students?q=BLUE").text
    assert "Red Kite" in admin.get("/school/students?q=10a").text
    assert "Nobody fits" in admin.get("/school/students?q=zebra").text


def test_who_was_taken_out_of_every_class_is_found_too(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        for place in db.session.scalars(select(Enrolment).where(Enrolment.user_id == cast.heron)):
            place.removed_at = NOW
        db.session.commit()
    assert "in no class now" in admin.get("/school/students?q=heron").text
    assert "taken out" in admin.get(f"/school/students/{cast.heron}").text


def test_an_admin_comes_there_from_the_class_list(
    admin: FlaskClient, teacher: FlaskClient, cast: Cast
) -> None:
    link = f'href="/school/students/{cast.heron}"'
    page = f"/classes/{cast.class_}/students/{cast.heron}"
    assert link in admin.get(page).text
    assert link not in teacher.get(page).text
    # Who presses a name of the list comes to what that student knows, as on the page of the class.
    for staff in (admin, teacher):
        assert f'href="{page}"' in staff.get(f"/classes/{cast.class_}/students").text


def test_a_school_without_students_says_so(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        for class_ in db.session.scalars(select(Class)):
            db.session.delete(class_)
        for user in db.session.scalars(select(User).where(User.role == "student")):
            db.session.delete(user)
        db.session.commit()
    assert "There are no students yet" in admin.get("/school/students").text
