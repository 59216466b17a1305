from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp import create_app, paths
from quizapp.accounts.models import AuditEntry, User
from quizapp.admin.sample import counts, ensure_sample, make_sample, remove_sample
from quizapp.attempts.invariants import broken_invariants
from quizapp.attempts.models import Answer, Attempt, GivenMark
from quizapp.banks.flagging import flagged_in, flagged_of, raise_flag
from quizapp.banks.models import Bank, Question, QuestionFlag, QuestionRevision
from quizapp.banks.service import content_of
from quizapp.cards.class_figures import forgotten_in, students_of
from quizapp.cards.days import day_of
from quizapp.cards.invariants import cards_follow_from_their_log
from quizapp.cards.models import Card, CardReview, Deck
from quizapp.classes.models import Class, Enrolment
from quizapp.cli.load_banks import load_units_into_db
from quizapp.config import Settings
from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.bank.files import load_units
from quizapp.core.bank.model import Unit
from quizapp.core.qtypes.base import Mark
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.service import policy_of
from quizapp.reports.report import ItemResult, Report
from quizapp.reports.service import report_for_viewing
from quizapp.web import clock
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
    request: pytest.FixtureRequest,
    databases: Databases,
    stage: tuple[str, Cast],
    database_folder: Path,
    tmp_path: Path,
) -> Settings:
    """As everywhere, but with the banks that ship where a test asks for them."""
    shipped = "shipped" in request.fixturenames
    like = request.getfixturevalue("shipped_stage") if shipped else stage[0]
    return settings_in(tmp_path, databases.fresh(database_folder, like))


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
        for model in (
            User,
            Class,
            Enrolment,
            Quiz,
            Assignment,
            Attempt,
            Answer,
            Bank,
            Deck,
            Card,
            CardReview,
            QuestionFlag,
        )
    }


def names(results: Iterable[ItemResult]) -> list[str]:
    rows = [db.session.get_one(QuestionRevision, result.item.revision_id) for result in results]
    return [row.question.slug for row in rows]


def by_slug(cast: Cast) -> dict[str | None, Report]:
    return {report.assignment.quiz.slug: report for report in reports(cast)}


def test_the_sample_class_has_24_students_and_a_term_of_quizzes(shipped: None, cast: Cast) -> None:
    class_ = ensure_sample(NOW)
    assert class_
    assert (class_.name, class_.sample, class_.teacher_id, class_.self_join) == (
        "Sample class", True, None, False,
    )  # fmt: skip
    assert len(class_.enrolments) == 24
    term = sorted(reports(cast), key=lambda report: report.assignment.opens_at)
    assert [
        (report.assignment.quiz.slug, len(report.items), report.n, len(report.answering)) for report in term
    ] == [
        ("reading-check-diverging", 12, 22, 0),
        ("reading-check-alleged", 12, 22, 0),
        ("what-the-us-did", 11, 22, 0),
        ("who-says-so", 13, 22, 0),
        ("unit-test", 20, 22, 0),
        ("two-texts-compared", 11, 8, 7),
    ]
    assert [policy_of(report.assignment).is_closed(NOW) for report in term] == [True] * 5 + [False]


def test_one_key_looks_wrong_one_question_nobody_missed_and_one_passage_was_not_understood(
    shipped: None, cast: Cast
) -> None:
    ensure_sample(NOW)
    report = by_slug(cast)["reading-check-diverging"]
    outvoted = [result for result in report.results if result.key_outvoted]
    assert names(outvoted) == ["fair-and-open-strength"]
    assert [round(result.facility or 0, 2) for result in outvoted] == [0.32]
    best = sorted(report.handed_in, key=lambda one: one.score)[-7:]
    assert sum(report.mark(one, outvoted[0].item) is Mark.RIGHT for one in best) == 1
    assert names(one for one in report.results if one.facility == 1) == ["careful-wording-match"]
    weakest = report.weakest[0]
    assert (weakest.passage.slug, round(weakest.share.share, 2), len(weakest.missed)) == (
        "shared-ability", 0.23, 17,
    )  # fmt: skip


def test_no_other_key_looks_wrong(shipped: None, cast: Cast) -> None:
    ensure_sample(NOW)
    assert names(one for report in reports(cast) for one in report.results if one.key_outvoted) == [
        "fair-and-open-strength"
    ]


def test_the_key_that_looks_wrong_is_right_in_the_bank(shipped: None, units: list[Unit]) -> None:
    ensure_sample(NOW)
    row = db.session.query(Question).filter_by(slug="fair-and-open-strength").one()
    [shipped_one] = [one for unit in units for one in unit.questions if one.meta.id == row.slug]
    assert content_of(row.current).digest == shipped_one.digest


def test_who_did_badly_tried_again_and_the_better_score_counts(shipped: None, cast: Cast) -> None:
    ensure_sample(NOW)
    report = by_slug(cast)["reading-check-alleged"]
    twice = [one for one in report.students if len(one.attempts) == 2]
    assert len(twice) == 9
    for student in twice:
        assert student.score == max(attempt.score or 0 for attempt in student.attempts)
        assert (student.submitted[0].score or 0) <= 0.75 * 12


def test_of_the_texts_of_the_unit_test_some_are_marked(shipped: None, cast: Cast) -> None:
    ensure_sample(NOW)
    report = by_slug(cast)["unit-test"]
    essay = report.items[-1]
    marks = [report.mark(student, essay) for student in report.handed_in]
    assert report.unmarked == marks.count(Mark.WAITING) == 5
    given = db.session.query(GivenMark).all()
    assert (len(given), {mark.comment for mark in given}) == (17, {"Made-up mark, as an example."})
    assert len({mark.fraction for mark in given}) > 3


def test_the_figures_of_the_term_are_these(shipped: None, cast: Cast) -> None:
    ensure_sample(NOW)
    shares = {slug: round(report.share or 0, 2) for slug, report in by_slug(cast).items()}
    assert shares == {
        "reading-check-diverging": 0.65,
        "reading-check-alleged": 0.89,
        "what-the-us-did": 0.75,
        "who-says-so": 0.76,
        "unit-test": 0.77,
        "two-texts-compared": 0.78,
    }


def test_the_doctor_finds_nothing_in_it(shipped: None) -> None:
    ensure_sample(NOW)
    assert list(broken_invariants(db.session.connection(), NOW, serving=True)) == []


def test_its_scores_are_those_of_its_answers(shipped: None, cast: Cast) -> None:
    ensure_sample(NOW)
    for report in reports(cast)[:4]:  # no texts that are marked by hand
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
        last = max((answer.saved_at for answer in attempt.answers), default=attempt.started_at)
        assert given.opens_at <= attempt.started_at <= last <= NOW
        if attempt.submitted_at:
            assert last <= attempt.submitted_at <= min(attempt.deadline_at, NOW)
        assert attempt.deadline_at <= given.closes_at


def test_a_question_takes_most_students_from_ten_seconds_to_two_minutes(shipped: None) -> None:
    ensure_sample(NOW)
    taken = []
    for attempt in db.session.query(Attempt):
        times = [attempt.started_at, *sorted(answer.saved_at for answer in attempt.answers)]
        taken += [(after - before).total_seconds() for before, after in pairwise(times)]
    usual = sum(10 <= seconds <= 120 for seconds in taken)
    assert usual / len(taken) > 0.9


def test_some_of_its_students_study_much_and_some_not_at_all(shipped: None, cast: Cast) -> None:
    class_ = ensure_sample(NOW)
    assert class_
    studying = students_of(class_, day_of(NOW), NOW)
    assert [one.cards > 0 for one in studying].count(False) == 6
    assert sum(one.cards > 0 and not one.known.n for one in studying) >= 4  # they have cards and never began
    shares = [one.known.share for one in studying if one.known.n >= 20]
    assert len(shares) >= 10
    assert min(shares) < 0.8 < max(shares)
    assert 1 <= sum(one.days >= 5 for one in studying) < 10
    admin = db.session.get_one(User, cast.admin)
    passages, cards = forgotten_in(class_, admin, NOW)
    assert len(passages) == len(cards) == 10
    assert passages[0].known.share < 0.7
    assert passages[0].students > 5


def test_its_cards_follow_from_their_log_and_nothing_is_reviewed_in_time_to_come(shipped: None) -> None:
    ensure_sample(NOW)
    assert list(cards_follow_from_their_log(db.session.connection())) == []
    moments = [row.at for row in db.session.query(CardReview)]
    assert len(moments) > 1_000
    assert max(moments) < NOW
    assert (NOW - min(moments)).days == 41


def test_what_its_answers_make_look_poor_is_flagged_as_an_example_and_held_back_from_nobody(
    shipped: None,
) -> None:
    ensure_sample(NOW)
    bank = db.session.query(Bank).filter_by(slug="election-interference").one()
    flagged = flagged_in(bank)
    assert "fair-and-open-strength" in [one.question.slug for one in flagged]
    assert len(flagged) == 2
    assert all(one.sample for one in flagged)
    questions = [one.question for one in flagged]
    assert flagged_of(questions) == set()
    evidence = {**flagged[0].evidence, "words": ["The key may be wrong."]}
    assert raise_flag(questions[0].id, [questions[0].current_id], evidence, now=NOW)
    assert flagged_of(questions) == {questions[0].id}  # what students answered counts


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
    assert (entry.actor_id, entry.detail["students"], entry.detail["attempts"]) == (cast.admin, 24, 134)
    assert ensure_sample(NOW) is None
    assert remove_sample(admin, now=NOW) is False


# ---- its pages


def test_its_page_says_what_there_is_to_see_in_its_term(
    app: Flask, shipped: None, teacher: FlaskClient
) -> None:
    class_ = ensure_sample(NOW)
    assert class_
    db.session.commit()
    page = teacher.get(f"/classes/{class_.id}").text
    assert "in the oldest quiz one key looks wrong, one question nobody missed" in page


def test_what_it_forgets_is_told_in_the_words_of_the_reading_without_their_marks(
    app: Flask, shipped: None, teacher: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    class_ = ensure_sample(NOW)
    assert class_
    db.session.commit()
    page = teacher.get(f"/classes/{class_.id}/cards").text
    forgotten = page[page.index("What the class remembers least") : page.index("The cards least known")]
    assert "<em>sanctions</em>" in forgotten
    assert "*sanctions*" not in forgotten


def test_a_sample_without_that_term_does_not_promise_it(teacher: FlaskClient, made: int) -> None:
    assert "in the oldest quiz" not in teacher.get(f"/classes/{made}").text


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
    assert "56 attempts" in page
    assert "Sample class, made-up answers" in page


def test_an_admin_makes_it_with_one_press(app: Flask, admin: FlaskClient) -> None:
    assert "Make the sample class" in admin.get("/school").text
    for _ in range(2):
        made = admin.post("/school/sample", follow_redirects=True)
        assert "Sample class, made-up answers" in made.text
        assert "24" in made.text
    with app.app_context():
        assert db.session.query(Class).filter(Class.sample).count() == 1
        assert db.session.query(AuditEntry).filter_by(act="sample made").count() == 1
    assert "Make the sample class" not in admin.get("/school").text


def test_an_admin_has_it_again_after_it_was_removed(app: Flask, admin: FlaskClient, made: int) -> None:
    admin.post("/school/sample/remove")
    assert admin.post("/school/sample").status_code == 303
    with app.app_context():
        assert db.session.query(User).filter(User.sample).count() == 24


def test_without_approved_questions_an_admin_is_told_what_to_do(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        for model in (Attempt, Assignment, Quiz, Bank):
            db.session.query(model).delete()
        db.session.commit()
    page = admin.post("/school/sample", follow_redirects=True)
    assert "No bank has an approved question yet: approve one first." in page.text


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
        assert client.post("/school/sample").status_code == refused
    with app.app_context():
        assert db.session.get(Class, made)
