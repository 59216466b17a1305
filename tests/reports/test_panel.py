from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from quizapp.classes.models import Class
from quizapp.db.base import reading
from quizapp.extensions import db
from quizapp.quizzes.models import Quiz
from quizapp.reports.panel import Progress, progress_of
from tests.cast import Cast, make_assignment
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, HALF_RIGHT, Sit


@pytest.fixture
def other(app: Flask, cast: Cast) -> int:
    """The outsiders' class has the quiz too; nobody began."""
    with app.app_context():
        row = make_assignment(db.session.get(Quiz, cast.quiz), db.session.get(Class, cast.outsider_class))
        db.session.commit()
        return row.id


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_progress_counts_each_student_once_by_the_highest_attempt(
    app: Flask, sit: Sit, cast: Cast, other: int, statements: list[str]
) -> None:
    sit(cast.heron, ALL_WRONG, number=1)
    sit(cast.heron, ALL_RIGHT, number=2)
    sit(cast.wren, HALF_RIGHT)
    sit(cast.eagle, HALF_RIGHT, submitted=False)
    statements.clear()
    with app.app_context(), reading():
        progress = progress_of([cast.assignment, other])
    assert progress == {
        cast.assignment: Progress(handed_in=2, answering=1, not_begun=0, mean_share=0.75),
        other: Progress(handed_in=0, answering=0, not_begun=1, mean_share=None),
    }
    assert progress[cast.assignment].students == 3
    assert len(statements) == 1


def test_no_assignments_have_no_progress(app: Flask) -> None:
    with app.app_context():
        assert progress_of([]) == {}
