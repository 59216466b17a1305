"""The short lane takes what the ordinary way would take, and nothing more; all else goes on to it."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.attempts import lane
from quizapp.attempts.models import Answer
from quizapp.attempts.taking import Plain
from quizapp.extensions import db
from quizapp.web.errors import FAILED
from tests.attempts.conftest import NINE, Taker
from tests.cast import NOW, Cast

Taken = list[dict[str, object]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """What the lane took to the writer."""
    seen: Taken = []
    said = lane.Lanes._saved

    def watched(self: lane.Lanes, given: Plain) -> lane.Said:
        answer = said(self, given)
        seen.append(json.loads(answer.body))
        return answer

    monkeypatch.setattr(lane.Lanes, "_saved", watched)
    return seen


def stored(app: Flask) -> dict[int, tuple[int, str | None, bool]]:
    with app.app_context():
        return {row.slot: (row.seq, row.response, row.flagged) for row in db.session.query(Answer)}


def test_a_plain_save_takes_the_lane_and_is_kept(app: Flask, drawn: Taker, taken: Taken) -> None:
    response = drawn.put(1, 3, [NINE])
    assert response.json == {
        "status": "saved",
        "seq": 3,
        "saved_at": "2026-09-14T09:00:00+00:00",
        "now": "2026-09-14T09:00:00+00:00",
        "news": 0,
    }
    assert len(taken) == 1
    assert stored(app) == {1: (3, f'{{"choice":"{NINE}"}}', False)}


def test_it_carries_the_headers_of_every_response(drawn: Taker, taken: Taken) -> None:
    ordinary = drawn.client.get("/todo").headers
    quick = drawn.put(1, 3, [NINE]).headers
    assert len(taken) == 1
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control"):
        assert quick[name] == ordinary[name]


def test_a_newer_answer_replaces_an_older_one_and_leaves_the_flag(
    app: Flask, drawn: Taker, taken: Taken
) -> None:
    drawn.put(1, 1, flagged=True)
    drawn.put(1, 2, [NINE])
    assert len(taken) == 1
    assert stored(app) == {1: (2, f'{{"choice":"{NINE}"}}', True)}


def test_an_answer_is_emptied_in_the_lane_too(app: Flask, drawn: Taker, taken: Taken) -> None:
    drawn.put(4, 1, ["Amsel"])
    drawn.put(4, 2, [""])
    assert len(taken) == 2
    assert stored(app) == {4: (2, None, False)}


@pytest.mark.parametrize(
    ("slot", "body", "status"),
    [
        (1, {"seq": 1, "flagged": True}, 200),
        (5, {"seq": 1, "answer": {"answer": ["three"]}}, 422),
        (9, {"seq": 1, "answer": {"answer": ["3"]}}, 404),
        (5, {"seq": 0, "answer": {"answer": ["3"]}}, 400),
        (5, {"seq": 1, "answer": [3]}, 400),
    ],
)
def test_what_is_not_plain_goes_the_ordinary_way(
    drawn: Taker, taken: Taken, slot: int, body: dict[str, object], status: int
) -> None:
    response = drawn.client.put(f"/attempts/{drawn.attempt}/answers/{slot}", json=body)
    assert (response.status_code, taken) == (status, [])


def test_an_older_answer_is_told_of_the_newer(drawn: Taker, taken: Taken) -> None:
    drawn.put(1, 5, [NINE])
    response = drawn.put(1, 4, [NINE])
    assert (response.json["status"], response.json["seq"], len(taken)) == ("newer", 5, 1)


def test_after_handing_in_nothing_takes_the_lane(drawn: Taker, taken: Taken) -> None:
    drawn.submit()
    assert drawn.put(1, 1, [NINE]).status_code == 409
    assert taken == []


def test_after_the_end_the_ordinary_way_decides_by_the_grace(
    drawn: Taker, taken: Taken, rules: Callable[..., None], begin: Callable[..., Taker], wren: FlaskClient,
    at: Callable[[datetime], None],
) -> None:  # fmt: skip
    rules(time_limit=600)
    other = begin(wren)
    other.page(1)
    at(NOW + timedelta(seconds=610))
    assert other.put(1, 1, [NINE]).json["status"] == "saved"
    at(NOW + timedelta(seconds=631))
    assert other.put(1, 2, [NINE]).json["reason"] == "too_late"
    assert taken == []


def test_nobody_saves_into_anothers_attempt(
    drawn: Taker, taken: Taken, wren: FlaskClient, begin: Callable[..., Taker]
) -> None:
    begin(wren).page(1)
    response = wren.put(f"/attempts/{drawn.attempt}/answers/1", json={"seq": 1, "answer": {"answer": [NINE]}})
    assert (response.status_code, taken) == (404, [])


@pytest.mark.parametrize("change", [{"session_epoch": 2}, {"active": False}])
def test_a_session_that_was_ended_saves_nothing_more(
    app: Flask, cast: Cast, drawn: Taker, taken: Taken, change: dict[str, object]
) -> None:
    drawn.put(1, 1, [NINE])
    with app.app_context():
        heron = db.session.get_one(User, cast.heron)
        for name, value in change.items():
            setattr(heron, name, value)
        db.session.commit()
    assert drawn.put(1, 2, [NINE]).status_code == 401
    assert len(taken) == 1
    assert stored(app)[1][0] == 1


class TestWithTokens:
    """With the check of tokens on, as it is served."""

    @pytest.fixture(autouse=True)
    def checked(self, app: Flask) -> Iterator[None]:
        app.config["WTF_CSRF_ENABLED"] = True
        yield
        app.config["WTF_CSRF_ENABLED"] = False

    def put(self, taker: Taker, token: str) -> int:
        return taker.client.put(
            f"/attempts/{taker.attempt}/answers/1",
            json={"seq": 9, "answer": {"answer": [NINE]}},
            headers={"X-CSRFToken": token, "Accept": "application/json"},
        ).status_code

    @pytest.fixture
    def token(self, taker: Taker, app: Flask) -> str:
        """The token of Blue Heron's page."""
        taker.page(1)
        return taker.page(1).split('data-token="')[1].split('"')[0]

    @pytest.fixture
    def taker(self, app: Flask, heron: FlaskClient, begin: Callable[..., Taker]) -> Taker:
        app.config["WTF_CSRF_ENABLED"] = False
        try:
            return begin(heron)
        finally:
            app.config["WTF_CSRF_ENABLED"] = True

    def test_the_token_of_the_page_opens_the_lane(self, taker: Taker, token: str, taken: Taken) -> None:
        assert (self.put(taker, token), len(taken)) == (200, 1)

    def test_without_a_token_or_with_another_nothing_is_saved(
        self, app: Flask, taker: Taker, token: str, taken: Taken
    ) -> None:
        assert self.put(taker, "") == 400
        assert self.put(taker, "x" + token[1:]) == 400  # of the last sign some bits are no part of it
        assert (taken, stored(app)) == ([], {})

    def test_another_sessions_token_opens_nothing(
        self,
        app: Flask,
        taker: Taker,
        token: str,
        taken: Taken,
        wren: FlaskClient,
        begin: Callable[..., Taker],
    ) -> None:
        app.config["WTF_CSRF_ENABLED"] = False
        other = begin(wren)
        app.config["WTF_CSRF_ENABLED"] = True
        other.page(1)
        assert self.put(other, token) == 400
        assert taken == []


def test_where_the_writer_fails_the_ordinary_way_says_so_and_does_not_try_again(
    app: Flask, drawn: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise TimeoutError("The writer is too far behind.")

    monkeypatch.setattr(app.extensions["writer"], "run_alike", fail)
    response = drawn.put(1, 1, [NINE])
    assert response.status_code == 503
    assert response.headers["Retry-After"]


def test_what_the_writer_could_not_write_is_not_tried_again_on_the_way(
    app: Flask, drawn: Taker, taken: Taken
) -> None:
    # From the short way: who waits has waited as long as a full disk takes to say so.
    response = drawn.client.put(
        f"/attempts/{drawn.attempt}/answers/1",
        json={"seq": 3, "answer": {"answer": [NINE]}},
        environ_overrides={FAILED: TimeoutError("too far behind")},
    )
    assert (response.status_code, response.json["status"]) == (503, "not_saved")
    assert (taken, stored(app)) == ([], {})


def test_an_attempt_with_the_number_of_one_that_was_deleted_asks_its_own_questions(
    app: Flask, taker: Taker, cast: Cast
) -> None:
    there = taker.attempt, cast.heron
    app.extensions.setdefault("layouts", {})[there] = {1: 999}
    taker.page(1)
    assert app.extensions["layouts"][there][1] != 999
