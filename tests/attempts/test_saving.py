"""Saving: what is acknowledged is kept, and what is refused is refused in words."""

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp import create_app
from quizapp.accounts.models import User
from quizapp.attempts import service
from quizapp.attempts.models import Answer
from quizapp.config import Settings
from quizapp.db.base import reading
from quizapp.extensions import db
from tests.attempts.conftest import EIGHT, NINE, RIGHT, Taker
from tests.cast import NOW, Cast
from tests.conftest import close


def stored(app: Flask) -> dict[int, tuple[int, object]]:
    with app.app_context():
        rows = db.session.query(Answer).order_by(Answer.slot).all()
        return {row.slot: (row.seq, row.response and json.loads(row.response)) for row in rows}


def test_a_save_is_acknowledged_with_what_is_kept(app: Flask, taker: Taker) -> None:
    response = taker.put(1, 7, [NINE])
    assert (response.status_code, response.json) == (
        200,
        {
            "status": "saved",
            "seq": 7,
            "saved_at": "2026-09-14T09:00:00+00:00",
            "now": "2026-09-14T09:00:00+00:00",
            "news": 0,
        },
    )
    assert stored(app) == {1: (7, {"choice": NINE})}


def test_each_type_of_question_is_saved_and_shown_again(taker: Taker) -> None:
    for slot, answer in RIGHT.items():
        assert taker.put(slot, 1, answer).json["status"] == "saved"
    assert f'value="{NINE}" checked' in taker.page(1)
    assert taker.page(2).count(" checked") == 2
    assert 'value="true" checked' in taker.page(3)
    assert 'value="Amsel"' in taker.page(4)
    assert 'value="3"' in taker.page(5)
    assert taker.page(1).count(', answered"') == 5


def test_a_repeated_save_is_harmless_and_told_as_kept(app: Flask, taker: Taker) -> None:
    taker.put(1, 7, [NINE])
    response = taker.put(1, 7, [NINE])
    assert (response.status_code, response.json["status"], response.json["seq"]) == (200, "newer", 7)


def test_an_older_save_that_comes_late_changes_nothing(app: Flask, taker: Taker) -> None:
    taker.put(1, 9, [NINE])
    assert taker.put(1, 8, [EIGHT]).json["status"] == "newer"
    assert stored(app) == {1: (9, {"choice": NINE})}


def test_an_answer_can_be_taken_back(app: Flask, taker: Taker) -> None:
    taker.put(4, 1, ["Amsel"])
    assert taker.put(4, 2, [""]).json["status"] == "saved"
    assert stored(app) == {4: (2, None)}


def test_a_flag_is_kept_beside_the_answer(taker: Taker) -> None:
    taker.put(1, 1, [NINE])
    taker.put(1, 2, flagged=True)
    page = taker.page(1)
    assert 'aria-label="Question 1, answered, flagged"' in page
    assert f'value="{NINE}" checked' in page


def test_what_cannot_be_read_is_to_be_mended_and_the_last_answer_stays(app: Flask, taker: Taker) -> None:
    taker.put(5, 1, ["4"])
    response = taker.put(5, 2, ["three"])
    assert (response.status_code, response.json) == (
        422,
        {"status": "refused", "reason": "format", "message": "Write a number, such as 3.", "retry": False},
    )
    assert stored(app) == {5: (1, {"text": "4", "value": "4"})}


def test_a_choice_that_was_never_shown_is_refused(app: Flask, taker: Taker) -> None:
    assert taker.put(1, 1, ["00000000"]).status_code == 422
    assert taker.put(1, 2, [NINE, EIGHT]).status_code == 422
    assert stored(app) == {}


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        "[]",
        "{}",
        '{"seq": 0, "answer": {}}',
        '{"seq": "1", "answer": {}}',
        '{"seq": 1.5, "answer": {}}',
        '{"seq": 99999999999, "answer": {}}',
        '{"seq": 1, "answer": ["a"]}',
        '{"seq": 1, "answer": {"answer": "a"}}',
        '{"seq": 1, "answer": {"answer": [3]}}',
        '{"seq": 1, "answer": {"answer": ["\\ud800"]}}',
        '{"seq": 1, "answer": {}, "score": 5}',
        '{"seq": 1, "flagged": "yes"}',
        "[" * 5000,
    ],
)
def test_a_save_that_is_not_one_is_refused_and_nothing_is_kept(app: Flask, taker: Taker, body: str) -> None:
    response = taker.client.put(
        f"/attempts/{taker.attempt}/answers/1", data=body, content_type="application/json"
    )
    assert response.status_code == 400
    assert response.json["error"] == "That request could not be read"
    assert stored(app) == {}


def test_a_save_of_another_kind_of_content_is_refused(taker: Taker) -> None:
    address = f"/attempts/{taker.attempt}/answers/1"
    assert taker.client.put(address, data={"answer": NINE}).status_code == 415


def test_a_huge_save_is_refused_as_too_large(app: Flask, taker: Taker) -> None:
    response = taker.put(4, 1, ["x" * 70_000])
    assert (response.status_code, response.json["error"]) == (413, "That is too large")
    assert stored(app) == {}


def test_only_put_saves(taker: Taker) -> None:
    assert taker.client.post(f"/attempts/{taker.attempt}/answers/1", json={}).status_code == 405
    assert taker.client.get(f"/attempts/{taker.attempt}/submit").status_code == 405


def test_a_question_that_the_attempt_does_not_ask_is_not_there(taker: Taker) -> None:
    assert taker.put(6, 1, [NINE]).status_code == 404
    assert taker.put(6, 1, flagged=True).status_code == 404


def test_nobody_saves_into_or_sees_anothers_attempt(
    app: Flask, taker: Taker, wren: FlaskClient, outsider: FlaskClient
) -> None:
    for client in (wren, outsider):
        stranger = Taker(client, taker.attempt)
        assert stranger.put(1, 1, [EIGHT]).status_code == 404
        assert stranger.submit().status_code == 404
        for path in ("", "/check", "/review"):
            assert client.get(f"/attempts/{taker.attempt}{path}").status_code == 404
        assert client.post(f"/attempts/{taker.attempt}", data={"slot": "1"}).status_code == 404
    assert stored(app) == {}
    assert "checked" not in taker.page(1)


def test_who_is_signed_out_is_told_so_in_json(anonymous: FlaskClient, taker: Taker) -> None:
    response = Taker(anonymous, taker.attempt).put(1, 1, [NINE])
    assert (response.status_code, response.json["error"]) == (401, "Please sign in")


def test_a_save_needs_the_token_of_its_page(app: Flask, taker: Taker) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert taker.put(1, 1, [NINE]).status_code == 400
    token = taker.page().split('data-token="')[1].split('"')[0]
    response = taker.client.put(
        f"/attempts/{taker.attempt}/answers/1",
        json={"seq": 1, "answer": {"answer": [NINE]}},
        headers={"X-CSRFToken": token},
    )
    assert response.json["status"] == "saved"


def test_a_save_in_the_grace_counts_and_one_after_it_is_refused(
    heron: FlaskClient,
    rules: Callable[..., None],
    begin: Callable[..., Taker],
    at: Callable[[datetime], None],
) -> None:
    rules(time_limit=600, grace=30)
    taker = begin(heron)
    at(NOW + timedelta(seconds=629))
    assert taker.put(1, 1, [NINE]).json["status"] == "saved"
    at(NOW + timedelta(seconds=630))
    response = taker.put(1, 2, [EIGHT])
    assert (response.status_code, response.json) == (
        409,
        {
            "status": "refused",
            "reason": "too_late",
            "message": "Time was up today, 09:10. What was saved by then is handed in for you.",
            "retry": False,
        },
    )
    assert "1 of 5." in taker.review()


def test_after_handing_in_nothing_is_saved(taker: Taker) -> None:
    taker.submit()
    response = taker.put(1, 1, [NINE])
    assert (response.status_code, response.json["reason"]) == (409, "handed_in")


def test_no_save_is_lost_when_many_save_at_once(app: Flask, taker: Taker, cast: Cast) -> None:
    failures: list[BaseException] = []

    def student(slot: int) -> None:
        try:
            for seq in range(1, 21):
                with app.test_request_context(), reading():
                    heron = db.session.get(User, cast.heron)
                    outcome = service.save(
                        heron, taker.attempt, slot, now=NOW, seq=seq, response=json.dumps({"text": str(seq)})
                    )
                    assert outcome.saved.seq >= seq  # type: ignore[union-attr]
                    db.session.remove()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=student, args=(1 + n % 5,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert stored(app) == {slot: (20, {"text": "20"}) for slot in range(1, 6)}


def test_a_server_that_was_restarted_goes_on_with_every_answer(taker: Taker, settings: Settings) -> None:
    taker.put(1, 1, [NINE])
    cookie = taker.client.get_cookie("quizapp_session")
    assert cookie
    again = create_app(settings)
    try:
        again.config["WTF_CSRF_ENABLED"] = False
        client = again.test_client()
        client.set_cookie("quizapp_session", cookie.value)
        later = Taker(client, taker.attempt)
        assert f'value="{NINE}" checked' in later.page(1)
        assert later.put(3, 1, ["true"]).json["status"] == "saved"
        later.submit()
        assert "2 of 5." in later.review()
    finally:
        close(again)
