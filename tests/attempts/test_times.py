"""How long a question was on the screen: it comes with what is sent anyway, and hinders nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.attempts import lane
from quizapp.attempts.models import Answer
from quizapp.attempts.taking import Plain
from quizapp.extensions import db
from tests.attempts.conftest import EIGHT, NINE, RIGHT, Taker
from tests.cast import Cast


def seconds(app: Flask) -> dict[int, int | None]:
    with app.app_context():
        return {row.slot: row.seconds for row in db.session.query(Answer).order_by(Answer.slot)}


@pytest.fixture
def in_lane(monkeypatch: pytest.MonkeyPatch) -> list[Plain]:
    """What the short lane saved."""
    seen: list[Plain] = []
    said = lane.Lanes._saved
    monkeypatch.setattr(lane.Lanes, "_saved", lambda self, given: (seen.append(given), said(self, given))[1])
    return seen


def test_the_time_comes_with_the_save_and_only_grows(app: Flask, drawn: Taker, in_lane: list[Plain]) -> None:
    drawn.put(1, 1, [NINE], seconds=41)
    assert seconds(app) == {1: 41}
    drawn.put(1, 2, [EIGHT], seconds=60)
    assert seconds(app) == {1: 60}
    drawn.put(1, 3, [NINE], seconds=12)  # another device, which had it on the screen for less
    drawn.put(1, 4, [EIGHT])
    assert seconds(app) == {1: 60}
    assert len(in_lane) == 4


def test_it_is_the_same_on_the_ordinary_way(app: Flask, taker: Taker, in_lane: list[Plain]) -> None:
    taker.put(1, 1, [NINE], seconds=41, flagged=True)
    taker.put(1, 2, flagged=False, seconds=60)
    taker.put(1, 3, flagged=True, seconds=12)
    taker.put(1, 4, flagged=False)
    assert (seconds(app), in_lane) == ({1: 60}, [])


def test_a_save_sent_again_counts_its_time_once(app: Flask, drawn: Taker) -> None:
    for _ in range(3):
        drawn.put(1, 1, [NINE], seconds=41)
    assert seconds(app) == {1: 41}


@pytest.mark.parametrize("claimed", [-1, 86_401, 1e300, 4.5, "41", "<b>", True, [41], {"a": 1}, None])
def test_an_absurd_time_is_left_out_and_the_answer_is_saved(
    app: Flask, drawn: Taker, in_lane: list[Plain], claimed: object
) -> None:
    response = drawn.put(1, 1, [NINE], seconds=claimed)
    assert (response.status_code, response.json["status"], len(in_lane)) == (200, "saved", 1)
    assert seconds(app) == {1: None}


def test_handing_in_brings_the_times_of_all_questions(app: Flask, taker: Taker) -> None:
    taker.put(1, 1, [NINE], seconds=41)
    taker.put(3, 1, RIGHT[3], seconds=90)
    taker.put(4, 1, RIGHT[4])
    url = f"/attempts/{taker.attempt}/submit"
    # Question 2 has no answer, and 99 is none of this quiz.
    assert taker.client.post(url, data={"times": "1:52,2:30,3:80,4:7,99:5"}).status_code == 303
    assert seconds(app) == {1: 52, 3: 90, 4: 7}


def test_handing_in_again_changes_no_time(app: Flask, taker: Taker) -> None:
    taker.put(1, 1, [NINE], seconds=41)
    taker.submit()
    taker.client.post(f"/attempts/{taker.attempt}/submit", data={"times": "1:80000"})
    assert seconds(app) == {1: 41}


@pytest.mark.parametrize("times", ["", "1:", "x", "1:99999", "1:41" * 2_000, "1:1;DROP TABLE answers"])
def test_whatever_stands_for_the_times_it_is_handed_in(app: Flask, taker: Taker, times: str) -> None:
    taker.put(1, 1, [NINE], seconds=41)
    response = taker.client.post(f"/attempts/{taker.attempt}/submit", data={"times": times})
    assert response.status_code == 303
    assert seconds(app) == {1: 41}


def test_an_answer_that_was_checked_keeps_the_time_it_took(app: Flask, taker: Taker) -> None:
    taker.put(1, 1, [NINE], seconds=41)
    with app.app_context():
        db.session.get_one(Answer, (taker.attempt, 1)).checked = True
        db.session.commit()
    taker.client.post(f"/attempts/{taker.attempt}/submit", data={"times": "1:500"})
    assert seconds(app) == {1: 41}


def test_students_are_told_that_the_time_is_measured(cast: Cast, wren: FlaskClient) -> None:
    cover = wren.get(f"/take/{cast.assignment}").text
    assert "Your teacher also sees how long each question was on the screen" in cover
