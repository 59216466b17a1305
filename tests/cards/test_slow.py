"""What was right but came slowly becomes a card too, where the time was measured and guessing pays."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.service import content_of
from quizapp.cards.models import Card
from quizapp.cards.setting_aside import set_aside
from quizapp.classes.models import Enrolment
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cards.conftest import RIGHT, WRONG, Studier
from tests.cards.test_missed import review
from tests.cast import NOW, Cast

# Of "Library check", guessing earns a third of 1 (one of three), a half of 3 (true or false), nothing of 4.
USUAL = {1: 20, 2: 30, 3: 10, 4: 25, 5: 20}


@pytest.fixture
def classmates(app: Flask, cast: Cast) -> None:
    """Ten others who had everything right in the usual time."""
    with app.app_context():
        given = db.session.get_one(Assignment, cast.assignment)
        questions = {slot.slot: content_of(slot.revision) for slot in given.slots}
        right = {
            slot: one.qtype.parse(one.content, {"answer": RIGHT[slot]}).model_dump_json()
            for slot, one in questions.items()
        }
        for number in range(10):
            user = User(role="student", name=f"Mate {number}", created_at=NOW)
            place = Enrolment(class_id=cast.class_, user=user, name_key=f"mate {number}", created_at=NOW)
            db.session.add(place)
            db.session.flush()
            attempt = Attempt(
                assignment_id=given.id,
                user_id=user.id,
                number=1,
                state="submitted",
                seed=0,
                layout=[[slot.slot, slot.revision_id] for slot in given.slots],
                started_at=NOW - timedelta(minutes=30),
                submitted_at=NOW - timedelta(minutes=20),
                submitted_by="student",
                score=5.0,
                max_score=5.0,
                vector=[1.0] * 5,
            )
            attempt.answers = [
                Answer(slot=slot, seq=1, response=right[slot], saved_at=NOW, seconds=seconds)
                for slot, seconds in USUAL.items()
            ]
            db.session.add(attempt)
        db.session.commit()


@pytest.fixture
def take(
    studier: Studier, cast: Cast, at: Callable[[datetime], None]
) -> Callable[[dict[int, list[str]], dict[int, int]], None]:
    """Let Blue Heron take the quiz with these answers in these seconds, in ten minutes."""

    def sit(answers: dict[int, list[str]], seconds: dict[int, int]) -> None:
        attempt = studier.quiz(answers, cast.assignment, submit=False)
        at(NOW + timedelta(minutes=10))
        times = ",".join(f"{slot}:{spent}" for slot, spent in seconds.items())
        studier.client.post(f"/attempts/{attempt}/submit", data={"times": times})

    return sit


@pytest.mark.usefixtures("classmates")
def test_right_but_much_slower_than_the_class_becomes_a_card_that_says_so(
    studier: Studier, take: Callable[..., None]
) -> None:
    take(RIGHT, {**USUAL, 1: 90})
    assert "Right, and worth another look" in studier.home()
    assert studier.origins() == ["question:1:0"]
    back = studier.study(card=studier.cards()[0]["id"], back=1)
    assert "You were right, but it took you longer than most. From Library check, 14 September" in back
    assert "At nine" in back


@pytest.mark.usefixtures("classmates")
def test_what_was_missed_lies_beside_it_in_its_own_deck(studier: Studier, take: Callable[..., None]) -> None:
    take({**RIGHT, 3: WRONG[3]}, {**USUAL, 1: 90, 3: 90})
    home = studier.home()
    assert studier.origins() == ["question:3:0", "question:1:0"]
    assert "Missed in quizzes" in home
    assert "Right, and worth another look" in home


@pytest.mark.usefixtures("classmates")
@pytest.mark.parametrize(
    ("answers", "seconds"),
    [
        (RIGHT, USUAL),
        (RIGHT, {**USUAL, 1: 40}),  # twice the middle, and not past it
        (RIGHT, {**USUAL, 4: 300}),  # typed: nobody guesses that
        (RIGHT, {slot: 4 * spent for slot, spent in USUAL.items()}),  # slow in everything
        (RIGHT, {}),  # no page measured anything
    ],
)
def test_what_was_right_in_time_or_cannot_be_guessed_is_no_card(
    studier: Studier, take: Callable[..., None], answers: dict[int, list[str]], seconds: dict[int, int]
) -> None:
    take(answers, seconds)
    studier.home()
    assert studier.origins() == []


@pytest.mark.usefixtures("classmates")
def test_with_a_time_that_cannot_be_it_counts_as_long_as_the_attempt(
    app: Flask, studier: Studier, take: Callable[..., None]
) -> None:
    with app.app_context():
        for answer in db.session.query(Answer).filter_by(slot=1):
            answer.seconds = 86_400  # all of the ten minutes that those attempts lasted
        db.session.commit()
    take(RIGHT, {**USUAL, 1: 86_400})
    studier.home()
    assert studier.origins() == []


def test_where_too_few_had_it_right_nothing_is_slow(studier: Studier, take: Callable[..., None]) -> None:
    take(RIGHT, {**USUAL, 1: 590})
    studier.home()
    assert studier.origins() == []


@pytest.mark.usefixtures("classmates")
def test_a_question_that_gives_everyone_its_points_makes_no_card(
    app: Flask, cast: Cast, studier: Studier, take: Callable[..., None], teacher: FlaskClient
) -> None:
    take({**RIGHT, 3: WRONG[3]}, {**USUAL, 1: 90, 3: 90})
    for slot, act in ((1, "full"), (3, "drop")):
        done = teacher.post(f"/assignments/{cast.assignment}/regrade/{slot}", data={"do": act})
        assert done.status_code == 303
    studier.home()
    assert studier.origins() == []


@pytest.mark.usefixtures("classmates")
@pytest.mark.parametrize("key", ["never", "closed"])
def test_before_the_key_may_be_seen_there_is_no_card(
    studier: Studier, take: Callable[..., None], rules: Callable[..., None], key: str
) -> None:
    rules(review=review(key=key, score="submitted"), closes_at=NOW + timedelta(hours=1))
    take(RIGHT, {**USUAL, 1: 90})
    assert "worth another look" not in studier.home()
    assert studier.origins() == []


@pytest.mark.usefixtures("classmates")
def test_the_student_can_take_it_out_and_lay_it_back(
    app: Flask, studier: Studier, take: Callable[..., None]
) -> None:
    take(RIGHT, {**USUAL, 1: 90, 3: 60})
    studier.home()
    deck = studier.client.get("/cards/decks/1").text
    assert "You were right, but it took you longer than most." in deck
    card = studier.cards()[0]["id"]
    url = f"/cards/decks/1/cards/{card}/take-out"
    assert studier.client.post(url).status_code == 303
    studier.home()
    assert studier.origins() == ["question:3:0"]
    studier.client.post(url)  # twice changes nothing
    studier.client.post(url, data={"again": "1"})
    assert studier.origins() == ["question:1:0", "question:3:0"]


def test_a_deck_of_a_unit_keeps_all_its_cards(studier: Studier) -> None:
    studier.take()
    page = studier.client.post("/cards/decks/1/cards/1/take-out", follow_redirects=True)
    assert "This deck keeps all its cards. You can put the whole deck away." in page.text
    assert len(studier.origins()) == 2
    assert studier.client.post("/cards/decks/1/cards/99/take-out").status_code == 404


@pytest.mark.usefixtures("classmates")
def test_nobody_takes_out_anothers_card(
    app: Flask, studier: Studier, take: Callable[..., None], wren: FlaskClient
) -> None:
    take(RIGHT, {**USUAL, 1: 90})
    studier.home()
    card = studier.cards()[0]["id"]
    wren.post("/cards/decks/new", data={"bank": "library", "kind": "unit"})
    assert wren.post(f"/cards/decks/1/cards/{card}/take-out").status_code == 404
    assert wren.post(f"/cards/decks/2/cards/{card}/take-out").status_code == 404
    with app.app_context():
        assert db.session.get_one(Card, card).away_at is None


@pytest.mark.usefixtures("classmates")
def test_the_teacher_sees_whose_cards_came_of_slow_answers(
    studier: Studier, take: Callable[..., None], cast: Cast, teacher: FlaskClient
) -> None:
    page = f"/classes/{cast.class_}/cards"
    take(RIGHT, {**USUAL, 1: 90})
    assert "Right, but slowly" not in teacher.get(page).text
    studier.home()
    seen = teacher.get(page).text
    assert "Right, but slowly" in seen
    assert "Blue Heron</p>" in seen
    studier.client.post("/cards/decks/1/remove")
    assert "Right, but slowly" not in teacher.get(page).text


@pytest.mark.usefixtures("classmates")
def test_a_card_that_was_set_aside_with_its_quiz_cannot_be_laid_back_to_see_its_answer(
    app: Flask, cast: Cast, studier: Studier, take: Callable[..., None], rules: Callable[..., None]
) -> None:
    take(RIGHT, {**USUAL, 1: 90})
    studier.home()
    card = studier.cards()[0]["id"]
    rules(review=review(key="never"))
    with app.app_context():
        assignment = db.session.get_one(Assignment, cast.assignment)
        set_aside(assignment, now=NOW)
        db.session.delete(assignment)
        db.session.commit()
    url = f"/cards/decks/1/cards/{card}/take-out"
    page = studier.client.post(url, data={"again": "1"}, follow_redirects=True).text
    assert "The quiz this card came from was deleted. The card cannot be laid back." in page
    assert studier.origins() == []
    assert "At nine" not in studier.client.get(f"/cards/study?card={card}&back=1").text
