"""Regrading: the preview, applying it, taking it back, and what students and reports see of it."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import AuditEntry
from quizapp.attempts.invariants import broken_invariants
from quizapp.attempts.models import Attempt, RegradeEntry, ScoreChange
from quizapp.banks.models import Bank, Question, QuestionRevision
from quizapp.banks.service import add_revision, content_of
from quizapp.core.bank.model import read_question
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, EIGHT, HALF_RIGHT, Sit
from tests.reports.test_views import Words


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    # The attempts of `five` were handed in ten minutes after NOW.
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(hour=15))


@pytest.fixture
def base(cast: Cast) -> str:
    return f"/assignments/{cast.assignment}"


def scores(app: Flask) -> list[tuple[float, float]]:
    with app.app_context():
        return [(row.score, row.max_score) for row in db.session.query(Attempt).order_by(Attempt.id)]


def words(text: str) -> str:
    return str(Words(text))


def new_key(app: Flask, slug: str, **fields: object) -> int:
    """Correct a question in its bank; return the new revision."""
    with app.app_context():
        row = db.session.query(Question).filter_by(slug=slug).one()
        mapping = content_of(row.current).as_mapping() | {"id": slug, "status": "approved"} | fields
        question, findings = read_question(mapping)
        assert question, findings
        revision = add_revision(row, question, author=None, now=NOW)
        db.session.commit()
        return revision.id


EIGHT_IS_RIGHT = [{"text": "At eight", "correct": True}, {"text": "At nine"}, {"text": "At ten"}]


def test_a_corrected_key_is_previewed_for_everyone_and_changes_nothing_yet(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    revision = new_key(app, "hours-opening", choices=EIGHT_IS_RIGHT)
    choose = teacher.get(f"{base}/regrade/1").text
    assert "At eight" in words(choose)
    link = re.search(rf'href="([^"]*revision={revision}[^"]*)"', choose)[1].replace("&amp;", "&")
    page = words(teacher.get(link).text)
    assert "3 scores go up, 0 down, 2 stay." in page
    assert "At nine becomes At eight" in page
    assert "3.5 of 5" in page
    lower = words(teacher.get(link.replace("&never_lower=1", "").replace("never_lower=1&", "")).text)
    assert "3 scores go up, 2 down, 0 stay." in lower
    assert scores(app) == [(5.0, 5.0)] * 2 + [(2.5, 5.0)] * 3


def test_applying_it_keeps_the_old_scores_and_who_did_it_and_why(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient, cast: Cast
) -> None:
    revision = new_key(app, "hours-opening", choices=EIGHT_IS_RIGHT)
    form = {"do": "key", "revision": str(revision), "never_lower": "1", "reason": "The bell was moved."}
    done = teacher.post(f"{base}/regrade/1", data=form)
    assert done.location.endswith("/report/questions#q-1")
    assert scores(app) == [(5.0, 5.0)] * 2 + [(3.5, 5.0)] * 3
    with app.app_context():
        kept = [(row.score, row.new_score) for row in db.session.query(ScoreChange)]
        assert kept == [(2.5, 3.5)] * 3
        entry = db.session.query(RegradeEntry).one()
        assert (entry.kind, entry.actor_id, entry.never_lower) == ("key", cast.teacher, True)
        logged = db.session.query(AuditEntry).filter_by(act="assignment.regraded").one()
        assert logged.detail["reason"] == "The bell was moved."
    page = words(teacher.get(f"{base}/report/questions").text)
    assert "Question 1: Graded by another version of the question." in page
    assert "Ms Okafor" in page
    assert "3 scores changed" in page
    again = teacher.post(f"{base}/regrade/1", data=form)
    assert again.status_code == 422, "A second press finds it in force."
    assert len(scores(app)) == 5
    assert scores(app)[2] == (3.5, 5.0)


def test_reports_and_csv_read_the_new_grades(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    revision = new_key(app, "hours-opening", choices=EIGHT_IS_RIGHT)
    teacher.post(f"{base}/regrade/1", data={"do": "key", "revision": str(revision)})
    assert scores(app) == [(4.0, 5.0)] * 2 + [(3.5, 5.0)] * 3
    grid = teacher.get(f"{base}/report/students").text
    assert "Blue Heron, question 1: wrong" in grid
    assert "Quiet Owl, question 1: right" in grid
    csv = teacher.get(f"{base}/report.csv").text
    assert next(line for line in csv.splitlines() if "Quiet Owl" in line).endswith(",3.5,5,70,1,0.5,1,,1")
    one = words(teacher.get(f"{base}/report/responses/{five['Quiet Owl']}/1").text)
    assert "Their answer, right" in one


def test_an_answer_is_accepted_from_the_report(
    app: Flask, base: str, sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    sit(cast.heron, {**ALL_RIGHT, 4: ["Mrs Amsel"]})
    sit(cast.wren, {**ALL_RIGHT, 4: ["mrs. amsel"]})
    page = teacher.get(f"{base}/regrade/4").text
    assert "“Mrs Amsel” given by 2" in words(page)
    key = re.search(r"do=accept&amp;never_lower=1&amp;answer=([^\"]+)\"", page)[1]
    preview = teacher.get(f"{base}/regrade/4?do=accept&never_lower=1&answer={key}").text
    assert "2 scores go up, 0 down, 0 stay." in words(preview)
    with app.app_context():
        before = db.session.query(QuestionRevision).count()
    assert (
        teacher.post(
            f"{base}/regrade/4", data={"do": "accept", "never_lower": "1", "answer": key}
        ).status_code
        == 303
    )
    assert scores(app) == [(5.0, 5.0)] * 2
    with app.app_context():
        assert db.session.query(QuestionRevision).count() == before + 1
        row = db.session.query(Question).filter_by(slug="loans-librarian").one()
        assert row.current.number == 1, "The school's bank is not a teacher's to change."
        made = row.revisions[-1]
        assert (made.author.name, content_of(made).content.accept[-1]) == ("Ms Okafor", "Mrs Amsel")
    again = teacher.post(f"{base}/regrade/4", data={"do": "accept", "answer": key})
    assert again.status_code == 422
    assert "given by" not in words(again.text)


def test_in_ones_own_bank_what_is_accepted_is_there_for_the_next_quiz_too(
    app: Flask, base: str, sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    with app.app_context():
        db.session.get_one(Bank, cast.bank).owner_id = cast.teacher
        db.session.commit()
    sit(cast.heron, {**ALL_RIGHT, 5: ["4"]})
    teacher.post(f"{base}/regrade/5", data={"do": "accept", "never_lower": "1", "answer": "4"})
    assert scores(app) == [(5.0, 5.0)]
    with app.app_context():
        row = db.session.query(Question).filter_by(slug="loans-count").one()
        assert content_of(row.current).content.also == (4,)


def test_what_is_handed_in_after_a_regrade_is_graded_by_the_new_rule(
    app: Flask,
    base: str,
    five: dict[str, int],
    teacher: FlaskClient,
    client_of: Callable[[int], FlaskClient],
    cast: Cast,
) -> None:
    revision = new_key(app, "hours-opening", choices=EIGHT_IS_RIGHT)
    eagle = client_of(cast.eagle)
    attempt = int(eagle.post(f"/take/{cast.assignment}").location.rpartition("/")[2])
    eagle.put(f"/attempts/{attempt}/answers/1", json={"seq": 1, "answer": {"answer": [EIGHT]}})
    teacher.post(f"{base}/regrade/1", data={"do": "key", "revision": str(revision), "never_lower": "1"})
    teacher.post(f"{base}/regrade/2", data={"do": "drop", "never_lower": "1"})
    teacher.post(f"{base}/regrade/3", data={"do": "full", "never_lower": "1"})
    eagle.post(f"/attempts/{attempt}/submit")
    with app.app_context():
        row = db.session.get_one(Attempt, attempt)
        assert (row.score, row.max_score, row.vector) == (2.0, 4.0, [1.0, None, 1.0, None, None])
    review = words(eagle.get(f"/attempts/{attempt}/review?q=1").text)
    assert "2 of 4." in review
    assert "Your answer, right At eight" in review
    assert "Question 2 · does not count" in words(eagle.get(f"/attempts/{attempt}/review?q=2").text)


def test_a_dropped_question_leaves_the_maximum_unless_that_would_lower_a_score(
    app: Flask, base: str, sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    sit(cast.heron, HALF_RIGHT)  # wrong at 1
    sit(cast.wren, {1: ALL_RIGHT[1], 3: ["true"]})  # right at 1, 2 of 5
    teacher.post(f"{base}/regrade/1", data={"do": "drop", "never_lower": "1"})
    assert scores(app) == [(2.5, 4.0), (2.0, 5.0)]
    grid = words(teacher.get(f"{base}/report/students").text)
    assert "dropped" in grid
    assert "2 of 5" in grid
    assert "Dropped: does not count" in words(teacher.get(f"{base}/report/questions").text)
    assert "(dropped, does not count)" in teacher.get(f"{base}/report.csv").text.splitlines()[0]


def test_the_last_question_that_counts_cannot_be_dropped(
    app: Flask, base: str, sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    sit(cast.heron, HALF_RIGHT)
    for slot in range(1, 5):
        assert teacher.post(f"{base}/regrade/{slot}", data={"do": "drop"}).status_code == 303
    last = teacher.post(f"{base}/regrade/5", data={"do": "drop"})
    assert last.status_code == 422
    assert "One question has to count" in last.text
    assert scores(app) == [(1.0, 1.0)]


@pytest.mark.parametrize(("do", "said"), [("drop", "0 down, 5 stay"), ("full", "3 down, 2 stay")])
def test_taking_it_back_gives_everyone_exactly_what_they_had(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient, do: str, said: str
) -> None:
    before = scores(app)
    teacher.post(f"{base}/regrade/2", data={"do": do, "never_lower": "1"})
    assert scores(app) != before
    with app.app_context():
        entry = db.session.query(RegradeEntry).one().id
    preview = words(teacher.get(f"{base}/regrade/2?do=undo&entry={entry}").text)
    assert said in preview
    assert teacher.post(f"{base}/regrade/2", data={"do": "undo", "entry": str(entry)}).status_code == 303
    assert scores(app) == before
    assert "Taken back" in words(teacher.get(f"{base}/report/questions").text)
    assert teacher.post(f"{base}/regrade/2", data={"do": "undo", "entry": str(entry)}).status_code == 422
    with app.app_context():
        slot = db.session.query(Assignment).first().slots[1]
        assert (slot.treatment, slot.graded_by_revision_id) == ("normal", None)


def test_a_version_with_other_choices_cannot_grade(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    other = [{"text": "At seven", "correct": True}, {"text": "At nine"}, {"text": "At ten"}]
    revision = new_key(app, "hours-opening", choices=other)
    assert "Students had other things to choose from" in words(teacher.get(f"{base}/regrade/1").text)
    answer = teacher.post(f"{base}/regrade/1", data={"do": "key", "revision": str(revision)})
    assert answer.status_code == 422
    assert "What students could choose from is not the same" in answer.text


def test_a_student_reads_what_became_of_the_score_and_sees_the_key_it_was_graded_by(
    app: Flask, base: str, sit: Sit, cast: Cast, teacher: FlaskClient, heron: FlaskClient, wren: FlaskClient
) -> None:
    attempt, other = sit(cast.heron, HALF_RIGHT), sit(cast.wren, ALL_RIGHT)
    revision = new_key(app, "hours-opening", choices=EIGHT_IS_RIGHT, feedback="Since the bell was moved.")
    form = {"do": "key", "revision": str(revision), "never_lower": "1", "reason": "The bell was moved."}
    teacher.post(f"{base}/regrade/1", data=form)
    page = words(heron.get(f"/attempts/{attempt}/review?q=1").text)
    assert (
        "Your score was changed today, 15:00 from 2.5 to 3.5: question 1 was graded by a corrected key."
        in page
    )
    assert "“The bell was moved.”" in page
    assert "Your answer, right At eight" in page
    kept = words(wren.get(f"/attempts/{other}/review?q=1").text)
    assert "Your score was changed" not in kept
    assert "Your answer, right At nine" in kept, "Graded by the key that Wren's score was kept by."


def test_nothing_is_said_of_a_changed_score_where_no_score_is_shown(
    app: Flask, base: str, sit: Sit, cast: Cast, teacher: FlaskClient, heron: FlaskClient
) -> None:
    attempt = sit(cast.heron, HALF_RIGHT)
    with app.app_context():
        row = db.session.get_one(Assignment, cast.assignment)
        row.review = {**row.review, "score": "never", "feedback": "never"}
        db.session.commit()
    teacher.post(f"{base}/regrade/1", data={"do": "full", "never_lower": "1", "reason": "It was at eight."})
    page = heron.get(f"/attempts/{attempt}/review?q=1").text
    assert "Your score was changed" not in page
    assert "It was at eight." not in page


def test_several_wrongs_are_told_from_each_other_in_the_same_order(
    base: str, sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    sit(cast.heron, ALL_WRONG)
    page = teacher.get(f"{base}/regrade/5").text
    assert "“7” given by 1" in words(page)


@pytest.mark.parametrize(
    "form",
    [
        {"do": "nonsense"},
        {"do": "key", "revision": "9" * 5000},
        {"do": "key", "revision": "²"},
        {"do": "accept", "answer": "never given"},
        {"do": "undo", "entry": "77"},
        {"do": "full", "reason": "x" * 501},
    ],
)
def test_what_no_form_of_ours_sends_is_refused(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient, form: dict[str, str]
) -> None:
    before = scores(app)
    assert teacher.post(f"{base}/regrade/1", data=form).status_code == 422
    assert scores(app) == before


def test_what_regrades_and_marks_by_hand_did_breaks_no_invariant(
    app: Flask, base: str, sit: Sit, cast: Cast, teacher: FlaskClient
) -> None:
    heron = sit(cast.heron, HALF_RIGHT)
    sit(cast.wren, {1: ALL_RIGHT[1], 3: ["true"]})
    teacher.post(f"{base}/regrade/1", data={"do": "drop", "never_lower": "1"})
    by_hand = teacher.post(f"{base}/marking/2/{heron}", data={"seen": "", "points": "0"})
    assert by_hand.status_code == 303
    assert scores(app) == [(2.0, 4.0), (2.0, 5.0)]
    with app.app_context():
        assert list(broken_invariants(db.session.connection(), NOW, serving=True)) == []


def test_without_a_newer_version_the_page_leads_to_the_question_in_its_bank(
    teacher: FlaskClient, base: str, five: None
) -> None:
    page = teacher.get(f"{base}/regrade/1").text
    assert 'href="/bank/library/questions/hours-opening"' in page
    assert teacher.get("/bank/library/questions/hours-opening").status_code == 200
