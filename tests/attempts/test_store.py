"""The statements themselves: what holds even when two processes write at once."""

from flask import Flask
from sqlalchemy.dialects import postgresql

from quizapp.attempts import starting, store, writing
from quizapp.core.attempts.state import Saved
from quizapp.db.quick import link_of
from quizapp.extensions import db
from tests.attempts.conftest import Taker
from tests.cast import NOW, Cast


def test_the_statement_itself_lets_the_highest_seq_win(app: Flask, taker: Taker) -> None:
    with app.app_context():
        connection = db.session.connection()
        link = link_of(connection)
        for seq, text in ((5, "five"), (4, "four"), (5, "five again"), (6, "six")):
            writing.put_answer(link, taker.attempt, 4, Saved(seq, text, False, NOW))
        row = connection.execute(db.select(store.answers.c.seq, store.answers.c.response)).one()
        assert tuple(row) == (6, "six")


def test_postgresql_gets_the_same_statement() -> None:
    text = str(writing.PUT_ANSWER["postgresql"].statement.compile(dialect=postgresql.dialect()))
    assert "ON CONFLICT (attempt_id, slot) DO UPDATE SET" in text
    assert "WHERE excluded.seq > answers.seq" in text


def test_an_attempt_is_read_for_its_own_student_alone(app: Flask, taker: Taker, cast: Cast) -> None:
    with app.app_context():
        link = link_of(db.session.connection())
        assert store.read_sitting(link, taker.attempt, cast.heron)
        assert store.read_sitting(link, taker.attempt, cast.wren) is None
        assert starting.read_given(link, cast.assignment, cast.outsider) is None


def test_what_was_handed_in_gets_no_other_end(app: Flask, taker: Taker, cast: Cast) -> None:
    taker.put(3, 1, ["true"])
    taker.submit()
    with app.app_context():
        link = link_of(db.session.connection())
        sitting = store.read_sitting(link, taker.attempt, cast.heron)
        assert sitting
        assert (sitting.score, sitting.max_score) == (1.0, 5.0)
        writing.put_deadline(link, taker.attempt, NOW)
        assert store.read_sitting(link, taker.attempt, cast.heron) == sitting
