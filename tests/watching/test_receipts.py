"""A receipt settles whether, when and what was handed in."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.attempts.models import Attempt
from quizapp.extensions import db
from tests.attempts.conftest import EIGHT, NINE, Taker
from tests.cast import NOW, Cast

At = Callable[[datetime], None]
Act = Callable[..., TestResponse]
MINUTE = timedelta(minutes=1)


def receipt_on(page: str) -> str:
    found = re.search(r'Receipt <span class="mono">([0-9A-F-]{9})</span>', page)
    assert found
    return found[1]


def test_a_receipt_is_found_as_it_is_typed(teacher: FlaskClient, sitting: Taker, cast: Cast) -> None:
    sitting.put(1, 1, [NINE])
    sitting.submit()
    code = receipt_on(sitting.review()).lower().replace("-", " ")
    page = teacher.get(f"/assignments/{cast.assignment}/receipt", query_string={"code": code}).text
    assert "Blue Heron</a>" in page
    assert "Handed in today, 09:00." in page
    assert "The answers are still those that this receipt was given for." in page


def test_a_receipt_from_before_an_opening_again_is_still_found(
    act: Act, teacher: FlaskClient, sitting: Taker, cast: Cast, at: At
) -> None:
    sitting.put(1, 1, [EIGHT])
    sitting.submit()
    code = receipt_on(sitting.review())
    at(NOW + MINUTE)
    act(f"attempts/{sitting.attempt}/reopen", minutes=10)
    sitting.put(1, 9999, [NINE])
    sitting.submit()
    page = " ".join(teacher.get(f"/assignments/{cast.assignment}/receipt?code={code}").text.split())
    assert "Opened again today, 09:01, and handed in again today, 09:01 with receipt" in page
    assert "The answers were changed after it was opened again." in page


def test_answers_changed_behind_the_apps_back_no_longer_hold(
    app: Flask, teacher: FlaskClient, sitting: Taker, cast: Cast
) -> None:
    sitting.put(1, 1, [NINE])
    sitting.submit()
    code = receipt_on(sitting.review())
    with app.app_context():
        (answer,) = db.session.get(Attempt, sitting.attempt).answers
        answer.response = answer.response.replace(NINE, EIGHT)
        db.session.commit()
    page = teacher.get(f"/assignments/{cast.assignment}/receipt?code={code}").text
    assert "no longer those that this receipt was given for" in page


def test_a_receipt_of_before_they_were_kept_is_worked_out(
    app: Flask, teacher: FlaskClient, sitting: Taker, cast: Cast
) -> None:
    sitting.submit()
    code = receipt_on(sitting.review())
    with app.app_context():
        db.session.get(Attempt, sitting.attempt).receipt = None
        db.session.commit()
    assert "Blue Heron</a>" in teacher.get(f"/assignments/{cast.assignment}/receipt?code={code}").text


def test_a_receipt_that_nobody_has_is_told_so(teacher: FlaskClient, cast: Cast) -> None:
    path = f"/assignments/{cast.assignment}/receipt?code="
    assert "Nobody was given this receipt for this quiz." in teacher.get(f"{path}0000-0000").text
    assert "A receipt has eight figures" in teacher.get(f"{path}0000-000").text
