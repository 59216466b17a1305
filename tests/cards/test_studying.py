"""A session: which card comes, what a rating does, what is refused, and how it is taken back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.cards.models import CardReview
from quizapp.extensions import db
from tests.cards.conftest import Studier
from tests.cast import NOW, Cast

DAY, MINUTES = timedelta(days=1), timedelta(minutes=1)


def log(app: Flask) -> list[CardReview]:
    with app.app_context():
        rows = db.session.query(CardReview).order_by(CardReview.id).all()
        db.session.expunge_all()
        return rows


def test_the_front_is_shown_and_then_the_back_with_its_passage(studier: Studier, card: int) -> None:
    front = studier.study()
    assert "How many books may a student borrow?" in front
    assert "Show the answer" in front
    back = studier.study(card=card, back=1)
    assert "Three at a time." in back
    assert '<mark class="cited">A student may borrow three books' in back
    assert 'href="/readings/library/rules?cited=1.2#p-1-2"' in back


def test_got_it_brings_a_new_card_back_in_ten_minutes(
    studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    assert studier.rate(card).status_code == 303
    assert studier.cards()[0]["due_at"] == NOW + 10 * MINUTES
    # Its reverse waits for another day: it was just seen.
    assert studier.shown() == card
    at(NOW + 10 * MINUTES)
    studier.rate(card)
    assert studier.cards()[0]["due_at"] == NOW + 10 * MINUTES + 2 * DAY
    assert "Done for today" in studier.study()
    at(NOW + DAY)
    assert studier.shown() == studier.cards()[1]["id"]


def test_a_card_learnt_comes_on_its_day_whatever_the_hour(
    studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    studier.rate(card, 4)
    due = studier.cards()[0]["due_at"]
    assert (due - NOW).days in range(6, 11)
    at(due - timedelta(hours=8))
    assert studier.shown() == card


def test_the_same_review_twice_is_there_once(app: Flask, studier: Studier, card: int) -> None:
    for _ in range(2):
        assert studier.rate(card, 1, name="the-same-review").status_code == 303
    assert [row.review_id for row in log(app)] == ["the-same-review"]
    assert studier.cards()[0]["reviews"] == 1


def test_a_review_of_the_same_name_for_another_card_changes_nothing(
    app: Flask, studier: Studier, card: int
) -> None:
    studier.rate(card, 1, name="the-same-review")
    other = studier.cards()[1]["id"]
    refused = studier.rate(other, 1, name="the-same-review")
    assert refused.status_code == 422
    assert "This review was sent for another card before." in refused.text
    assert len(log(app)) == 1
    assert studier.cards()[1]["phase"] == 0


def test_anothers_card_is_not_there(app: Flask, studier: Studier, card: int, wren: FlaskClient) -> None:
    data = {"card": str(card), "rating": "3", "review": "wren-reviews-it"}
    assert wren.post("/cards/study", data=data).status_code == 404
    assert wren.get(f"/cards/study?card={card}").status_code == 404
    assert log(app) == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"rating": "5"}, "There is no such rating."),
        ({"rating": "good"}, "There is no such rating."),
        ({"rating": "³"}, "There is no such rating."),
        ({"rating": ""}, "There is no such rating."),
        ({"rating": "3", "review": "x"}, "This review has no name of its own."),
        ({"rating": "3", "review": "x" * 41}, "This review has no name of its own."),
        ({"rating": "3", "review": "<b>name</b>"}, "This review has no name of its own."),
        ({"rating": "3", "at": "yesterday"}, "The time of this review cannot be read."),
        ({"rating": "3", "at": "2026-09-14T09:00:00"}, "The time of this review cannot be read."),
    ],
)
def test_a_bad_review_is_told_of_and_nothing_is_kept(
    app: Flask, studier: Studier, card: int, sent: dict[str, str], said: str
) -> None:
    answer = studier.client.post(
        "/cards/study", data={"card": str(card), "review": "a-fine-name-123", **sent}
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert "How many books may a student borrow?" in answer.text
    assert log(app) == []


@pytest.mark.parametrize("years", [-1, 1])
def test_a_review_of_a_clock_that_is_a_year_off_counts_as_made_now(
    app: Flask, studier: Studier, card: int, years: int
) -> None:
    claimed = (NOW + years * 365 * DAY).isoformat()
    assert studier.rate(card, 3, at=claimed).status_code == 303
    assert [row.at for row in log(app)] == [NOW]


def test_a_review_that_a_device_kept_takes_its_place_in_time(
    app: Flask, studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    at(NOW + 2 * DAY)
    studier.rate(card, 3)
    studier.rate(card, 1, at=(NOW + DAY).isoformat())
    assert [row.at for row in log(app)] == [NOW + 2 * DAY, NOW + DAY]
    held = studier.cards()[0]
    assert (held["reviews"], held["begun_at"], held["last_at"]) == (2, NOW + DAY, NOW + 2 * DAY)


def test_undo_takes_a_review_back_with_a_line_of_its_own(app: Flask, studier: Studier, card: int) -> None:
    studier.rate(card, 1)
    (entry,) = log(app)
    page = studier.study()
    assert f'name="entry" value="{entry.id}"' in page
    undone = studier.client.post("/cards/study/undo", data={"entry": str(entry.id)})
    assert undone.location == f"/cards/study?card={card}"
    assert [(row.kind, row.undoes_id) for row in log(app)] == [("study", None), ("undo", entry.id)]
    held = studier.cards()[0]
    assert (held["phase"], held["due_at"], held["reviews"]) == (0, None, 0)
    assert 'name="entry"' not in studier.study()


def test_undo_twice_changes_nothing_more(app: Flask, studier: Studier, card: int) -> None:
    studier.rate(card, 1)
    entry = {"entry": str(log(app)[0].id)}
    assert studier.client.post("/cards/study/undo", data=entry).status_code == 303
    assert studier.client.post("/cards/study/undo", data=entry).status_code == 303
    assert len(log(app)) == 2


def test_nobody_takes_back_anothers_review(
    app: Flask, studier: Studier, card: int, wren: FlaskClient, at: Callable[[datetime], None]
) -> None:
    studier.rate(card, 1)
    entry = {"entry": str(log(app)[0].id)}
    assert wren.post("/cards/study/undo", data=entry).status_code == 404
    at(NOW + 2 * DAY)
    late = studier.client.post("/cards/study/undo", data=entry)
    assert late.status_code == 422
    assert "more than a day old" in late.text
    assert len(log(app)) == 1


def test_without_script_the_card_is_turned_by_a_link_or_by_enter(studier: Studier, card: int) -> None:
    assert f'href="/cards/study?card={card}&amp;back=1"' in studier.study()
    turned = studier.client.post("/cards/study", data={"card": str(card)})
    assert turned.location == f"/cards/study?card={card}&back=1"


def test_new_cards_stop_at_the_days_cap(
    app: Flask, studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    studier.take("glossary")
    studier.client.post("/cards/settings", data={"new_a_day": "2"})
    seen = []
    for minute in range(6):
        at(NOW + minute * MINUTES)
        shown = studier.shown()
        assert shown
        seen.append(shown)
        studier.rate(shown, 4)
        if "Done for today" in studier.study():
            break
    assert len(seen) == 2
    at(NOW + DAY)
    assert studier.shown() not in (None, *seen)


def test_four_buttons_are_for_those_who_want_them(studier: Studier, card: int) -> None:
    assert "Hard" not in studier.study(card=card, back=1)
    studier.client.post("/cards/settings", data={"new_a_day": "10", "four_buttons": "y"})
    page = studier.study(card=card, back=1)
    assert [word in page for word in ("Again<small>", "Hard<small>", "Got it<small>", "Easy<small>")] == [
        True
    ] * 4


@pytest.mark.parametrize("typed", ["", "-1", "101", "ten", "9" * 30])
def test_a_cap_that_is_none_is_refused(studier: Studier, typed: str) -> None:
    answer = studier.client.post("/cards/settings", data={"new_a_day": typed})
    assert answer.status_code == 422
    assert "Write a" in answer.text


def test_a_card_comes_back_the_day_before_the_test(
    studier: Studier, card: int, rules: Callable[..., None]
) -> None:
    rules(closes_at=NOW + 4 * DAY)
    assert "Test Friday" in studier.study()
    studier.rate(card, 4)
    due = studier.cards()[0]["due_at"]
    assert NOW + DAY <= due <= NOW + 3 * DAY


def test_the_interval_on_the_button_is_the_one_that_is_kept(app: Flask, studier: Studier, card: int) -> None:
    studier.client.post("/cards/settings", data={"new_a_day": "10", "four_buttons": "y"})
    page = studier.study(card=card, back=1)
    studier.rate(card, 4)
    days = (studier.cards()[0]["due_at"] - NOW).days
    assert f"Easy<small>in {days} days</small>" in page


def test_the_week_to_come_counts_what_is_overdue_as_todays(
    studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    studier.rate(card, 4)
    due = studier.cards()[0]["due_at"]

    def week() -> list[int]:
        return [int(count) for count in re.findall(r'<td class="num">(\d+)</td>', studier.home())]

    at(due - 3 * DAY)
    assert week() == [0, 0, 0, 1, 0, 0, 0]
    at(NOW + 30 * DAY)
    assert week() == [1, 0, 0, 0, 0, 0, 0]


def test_the_days_of_study_are_told_and_none_that_was_missed(
    studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    assert "Your first day of study is counted here." in studier.home()
    studier.rate(card, 4)
    at(NOW + 5 * DAY)
    assert "Studied on 1 of the last 7 days, 1 in the last 12 weeks." in studier.home()
    at(NOW + 9 * DAY)
    assert "Studied on 1 day in the last 12 weeks. Good to have you back." in studier.home()


@pytest.fixture
def typing(studier: Studier, card: int) -> Studier:
    """Blue Heron, who types her answers."""
    studier.client.post("/cards/settings", data={"new_a_day": "10", "typed": "y"})
    return studier


def test_who_types_gets_the_back_only_after_that(app: Flask, typing: Studier, card: int) -> None:
    front = typing.study()
    assert "Your answer" in front
    assert "Three at a time." not in front
    back = typing.client.post(
        "/cards/study", data={"card": str(card), "show": "1", "typed": "three at a  time"}
    )
    assert back.status_code == 200
    assert '<span class="written">three at a time</span>' in back.text
    assert "Right" in back.text
    assert "Three at a time." in back.text
    assert log(app) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("thre at a time", "Close. Compare it."),
        ("seven", "Compare it."),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
    ],
)
def test_what_is_typed_is_a_help_and_no_verdict(typing: Studier, card: int, typed: str, said: str) -> None:
    data = {"card": str(card), "show": "1", "typed": typed}
    assert said in typing.client.post("/cards/study", data=data).text


def test_nothing_typed_shows_the_back_alone(typing: Studier, card: int) -> None:
    page = typing.client.post("/cards/study", data={"card": str(card), "show": "1"}).text
    assert "You answered" not in page
    assert "Three at a time." in page


def test_a_question_that_is_answered_is_judged_as_in_the_quiz(typing: Studier, cast: Cast) -> None:
    typing.quiz({}, cast.assignment)
    typing.home()
    librarian = next(one["id"] for one in typing.cards() if one["origin"] == "question:4:0")
    data = {"card": str(librarian), "show": "1", "try-answer": "Ms Okafor"}
    page = typing.client.post("/cards/study", data=data).text
    assert "Ms Okafor" in page
    assert "Wrong" in page
    count = next(one["id"] for one in typing.cards() if one["origin"] == "question:5:0")
    unread = {"card": str(count), "show": "1", "try-answer": "three"}
    assert "Write a number" in typing.client.post("/cards/study", data=unread).text


def test_the_page_on_studying_says_that_the_spacing_is_the_same_for_everyone(studier: Studier) -> None:
    page = studier.client.get("/cards/settings").text
    assert "Standard spacing: a method called FSRS, with the figures published for everyone." in page
    assert "The figures are not fitted to your own reviews." in page


def test_until_a_first_card_is_learnt_the_buttons_say_why_it_comes_back_so_soon(studier: Studier) -> None:
    studier.take()
    why = "A new card comes back after some minutes"
    assert why in studier.study()
    card = studier.shown()
    assert card
    studier.rate(card, 3)
    assert why in studier.study(card=card)
    studier.rate(card, 3)  # got it twice: it is learnt
    assert why not in studier.study()
