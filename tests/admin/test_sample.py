import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp import create_app, paths
from quizapp.accounts.models import AuditEntry, User
from quizapp.admin.sample import counts, ensure_sample, make_sample, remove_sample
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Bank
from quizapp.classes.models import Class, Enrolment
from quizapp.cli.load_banks import load_units_into_db
from quizapp.config import Settings
from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.bank.files import load_units
from quizapp.core.bank.model import Unit
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.service import policy_of
from quizapp.reports.report import Report
from quizapp.reports.service import report_for_viewing
from tests.cast import NOW, Cast
from tests.conftest import close, settings_in
from tests.databases import Databases


@pytest.fixture
def school(app: Flask) -> Iterator[None]:
    """Work in the cast's school within one transaction."""
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    return load_units(paths.questions_dir())[0]


@pytest.fixture(scope="module")
def shipped_stage(
    databases: Databases, stage: tuple[str, Cast], units: list[Unit], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The cast's database with the banks that ship, made once; tests copy it."""
    folder = tmp_path_factory.mktemp("shipped")
    url = databases.make(folder, stage[0])
    app = create_app(settings_in(folder, url))
    with app.app_context():
        load_units_into_db(units, now=NOW)
        db.session.commit()
    close(app)
    yield url
    databases.drop(url)


@pytest.fixture
def settings(
    request: pytest.FixtureRequest, databases: Databases, stage: tuple[str, Cast], tmp_path: Path
) -> Iterator[Settings]:
    """As everywhere, but with the banks that ship where a test asks for them."""
    shipped = "shipped" in request.fixturenames
    url = databases.make(tmp_path, request.getfixturevalue("shipped_stage") if shipped else stage[0])
    yield settings_in(tmp_path, url)
    databases.drop(url)


@pytest.fixture
def shipped(school: None) -> None:
    """The banks that ship are loaded, as by a first start."""


def reports(cast: Cast) -> list[Report]:
    admin = db.session.get(User, cast.admin)
    rows = db.session.query(Assignment).join(Class).filter(Class.sample).order_by(Assignment.id)
    return [report_for_viewing(admin, row.id) for row in rows]


def rows() -> dict[str, int]:
    return {
        model.__name__: db.session.query(model).count()
        for model in (User, Class, Enrolment, Quiz, Assignment, Attempt, Answer, Bank)
    }


def test_the_sample_class_has_24_students_and_two_closed_assignments(shipped: None, cast: Cast) -> None:
    class_ = ensure_sample(NOW)
    assert class_
    assert (class_.name, class_.sample, class_.teacher_id, class_.self_join) == (
        "Sample class", True, None, False,
    )  # fmt: skip
    assert len(class_.enrolments) == 24
    first, second = reports(cast)
    for report in (first, second):
        assert (report.n, len(report.not_begun), len(report.items)) == (22, 2, 12)
        assert policy_of(report.assignment).is_closed(NOW)
    assert first.assignment.quiz.slug == "reading-check-diverging"
    assert second.assignment.quiz.slug == "reading-check-alleged"


def test_it_has_a_key_that_looks_wrong_one_nobody_missed_and_a_passage_not_understood(
    shipped: None, cast: Cast
) -> None:
    ensure_sample(NOW)
    report = reports(cast)[0]
    assert [result.item.number for result in report.results if result.key_outvoted]
    assert [result.item.number for result in report.results if result.facility == 1]
    assert report.weakest[0].share.share < 0.45
    assert report.share
    assert 0.5 < report.share < 0.85


def test_its_scores_are_those_of_its_answers(shipped: None, cast: Cast) -> None:
    ensure_sample(NOW)
    for report in reports(cast):
        asked = [Asked(item.slot, item.question, item.points) for item in report.items]
        for student in report.handed_in:
            assert student.counted
            stored = {
                slot: response.model_dump_json()
                for (attempt, slot), response in report.responses.items()
                if attempt == student.counted.attempt_id
            }
            result = grade_attempt(asked, stored)
            earned = dict(zip((one.slot for one in asked), result.vector, strict=True))
            assert (result.total, earned) == (student.score, student.fractions)


def test_its_times_are_in_order_and_past(shipped: None) -> None:
    ensure_sample(NOW)
    for attempt in db.session.query(Attempt):
        given = attempt.assignment
        assert given.opens_at <= attempt.started_at < attempt.submitted_at <= attempt.deadline_at
        assert attempt.submitted_at <= given.closes_at < NOW


def test_nobody_can_sign_in_as_its_students(shipped: None) -> None:
    ensure_sample(NOW)
    students = db.session.query(User).filter(User.sample).all()
    assert len(students) == 24
    assert all(one.password_hash is None and one.pin_used_at is not None for one in students)


def test_the_same_seed_makes_the_same_class(shipped: None, cast: Cast) -> None:
    made = []
    for _ in range(2):
        with db.session.begin_nested() as point:
            make_sample(NOW, Random(7))
            made.append([report.scores for report in reports(cast)])
            point.rollback()
    assert made[0] == made[1]
    assert len(set(made[0][0])) > 5


def test_it_is_made_once(shipped: None) -> None:
    first = ensure_sample(NOW)
    before = rows()
    assert ensure_sample(NOW) is first
    assert rows() == before


def test_it_takes_less_than_three_seconds(shipped: None) -> None:
    begun = time.perf_counter()
    ensure_sample(NOW)
    assert time.perf_counter() - begun < 3


def test_without_ready_made_quizzes_it_asks_the_questions_of_the_first_bank(school: None, cast: Cast) -> None:
    ensure_sample(NOW)
    first, second = reports(cast)
    assert [first.assignment.quiz.title, second.assignment.quiz.title] == ["Sample quiz 1", "Sample quiz 2"]
    assert [len(first.items), len(second.items)] == [3, 2]


def test_an_empty_school_has_no_sample_class(school: None) -> None:
    for model in (Attempt, Assignment, Quiz, Bank):
        db.session.query(model).delete()
    assert ensure_sample(NOW) is None
    assert db.session.query(Class).filter(Class.sample).count() == 0


@pytest.mark.parametrize("ready_made", [True, False])
def test_removing_it_leaves_the_school_as_it_was(
    school: None, units: list[Unit], cast: Cast, ready_made: bool
) -> None:
    if ready_made:
        load_units_into_db(units, now=NOW)
    before = rows()
    ensure_sample(NOW)
    assert counts()["students"] == 24
    assert remove_sample(db.session.get(User, cast.admin), now=NOW)
    assert rows() == before
    assert counts() == {"students": 0, "assignments": 0, "attempts": 0, "answers": 0}


def test_once_removed_it_is_not_made_again(shipped: None, cast: Cast) -> None:
    ensure_sample(NOW)
    admin = db.session.get(User, cast.admin)
    remove_sample(admin, now=NOW)
    entry = db.session.query(AuditEntry).filter_by(act="sample removed").one()
    assert (entry.actor_id, entry.detail["students"], entry.detail["attempts"]) == (cast.admin, 24, 44)
    assert ensure_sample(NOW) is None
    assert remove_sample(admin, now=NOW) is False


# ---- its pages


@pytest.fixture
def made(app: Flask) -> int:
    with app.app_context():
        class_ = ensure_sample(NOW)
        assert class_
        db.session.commit()
        return class_.id


def test_an_admin_is_told_what_is_lost_before_it_is(admin: FlaskClient, made: int) -> None:
    page = admin.get("/school/sample/remove").text
    assert "24 made-up students" in page
    assert "2 assignments" in page
    assert "44 attempts" in page
    assert "Sample class, made-up answers" in page


def test_an_admin_removes_it_with_one_press(app: Flask, admin: FlaskClient, made: int) -> None:
    assert admin.post("/school/sample/remove").status_code == 303
    with app.app_context():
        assert db.session.get(Class, made) is None
    assert admin.get("/school/sample/remove").status_code == 404
    assert admin.post("/school/sample/remove").status_code == 303


def test_only_an_admin_removes_it(
    app: Flask, teacher: FlaskClient, heron: FlaskClient, anonymous: FlaskClient, made: int
) -> None:
    for client, status in ((teacher, 403), (heron, 403), (anonymous, 302)):
        assert client.get("/school/sample/remove").status_code == status
        refused = 303 if client is anonymous else status
        assert client.post("/school/sample/remove").status_code == refused
    with app.app_context():
        assert db.session.get(Class, made)
