"""The log of privileged acts: only added to, newest first, in plain words."""

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.extensions import db
from tests.cast import NOW, Cast


def lines(page: str) -> list[str]:
    """Return the rows of the log as a person reads them."""
    rows = re.findall(r"<tr role=\"row\">(.*?)</tr>", page.split("<tbody", 1)[1], re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)).strip() for row in rows]


def test_an_empty_log_says_what_will_stand_there(admin: FlaskClient) -> None:
    assert "Nothing yet" in admin.get("/school/audit").text


def test_it_says_who_did_what_and_when_newest_first(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        okafor = db.session.get(User, cast.teacher)
        record(okafor, "made a class", "History 10B", now=NOW)
        record(
            None, "question.status", "library/hours-draft", now=NOW + timedelta(hours=1),
            **{"from": "draft", "to": "approved", "class_id": 7},
        )  # fmt: skip
        db.session.commit()
    assert lines(admin.get("/school/audit").text) == [
        "Mon 14 Sep, 10:00 The command line moved a question: library/hours-draft from draft, to approved",
        "Mon 14 Sep, 09:00 Ms Okafor made a class: History 10B",
    ]


def test_an_act_without_words_of_its_own_is_still_readable(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        record(None, "bank.thrown_away", "library", now=NOW)
        db.session.commit()
    assert lines(admin.get("/school/audit").text)[0].endswith("bank thrown away: library")


def test_what_was_done_to_a_quiz_that_was_given_names_it_and_its_class(
    admin: FlaskClient, teacher: FlaskClient, cast: Cast
) -> None:
    teacher.post(f"/assignments/{cast.assignment}/watch/message", data={"text": "Look at the door."})
    newest = lines(admin.get("/school/audit").text)[0]
    said = "sent a message during a quiz: Library check, History 10B student everyone, text Look at the door."
    assert newest.endswith(f"Ms Okafor {said}")


def test_a_regrade_says_how_and_how_many_scores_went_up_and_down(
    app: Flask, admin: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        record(
            db.session.get(User, cast.teacher), "assignment.regraded", "assignment 1", now=NOW,
            quiz="Library check", class_="History 10B", question=3, what="drop", up=4, down=0, reason=None,
        )  # fmt: skip
        db.session.commit()
    assert lines(admin.get("/school/audit").text)[0].endswith(
        "Ms Okafor graded a question again: Library check, History 10B "
        "question 3, how: the question dropped, scores up 4, scores down 0"
    )


def test_what_people_wrote_is_never_markup(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        record(None, "made a class", "<script>alert(1)</script>", now=NOW, note="<img src=x>")
        db.session.commit()
    page = admin.get("/school/audit").text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_long_log_comes_in_pages(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        for number in range(120):
            record(None, "counted", f"number {number}", now=NOW + timedelta(minutes=number))
        db.session.commit()
    first, last = admin.get("/school/audit").text, admin.get("/school/audit?page=5").text
    assert "number 119" in lines(first)[0]
    assert (len(lines(first)), len(lines(last))) == (25, 20)
    assert "101 to 120 of 120" in last
    assert lines(admin.get("/school/audit?page=77").text) == lines(last)


def test_the_school_page_shows_the_last_five(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        for number in range(7):
            record(None, "counted", f"number {number}", now=NOW + timedelta(minutes=number))
        db.session.commit()
    page = admin.get("/school").text
    assert len(lines(page)) == 5
    assert "number 1<" not in page


def test_resetting_a_students_sign_in_stands_in_the_log_without_the_pin(
    teacher: FlaskClient, admin: FlaskClient, cast: Cast
) -> None:
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/reset")
    newest = lines(admin.get("/school/audit").text)[0]
    assert newest.endswith("Ms Okafor gave a student a new PIN: Blue Heron")
