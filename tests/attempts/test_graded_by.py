"""Handing in is graded by the rule that stands at that moment."""

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.engine import Connection

from quizapp.attempts import handing_in
from quizapp.attempts.models import Attempt
from quizapp.attempts.store import Sitting, slots
from quizapp.core.attempts.scoring import Asked
from quizapp.extensions import db
from quizapp.web.transaction import write_now
from tests.attempts.conftest import Taker
from tests.cast import Cast


def test_a_regrade_that_comes_between_the_reading_and_the_handing_in_counts(
    app: Flask, cast: Cast, taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = handing_in.asked_in

    def regrade(connection: Connection) -> None:
        mine = (slots.c.assignment_id == cast.assignment) & (slots.c.slot == 1)
        connection.execute(update(slots).where(mine).values(treatment="full"))

    def read_and_be_overtaken(sitting: Sitting) -> list[Asked]:
        found = read(sitting)
        write_now(regrade)
        return found

    monkeypatch.setattr(handing_in, "asked_in", read_and_be_overtaken)
    taker.submit()
    with app.app_context():
        assert db.session.get_one(Attempt, taker.attempt).vector == [1.0, None, None, None, None]
