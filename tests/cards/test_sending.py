"""A teacher sends questions to cards, and sees who studies and what is forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.cards import sending
from quizapp.cards.models import CardSending
from quizapp.extensions import db
from tests.cards.conftest import RIGHT, Studier
from tests.cast import NOW, Cast
from tests.reports.essays import make_essay_assignment


@pytest.fixture
def of_wren(app: Flask, wren: FlaskClient, cast: Cast) -> Studier:
    return Studier(wren, app, cast.wren)


def send(client: FlaskClient, cast: Cast, **data: object) -> str:
    answer = client.post(f"/assignments/{cast.assignment}/cards", data=data)
    assert answer.status_code == 303
    return client.get(answer.location).text


def test_questions_go_to_the_cards_of_the_whole_class(
    studier: Studier, of_wren: Studier, teacher: FlaskClient, cast: Cast
) -> None:
    studier.quiz(RIGHT, cast.assignment)
    said = send(teacher, cast, slot=["1", "4"])
    assert "Sent 2 questions to the cards of 3 students." in said
    assert "From your teacher: Library check" in studier.home()
    assert studier.origins() == ["question:1:0", "question:4:0"]
    assert "Ms Okafor sent it, from Library check" in studier.study(back=1)


def test_they_wait_for_each_students_own_release(of_wren: Studier, teacher: FlaskClient, cast: Cast) -> None:
    send(teacher, cast, slot=["4"])
    assert "Nothing to study yet" in of_wren.home()
    attempt = of_wren.quiz(RIGHT, cast.assignment, submit=False)
    of_wren.home()
    assert of_wren.cards() == []
    of_wren.client.post(f"/attempts/{attempt}/submit")
    of_wren.home()
    assert of_wren.origins() == ["question:4:0"]


def test_who_never_took_the_quiz_gets_them_when_it_is_over(
    of_wren: Studier,
    teacher: FlaskClient,
    cast: Cast,
    rules: Callable[..., None],
    at: Callable[[datetime], None],
) -> None:
    rules(closes_at=NOW + timedelta(hours=1))
    send(teacher, cast, slot=["4"])
    of_wren.home()
    assert of_wren.cards() == []
    at(NOW + timedelta(hours=2))
    of_wren.home()
    assert of_wren.origins() == ["question:4:0"]


def test_only_those_who_are_chosen_get_them(
    studier: Studier, of_wren: Studier, teacher: FlaskClient, cast: Cast
) -> None:
    for one in (studier, of_wren):
        one.quiz(RIGHT, cast.assignment)
    send(teacher, cast, slot=["4"], student=[str(cast.wren), str(cast.outsider)])
    studier.home()
    of_wren.home()
    assert (studier.origins(), of_wren.origins()) == ([], ["question:4:0"])


def test_what_was_sent_is_taken_back_and_sent_again(
    app: Flask, studier: Studier, of_wren: Studier, teacher: FlaskClient, cast: Cast
) -> None:
    for one in (studier, of_wren):
        one.quiz(RIGHT, cast.assignment)
    send(teacher, cast, slot=["4"])
    studier.home()
    url = f"/assignments/{cast.assignment}/cards/1/take-back"
    assert teacher.post(url).status_code == 303
    for one in (studier, of_wren):
        one.home()
        assert one.origins() == []
    teacher.post(url, data={"again": "1"})
    for one in (studier, of_wren):
        one.home()
        assert one.origins() == ["question:4:0"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose questions of this quiz"),
        ({"slot": "9"}, "Choose questions of this quiz"),
        ({"slot": "one"}, "Choose questions of this quiz"),
        ({"slot": "1", "student": "999999"}, "Nobody of this class"),
        ({"slot": "1", "student": ""}, "Nobody of this class"),
    ],
)
def test_what_cannot_be_sent_is_told_of(
    app: Flask, teacher: FlaskClient, cast: Cast, data: dict[str, str], said: str
) -> None:
    assert said in send(teacher, cast, **data)
    with app.app_context():
        assert db.session.query(CardSending).count() == 0


def test_an_essay_makes_no_card(app: Flask, cast: Cast) -> None:
    with app.app_context():
        essays = make_essay_assignment(cast)
        by_hand = [slot.slot for slot in essays.slots if slot.revision.type == "essay"]
        with pytest.raises(sending.SendingError):
            sending.send_items_to_cards(essays, by_hand, sender=essays.class_.teacher, now=NOW)


def test_of_a_quiz_that_never_shows_its_answers_the_teacher_is_told(
    teacher: FlaskClient, cast: Cast, rules: Callable[..., None]
) -> None:
    rules(review={"key": "never"})
    assert "The rules of this quiz never show the right answers" in send(teacher, cast, slot="1")


def test_another_teacher_sends_nothing(
    teacher: FlaskClient, outsider_teacher: FlaskClient, cast: Cast
) -> None:
    url = f"/assignments/{cast.assignment}/cards"
    assert outsider_teacher.post(url, data={"slot": "1"}).status_code == 404
    teacher.post(url, data={"slot": "1"})
    assert outsider_teacher.post(f"{url}/1/take-back").status_code == 404
    assert teacher.post(f"{url}/2/take-back").status_code == 404


@pytest.mark.parametrize("wish", ["https://evil.example", "//evil.example", "/\\evil.example", "/school"])
def test_the_way_back_leads_nowhere_else(teacher: FlaskClient, cast: Cast, wish: str) -> None:
    answer = teacher.post(f"/assignments/{cast.assignment}/cards", data={"slot": "1", "next": wish})
    assert answer.location == f"/classes/{cast.class_}/cards"
    own = f"/assignments/{cast.assignment}/report"
    assert (
        teacher.post(
            f"/assignments/{cast.assignment}/cards", data={"slot": "1", "next": f"{own}/students"}
        ).location
        == f"{own}/students"
    )


# ---- the class


def test_the_class_page_says_who_studies_and_what_is_forgotten(
    studier: Studier, card: int, teacher: FlaskClient, cast: Cast, at: Callable[[datetime], None]
) -> None:
    for minute, rating in enumerate((3, 1, 1, 1, 3, 1)):
        at(NOW + timedelta(minutes=minute))
        studier.rate(card, rating)
    studier.client.post("/cards/notes/new", data={"kind": "basic", "front": "My secret", "back": "Mine"})
    page = teacher.get(f"/classes/{cast.class_}/cards").text
    assert "<b>1</b> of 3 students studied in the last 7 days" in page
    assert "How many books may a student borrow?" in page
    assert "<b>20%</b>" in page  # one of the five after it was first seen
    assert "n 5" in page
    assert "¶ 1.2" in page
    assert "My secret" not in page
    assert "1 of 3 students studied in the last 7 days." in teacher.get(f"/classes/{cast.class_}").text


def test_a_class_that_studies_nothing_is_told_how_cards_come(teacher: FlaskClient, cast: Cast) -> None:
    assert "becomes their cards by itself" in teacher.get(f"/classes/{cast.class_}").text
    page = teacher.get(f"/classes/{cast.class_}/cards").text
    assert "Nobody has cards yet" in page
    assert "Who studies" not in page
    assert f'href="/classes/{cast.class_}"' in page


# ---- what stays taken back, and what becomes of an assignment that is deleted


def test_a_student_does_not_bring_back_what_the_teacher_took_back(
    app: Flask, studier: Studier, teacher: FlaskClient, cast: Cast
) -> None:
    studier.quiz(RIGHT, cast.assignment)
    send(teacher, cast, slot=["4"])
    studier.home()
    assert studier.client.post("/cards/decks/1/remove").status_code == 303
    assert studier.client.post("/cards/decks/1/restore").status_code == 303
    assert studier.origins() == ["question:4:0"]  # one's own putting away is one's own to undo
    teacher.post(f"/assignments/{cast.assignment}/cards/1/take-back")
    answer = studier.client.post("/cards/decks/1/restore", follow_redirects=True)
    assert "Your teacher took “From your teacher: Library check” back" in answer.text
    assert studier.origins() == []


def test_what_is_sent_and_taken_back_stands_in_the_log(
    teacher: FlaskClient, admin: FlaskClient, cast: Cast
) -> None:
    send(teacher, cast, slot=["1", "4"])
    url = f"/assignments/{cast.assignment}/cards/1/take-back"
    for again in ("", "", "1"):  # the second says nothing new
        teacher.post(url, data={"again": again})
    log = admin.get("/school/audit").text
    assert log.count("sent questions to students’ cards again") == 1
    assert log.count("sent questions to students’ cards") == 2
    assert log.count("took back questions from students’ cards") == 1


@pytest.fixture
def never_begun(
    studier: Studier, teacher: FlaskClient, cast: Cast, rules: Callable[..., None]
) -> Callable[..., None]:
    """Send a question of a closed quiz that nobody began; call it to delete the quiz."""
    rules(opens_at=NOW - timedelta(hours=2), closes_at=NOW - timedelta(hours=1))
    send(teacher, cast, slot=["4"])
    studier.home()
    assert studier.origins() == ["question:4:0"]

    def delete(**changed: object) -> None:
        if changed:
            rules(**changed)
        assert teacher.post(f"/assignments/{cast.assignment}/delete").status_code == 303

    return delete


def test_a_card_whose_answer_was_free_outlasts_its_assignment(
    studier: Studier, never_begun: Callable[..., None]
) -> None:
    never_begun()
    card = studier.cards()[0]
    assert card["assignment_id"] is None
    assert "Amsel" in studier.study(card=card["id"], back=1)


def test_a_card_whose_answer_was_held_is_set_aside_with_its_assignment(
    studier: Studier, never_begun: Callable[..., None]
) -> None:
    card = studier.cards()[0]["id"]
    never_begun(review={"key": "never"})
    assert studier.cards() == []
    page = studier.study(card=card, back=1)
    assert "The quiz it is from was deleted before its answers were shown" in page
    assert "Amsel" not in page


def test_what_was_taken_back_stays_so_when_the_assignment_is_deleted(
    studier: Studier, teacher: FlaskClient, cast: Cast, never_begun: Callable[..., None]
) -> None:
    teacher.post(f"/assignments/{cast.assignment}/cards/1/take-back")
    never_begun()
    studier.client.post("/cards/decks/1/restore")
    assert studier.cards() == []
