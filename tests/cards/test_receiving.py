"""What a device sends late: each review once, in its place in time, and nothing that is not its student's."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from quizapp.cards.invariants import cards_follow_from_their_log
from quizapp.cards.models import CardReview
from quizapp.extensions import db
from tests.cards.conftest import Studier
from tests.cast import NOW, Cast

DAY, MINUTES = timedelta(days=1), timedelta(minutes=1)


def review(card: object, name: str, rating: object = 3, at: object = "") -> dict[str, Any]:
    said = at.isoformat() if isinstance(at, datetime) else at
    return {"id": name, "card": card, "rating": rating, "at": said}


def send(studier: Studier, *reviews: Any, account: object = None) -> TestResponse:
    body = {"account": studier.user_id if account is None else account, "reviews": list(reviews)}
    return studier.client.put("/cards/reviews", json=body)


def statuses(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["status"] for one in answer.get_json()["results"]]


def log(app: Flask) -> list[tuple[str, str, int | None]]:
    """Return the log as it came, each line at so many minutes from NOW."""
    with app.app_context():
        rows = db.session.query(CardReview).order_by(CardReview.id).all()
        return [(row.kind, str((row.at - NOW) / MINUTES), row.rating) for row in rows]


def test_reviews_sent_late_keep_their_own_times(
    app: Flask, studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    at(NOW + 30 * MINUTES)
    first = review(card, "on-the-bus-1", 1, NOW + MINUTES)
    second = review(card, "on-the-bus-2", 3, NOW + 3 * MINUTES)
    answer = send(studier, first, second)
    assert statuses(answer) == ["kept", "kept"]
    assert answer.get_json()["done"] == 1
    assert log(app) == [("study", "1.0", 1), ("study", "3.0", 3)]
    # Ten minutes after it was said, not after it was sent.
    assert studier.cards()[0]["due_at"] == NOW + 13 * MINUTES


def test_what_was_sent_and_whose_answer_was_lost_counts_once(app: Flask, studier: Studier, card: int) -> None:
    sent = [review(card, "on-the-bus-1", 1, NOW), review(card, "on-the-bus-2", 3, NOW)]
    assert statuses(send(studier, *sent)) == ["kept", "kept"]
    assert statuses(send(studier, *sent)) == ["kept", "kept"]
    assert len(log(app)) == 2


def test_of_a_form_and_a_sending_of_one_review_one_counts(app: Flask, studier: Studier, card: int) -> None:
    studier.rate(card, 1, name="by-the-form-first")
    assert statuses(send(studier, review(card, "by-the-form-first", 1))) == ["kept"]
    assert len(log(app)) == 1


def test_reviews_made_elsewhere_in_between_take_their_places(
    app: Flask, studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    at(NOW + 2 * DAY)
    studier.rate(card, 3, name="on-the-laptop")  # two days on, while the phone was away
    at(NOW + 3 * DAY)
    phone = [review(card, "on-the-phone-1", 1, NOW), review(card, "on-the-phone-2", 4, NOW + 10 * MINUTES)]
    assert statuses(send(studier, *phone)) == ["kept", "kept"]
    held = studier.cards()[0]
    assert (held["begun_at"], held["last_at"], held["reviews"]) == (NOW, NOW + 2 * DAY, 3)
    with app.app_context():
        assert list(cards_follow_from_their_log(db.session.connection())) == []


def test_undo_works_late_too_and_twice_is_once(app: Flask, studier: Studier, card: int) -> None:
    undo = {"id": "taken-back-1", "undoes": "on-the-bus-1", "at": NOW.isoformat()}
    assert statuses(send(studier, review(card, "on-the-bus-1"), undo)) == ["kept", "kept"]
    assert statuses(send(studier, undo)) == ["kept"]
    assert [kind for kind, *_ in log(app)] == ["study", "undo"]
    assert studier.cards()[0]["phase"] == 0


def test_an_undo_that_a_phone_kept_for_days_counts_by_its_own_time(
    app: Flask, studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    studier.rate(card, 3, name="on-monday")
    at(NOW + 3 * DAY)
    late = {"id": "taken-back-1", "undoes": "on-monday", "at": (NOW + MINUTES).isoformat()}
    now = {"id": "taken-back-2", "undoes": "on-monday", "at": (NOW + 3 * DAY).isoformat()}
    refused = send(studier, now).get_json()["results"]
    assert refused == [
        {"status": "refused", "message": "This review is more than a day old and stays as it is."}
    ]
    assert statuses(send(studier, late)) == ["kept"]
    assert studier.cards()[0]["phase"] == 0


@pytest.mark.parametrize("years", [-1, 1])
def test_of_a_clock_a_year_off_the_reviews_count_as_made_now_and_that_is_said(
    app: Flask, studier: Studier, card: int, years: int
) -> None:
    claimed = NOW + years * 365 * DAY
    assert statuses(send(studier, review(card, "a-year-off", 3, claimed))) == ["clock_off"]
    assert log(app) == [("study", "0.0", 3)]


def test_what_cannot_be_kept_is_said_and_holds_up_nothing_else(
    app: Flask, studier: Studier, card: int, heron_and_wren: int
) -> None:
    sent = [
        review(heron_and_wren, "of-another"),
        review(2_000_000_000, "of-nobody"),
        review(card, "a-good-one", 1),
        review(card, "a-good-one", 1) | {"card": studier.cards()[1]["id"]},
        {"id": "taken-back-1", "undoes": "never-made"},
    ]
    answer = send(studier, *sent)
    assert statuses(answer) == ["gone", "gone", "kept", "refused", "gone"]
    assert [one["message"] for one in answer.get_json()["results"]] == [
        "Its card is not yours any more, or is gone.",
        "Its card is not yours any more, or is gone.",
        "",
        "This review was sent for another card before. Nothing was changed.",
        "There is no such review to take back.",
    ]
    assert len(log(app)) == 1


@pytest.fixture
def heron_and_wren(app: Flask, wren: FlaskClient, cast: Cast) -> int:
    """A card of Green Wren's, which is none of Blue Heron's."""
    wrens = Studier(wren, app, cast.wren)
    wrens.take()
    return int(wrens.cards()[0]["id"])


def test_nobody_takes_back_anothers_review(
    app: Flask, studier: Studier, wren: FlaskClient, heron_and_wren: int, cast: Cast
) -> None:
    wrens = Studier(wren, app, cast.wren)
    wrens.rate(heron_and_wren, 3, name="of-green-wren")
    assert statuses(send(studier, {"id": "taken-back-1", "undoes": "of-green-wren"})) == ["gone"]
    assert len(log(app)) == 1


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "review",
        [],
        {},
        {"id": "a-good-name", "card": "7", "rating": 3},
        {"id": "a-good-name", "card": True, "rating": 3},
        {"id": "a-good-name", "card": -1, "rating": 3},
        {"id": "a-good-name", "card": 2**70, "rating": 3},
        {"id": "a-good-name", "card": 1, "rating": "3"},
        {"id": "a-good-name", "card": 1, "rating": 7},
        {"id": "a-good-name", "card": 1, "rating": 3, "at": "yesterday"},
        {"id": "a-good-name", "card": 1, "rating": 3, "at": 1_700_000_000},
        {"id": "x", "card": 1, "rating": 3},
        {"id": "x" * 200, "card": 1, "rating": 3},
        {"id": "<script>alert(1)</script>", "card": 1, "rating": 3},
        {"id": 7, "card": 1, "rating": 3},
        {"id": "a-good-name", "undoes": "\x00"},
        {"id": "a-good-name", "undoes": None},
    ],
)
def test_what_is_no_review_is_refused_and_the_next_one_kept(
    app: Flask, studier: Studier, card: int, sent: Any
) -> None:
    assert statuses(send(studier, sent, review(card, "a-good-one"))) == ["refused", "kept"]
    assert len(log(app)) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"reviews": []}',
        b'{"account": "17", "reviews": []}',
        b'{"account": true, "reviews": []}',
        b'{"account": 17, "reviews": {}}',
        b"[" * 60_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_sending_is_refused_whole(studier: Studier, body: bytes) -> None:
    answer = studier.client.put("/cards/reviews", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["status"] == "failed"


@pytest.mark.parametrize("count", [51, 10_000])
def test_too_many_at_once_are_refused_with_what_to_do_and_none_is_kept(
    app: Flask, studier: Studier, card: int, count: int
) -> None:
    answer = send(studier, *(review(card, f"one-of-many-{number}") for number in range(count)))
    assert answer.status_code == 413
    assert answer.get_json()["message"] == (
        "That is too much at once, and nothing of it was kept. Send at most 50 reviews."
    )
    assert log(app) == []


def test_a_whole_sending_is_taken(
    app: Flask, studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    at(NOW + DAY)
    sent = [review(card, f"one-of-fifty-{number}", 1, NOW + number * MINUTES) for number in range(50)]
    assert statuses(send(studier, *sent)) == ["kept"] * 50
    assert len(log(app)) == 50


def test_of_somebody_else_nothing_is_taken(app: Flask, studier: Studier, card: int, cast: Cast) -> None:
    answer = send(studier, review(card, "of-green-wren"), account=cast.wren)
    assert answer.status_code == 409
    assert answer.get_json()["reason"] == "somebody_else"
    assert log(app) == []


def test_who_is_signed_out_is_told_so_and_nothing_is_kept(
    app: Flask, studier: Studier, card: int, anonymous: FlaskClient, teacher: FlaskClient
) -> None:
    body = {"account": studier.user_id, "reviews": [review(card, "signed-out")]}
    assert anonymous.put("/cards/reviews", json=body).status_code == 401
    assert anonymous.get("/cards/reviews", headers={"Accept": "application/json"}).status_code == 401
    assert teacher.put("/cards/reviews", json=body).status_code == 403
    assert log(app) == []


def test_a_token_of_before_is_refused_and_a_fresh_one_is_to_be_had(
    app: Flask, studier: Studier, card: int
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    body = {"account": studier.user_id, "reviews": [review(card, "with-a-token")]}
    stale = studier.client.put("/cards/reviews", json=body, headers={"X-CSRFToken": "of-last-week"})
    assert stale.status_code == 400
    fresh = studier.client.get("/cards/reviews", headers={"Accept": "application/json"}).get_json()
    assert (fresh["account"], fresh["now"]) == (studier.user_id, round(NOW.timestamp() * 1000))
    sent = studier.client.put("/cards/reviews", json=body, headers={"X-CSRFToken": fresh["token"]})
    assert statuses(sent) == ["kept"]
    assert len(log(app)) == 1


def test_where_nothing_can_be_written_nothing_is_called_kept(
    app: Flask, studier: Studier, card: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), db.engine.begin() as link:
        link.execute(text("DROP TABLE card_reviews"))
    answer = studier.client.put(
        "/cards/reviews",
        data=json.dumps({"account": studier.user_id, "reviews": [review(card, "no-table-there")]}),
        content_type="application/json",
    )
    assert answer.status_code == 503
