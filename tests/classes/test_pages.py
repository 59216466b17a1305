"""What a teacher does with a class: make, change, archive, open; take students out, rename them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry, User
from quizapp.classes.models import Class, Enrolment
from quizapp.extensions import db
from tests.cast import NOW, Cast


def words(page: str) -> str:
    """Return a page as a person reads it, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def acts(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.act, entry.subject) for entry in entries]


# ---- the list


def test_a_teacher_sees_their_own_classes(teacher: FlaskClient) -> None:
    page = words(teacher.get("/classes").text)
    assert "History 10B 3 students Code HRN-47K" in page
    assert "History 10A" not in page


def test_an_admin_sees_every_class_and_whose_it_is(admin: FlaskClient) -> None:
    page = words(admin.get("/classes").text)
    assert "History 10A 1 student · Mr Haddad" in page
    assert "History 10B 3 students · Ms Okafor" in page


def test_a_teacher_without_a_class_is_told_how_to_begin(
    outsider_teacher: FlaskClient, change_class: Callable[..., None], cast: Cast
) -> None:
    change_class(cast.outsider_class, teacher_id=cast.teacher)
    assert "No class of yours yet" in outsider_teacher.get("/classes").text


# ---- making and changing


def test_a_new_class_with_made_up_names_is_ready_for_its_cards(
    app: Flask, teacher: FlaskClient, in_class: Callable[[int], list[str]]
) -> None:
    made = teacher.post("/classes/new", data={"name": "History  11C", "pseudonyms": "12"})
    assert made.status_code == 303
    class_id = int(made.location.rsplit("/", 1)[1])
    assert len(in_class(class_id)) == 12
    page = words(teacher.get(made.location).text)
    assert "History 11C is made, with 12 students." in page
    assert "joins with cards" in page
    assert acts(app) == [("made a class", "History 11C")]
    assert "12 cards, 8 to a page" in words(teacher.get(f"{made.location}/sign-in-cards").text)


def test_a_new_class_without_students_says_what_to_do_first(teacher: FlaskClient) -> None:
    made = teacher.post("/classes/new", data={"name": "History 11C"})
    page = words(teacher.get(made.location).text)
    assert "No students yet" in page
    assert "Ten minutes to your first report" in page
    assert "Add students Take made-up names, paste a list or send a file. No e-mail." in page
    assert "No quizzes yet" not in page


def test_a_new_class_points_to_the_sample_class_while_there_is_one(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    made = teacher.post("/classes/new", data={"name": "History 11C"}).location
    assert "Look round the sample class" not in teacher.get(made).text
    with app.app_context():
        db.session.get(Class, cast.outsider_class).sample = True
        db.session.commit()
    assert (
        f'<a href="/classes/{cast.outsider_class}">Look round the sample class</a>' in teacher.get(made).text
    )


def test_a_class_says_who_has_joined(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    page = words(teacher.get(f"/classes/{cast.class_}").text)
    assert "0 of 3 have joined." in page
    assert "Blue Heron not joined yet" in page
    with app.app_context():
        db.session.get(User, cast.heron).password_hash = "chosen"
        db.session.commit()
    page = words(teacher.get(f"/classes/{cast.class_}").text)
    assert "1 of 3 have joined." in page
    assert "Blue Heron not joined yet" not in page


def test_what_is_changed_about_a_class_stands_in_the_log(
    teacher: FlaskClient, admin: FlaskClient, cast: Cast
) -> None:
    teacher.post(f"/classes/{cast.class_}/edit", data={"name": "History 10C", "self_join": "y"})
    teacher.post(f"/classes/{cast.class_}/self-join", data={})
    teacher.post(f"/classes/{cast.class_}/students/{cast.wren}/rename", data={"name": "Gold Finch"})
    teacher.post(f"/classes/{cast.class_}/students/new", data={"way": "paste", "paste-names": "Teal Dove"})
    log = words(admin.get("/school/audit").text)
    for said in (
        "renamed a class: History 10C before History 10B",
        "opened a class to join by its code: History 10C",
        "closed a class to joining by its code: History 10C",
        "renamed a student: Gold Finch before Grey Wren",
        "added students to a class: History 10C students 1",
    ):
        assert f"Ms Okafor {said}" in log


def test_a_new_pin_is_asked_about_first_for_it_cannot_be_undone(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    path = f"/classes/{cast.class_}/students/{cast.wren}/reset"
    page = words(teacher.get(path).text)
    assert "Give Grey Wren a new PIN?" in page
    assert "Every answer that was saved stays." in page
    with app.app_context():
        assert db.session.get(User, cast.wren).pin_serial == 1


def test_who_was_taken_out_gets_no_new_pin(teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(f"/classes/{cast.class_}/students/{cast.wren}/remove")
    assert teacher.post(f"/classes/{cast.class_}/students/{cast.wren}/reset").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": ""}, "Write a name."),
        ({"name": "   "}, "Write a name."),
        ({"name": "x" * 81}, "Use at most 80 characters."),
        ({"name": "History 11C", "pseudonyms": "61"}, "Write a number from 1 to 60."),
        ({"name": "History 11C", "pseudonyms": "0"}, "Write a number from 1 to 60."),
        ({"name": "History 11C", "pseudonyms": "many"}, "Write a whole number, such as 10."),
    ],
)
def test_what_is_written_about_a_class_is_checked(
    app: Flask, teacher: FlaskClient, data: dict[str, str], said: str
) -> None:
    answer = teacher.post("/classes/new", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert acts(app) == []


def test_every_class_has_a_code_of_its_own(app: Flask, teacher: FlaskClient) -> None:
    for number in range(5):
        teacher.post("/classes/new", data={"name": f"Class {number}"})
    with app.app_context():
        codes = db.session.scalars(select(Class.code)).all()
    assert len(set(codes)) == 7
    assert all(re.fullmatch(r"[A-Z]{3}-\d\d[A-Z]", code) for code in codes)


def test_a_class_can_be_renamed_and_opened(teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.post(
        f"/classes/{cast.class_}/edit",
        data={"name": "History 10B (new)", "self_join": "y"},
        follow_redirects=True,
    ).text
    assert "History 10B (new)" in page
    assert "open to join" in page


@pytest.mark.parametrize(("back", "to"), [("", ""), ("code", "/code"), ("https://evil.example", "")])
def test_a_class_is_opened_and_closed_with_one_button(
    teacher: FlaskClient, anonymous: FlaskClient, cast: Cast, back: str, to: str
) -> None:
    opened = teacher.post(f"/classes/{cast.class_}/self-join", data={"open": "1", "back": back})
    assert (opened.status_code, opened.location) == (303, f"/classes/{cast.class_}{to}")
    assert anonymous.get("/join/HRN-47K/new").status_code == 200
    teacher.post(f"/classes/{cast.class_}/self-join", data={"open": "", "back": back})
    assert anonymous.get("/join/HRN-47K/new").status_code == 403


def test_an_archived_class_leaves_the_list_and_comes_back_by_undo(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    page = teacher.post(f"/classes/{cast.class_}/archive", follow_redirects=True).text
    assert "History 10B is archived." in page
    assert f'action="/classes/{cast.class_}/archive"' in page
    assert '<input type="hidden" name="undo" value="1">' in page
    assert "HRN-47K" not in page
    assert "History 10B" in teacher.get("/classes?archived=1").text
    back = teacher.post(f"/classes/{cast.class_}/archive", data={"undo": "1"}, follow_redirects=True).text
    assert "History 10B is back." in back
    assert "HRN-47K" in teacher.get("/classes").text
    assert acts(app) == [("archived a class", "History 10B"), ("brought back a class", "History 10B")]


# ---- students


def test_the_class_list_says_who_signs_in_with_what(
    teacher: FlaskClient, anonymous: FlaskClient, pin: Callable[[int], str | None], cast: Cast
) -> None:
    card = {"code": "HRN-47K", "name": "Blue Heron", "password": pin(cast.heron)}
    anonymous.post("/join", data=card)
    anonymous.post("/choose-password", data={"password": "402913", "again": "402913"})
    page = words(teacher.get(f"/classes/{cast.class_}/students").text)
    assert "Blue Heron Their own PIN or password" in page
    assert "Grey Wren The PIN on the card" in page


def test_a_student_taken_out_can_be_brought_back(
    app: Flask, teacher: FlaskClient, in_class: Callable[[int], list[str]], cast: Cast
) -> None:
    student = f"/classes/{cast.class_}/students/{cast.heron}"
    page = teacher.post(f"{student}/remove", follow_redirects=True).text
    assert "Blue Heron is out of the class." in page
    assert f'action="{student}/restore"' in page
    assert in_class(cast.class_) == ["Grey Wren", "Sea Eagle"]
    assert "Taken out" in page
    page = teacher.post(f"{student}/restore", follow_redirects=True).text
    assert "Blue Heron is back in the class." in page
    assert in_class(cast.class_) == ["Blue Heron", "Grey Wren", "Sea Eagle"]
    assert acts(app) == [
        ("took a student out of a class", "Blue Heron"),
        ("brought a student back", "Blue Heron"),
    ]


def test_a_student_taken_out_is_signed_out_at_once(
    teacher: FlaskClient, heron: FlaskClient, cast: Cast
) -> None:
    attempt = heron.post(f"/take/{cast.assignment}").location
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/remove")
    assert heron.get(attempt).status_code == 302
    assert heron.put(f"{attempt}/answers/1", json={"seq": 1, "flagged": True}).status_code == 401


def test_a_student_in_another_class_too_stays_signed_in(
    app: Flask, teacher: FlaskClient, heron: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        db.session.add(
            Enrolment(class_id=cast.outsider_class, user_id=cast.heron, name_key="blue heron", created_at=NOW)
        )
        db.session.commit()
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/remove")
    assert heron.get("/todo").status_code == 200


def test_a_student_can_be_renamed_and_then_joins_by_the_new_name(
    teacher: FlaskClient, anonymous: FlaskClient, pin: Callable[[int], str | None], cast: Cast
) -> None:
    answer = teacher.post(
        f"/classes/{cast.class_}/students/{cast.heron}/rename", data={"name": " Gold  Finch "}
    )
    assert answer.status_code == 303
    assert "Gold Finch" in teacher.get(f"/classes/{cast.class_}/sign-in-cards").text
    card = {"code": "HRN-47K", "password": pin(cast.heron)}
    assert anonymous.post("/join", data={**card, "name": "Blue Heron"}).status_code == 422
    assert anonymous.post("/join", data={**card, "name": "gold finch"}).status_code == 303


@pytest.mark.parametrize(
    ("name", "status"),
    [("BLUE HERON", 303), ("Grey Wren", 422), ("", 422), ("<x>", 422), ("x" * 81, 422)],
)
def test_a_new_name_has_to_be_free_in_the_class(
    teacher: FlaskClient, cast: Cast, name: str, status: int
) -> None:
    path = f"/classes/{cast.class_}/students/{cast.heron}/rename"
    assert teacher.post(path, data={"name": name}).status_code == status


def test_a_new_name_leaves_the_passwords_and_answers_alone(
    teacher: FlaskClient, heron: FlaskClient, cast: Cast
) -> None:
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/rename", data={"name": "Gold Finch"})
    assert "Gold Finch" in heron.get("/account").text
