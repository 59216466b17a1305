"""Who knows what: the grid by questions and by passages, and the history of one answer."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.attempts.models import Attempt, GivenMark, RegradeEntry, ScoreChange
from quizapp.core.qtypes.base import Mark
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.reports.knowing import Arrangement, standing_with
from quizapp.reports.report import Report
from quizapp.reports.service import report_for_viewing
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, EIGHT, HALF_RIGHT, Sit
from tests.reports.essays import hand_in, make_essay_assignment
from tests.reports.test_views import words

Read = Callable[..., Report]


@pytest.fixture
def read(app: Flask, cast: Cast) -> Iterator[Read]:
    with app.app_context():
        yield lambda number=cast.assignment: report_for_viewing(db.session.get(User, cast.teacher), number)


@pytest.fixture
def base(cast: Cast) -> str:
    return f"/assignments/{cast.assignment}/report"


def passage(report: Report, slug: str) -> int:
    return next(number for number, one in report.passages.items() if one.slug == slug)


def shown(report: Report, **asked: str) -> list[str]:
    return [one.name for one in Arrangement.read(report, asked).students]


def test_a_passage_is_known_by_the_points_of_its_questions(read: Read, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, HALF_RIGHT)
    sit(cast.wren, {1: [EIGHT]})
    report = read()
    hours, loans = passage(report, "hours"), passage(report, "loans")
    heron, wren = report.handed_in
    assert (standing_with(report, heron, hours).share, standing_with(report, heron, hours).mark) == (
        0.5,
        Mark.PARTLY,
    )
    assert standing_with(report, heron, loans).share == 0.5  # 0.5 and 0 and 1 of three
    assert standing_with(report, wren, hours).mark is Mark.WRONG  # one wrong, one blank
    assert standing_with(report, wren, loans).mark is Mark.BLANK


def test_a_passage_of_dropped_questions_tells_nothing(read: Read, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, ALL_RIGHT)
    for slot in db.session.get(Assignment, cast.assignment).slots:
        if slot.slot in (1, 3):
            slot.treatment = "dropped"
    db.session.flush()
    report = read()
    assert standing_with(report, report.handed_in[0], passage(report, "hours")) is None
    assert standing_with(report, report.handed_in[0], passage(report, "loans")).mark is Mark.RIGHT


def test_a_passage_waits_with_its_essay(
    app: Flask, cast: Cast, client_of: Callable[[int], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.app_context():
        essays = make_essay_assignment(cast).id
        db.session.commit()
    hand_in(client_of(cast.heron), essays, "Nine suits us.")
    hand_in(client_of(cast.wren), essays, None)
    with app.app_context():
        report = report_for_viewing(db.session.get(User, cast.teacher), essays)
        hours = passage(report, "hours")
        marks = [standing_with(report, one, hours).mark for one in report.handed_in]
        assert marks == [Mark.WAITING, Mark.BLANK]
        # What waits is sorted behind what is known.
        assert shown(report, order="q2") == ["Grey Wren", "Blue Heron"]
        assert shown(report, by="passages", order=f"p{hours}") == ["Grey Wren", "Blue Heron"]


def test_the_grid_is_sorted_by_score_name_question_or_passage(
    read: Read, five: dict[str, int], sit: Sit, cast: Cast
) -> None:
    sit(cast.eagle, ALL_WRONG | {1: ALL_RIGHT[1], 3: ALL_RIGHT[3]})
    report = read()
    hours = passage(report, "hours")
    terns = ["Little Tern", "Quiet Owl", "Tall Egret"]
    assert shown(report) == ["Sea Eagle", *terns, "Blue Heron", "Grey Wren"]
    assert shown(report, order="name") == [
        "Blue Heron",
        "Grey Wren",
        "Little Tern",
        "Quiet Owl",
        "Sea Eagle",
        "Tall Egret",
    ]
    assert shown(report, order="q1") == [*terns, "Blue Heron", "Grey Wren", "Sea Eagle"]
    assert shown(report, by="passages", order=f"p{hours}") == [*terns, "Blue Heron", "Grey Wren", "Sea Eagle"]


def test_the_grid_shows_one_group_alone(read: Read, lost: dict[str, int]) -> None:
    report = read()
    assert shown(report, group="1") == ["Little Tern", "Quiet Owl", "Tall Egret"]


def test_what_a_group_missed_stands_first(read: Read, enrol: Callable[[str], int], sit: Sit) -> None:
    for name in ("Little Tern", "Quiet Owl"):
        sit(enrol(name), {1: ALL_RIGHT[1], 3: ALL_RIGHT[3]})
    report = read()
    assert [one.slug for one in Arrangement.read(report, {}).passages] == ["hours", "loans"]
    assert [one.slug for one in Arrangement.read(report, {"group": "1"}).passages] == ["loans", "hours"]


@pytest.mark.parametrize(
    "asked",
    [
        {"order": "q99"},
        {"order": "q"},
        {"order": "p1"},
        {"order": "DROP"},
        {"by": "moon"},
        {"group": "99"},
        {"group": "-1"},
        {"group": "²"},
        {"group": "1" * 5000},
        {"by": "passages", "order": "q1"},
    ],
)
def test_an_arrangement_that_is_not_there_is_overlooked(
    asked: dict[str, str], app: Flask, cast: Cast, lost: dict[str, int], base: str, teacher: FlaskClient
) -> None:
    with app.app_context():
        report = report_for_viewing(db.session.get(User, cast.teacher), cast.assignment)
        arranged = Arrangement.read(report, asked)
        assert (arranged.order, arranged.group) == ("", None)
    assert teacher.get(f"{base}/students", query_string=asked).status_code == 200


def test_each_cell_of_passages_opens_the_answers_about_it(
    base: str, five: dict[str, int], passages: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    hours = passages["hours"]
    page = teacher.get(f"{base}/students?by=passages").text
    assert "Quiet Owl, passage 1.1: partly right" in page
    assert f"{base}/answers?passage={hours}&amp;student={cast.heron}" in page
    opened = words(teacher, f"{base}/answers?passage={hours}&student={cast.heron}")
    assert "2 answers to 2 questions" in opened
    assert "Blue Heron, question 1 1. Opening time At nine Right" in opened
    assert "Quiet Owl" not in opened


def test_turning_pages_follows_the_arrangement(base: str, lost: dict[str, int], teacher: FlaskClient) -> None:
    page = teacher.get(f"{base}/responses/{lost['Quiet Owl']}/1?order=name&group=1").text
    assert "Next student: Tall Egret" in page
    assert "Student before: Little Tern" in page
    assert f"{base}/responses/{lost['Tall Egret']}/1?order=name&amp;group=1" in page


# ---- one answer's history


def test_an_answer_tells_when_it_was_saved_and_handed_in(
    base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    page = words(teacher, f"{base}/responses/{five['Blue Heron']}/1")
    assert "Attempt started" in page
    assert "Answer last saved" in page
    assert "The page did not measure it." in page


def test_the_same_question_is_shown_in_each_attempt(
    base: str, sit: Sit, cast: Cast, app: Flask, teacher: FlaskClient
) -> None:
    with app.app_context():
        db.session.get(Assignment, cast.assignment).attempts_allowed = None
        db.session.commit()
    first, second = sit(cast.heron, HALF_RIGHT, number=1), sit(cast.heron, ALL_RIGHT, number=2)
    page = words(teacher, f"{base}/responses/{second}/1")
    assert "1 At eight Wrong 2.5 of 5 2, shown here At nine Right 5 of 5" in page
    assert "Of several attempts the highest counts." in page
    assert f"{base}/responses/{first}/1" in teacher.get(f"{base}/responses/{second}/1").text


def test_marks_and_regrades_are_in_the_history(
    app: Flask, base: str, five: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    attempt = five["Quiet Owl"]
    with app.app_context():
        later = NOW + timedelta(hours=2)
        db.session.add(
            GivenMark(
                attempt_id=attempt, slot=1, fraction=0.5, judged=[], comment="Nearly.",
                marker_id=cast.teacher, marked_at=later,
            )
        )  # fmt: skip
        entry = RegradeEntry(
            assignment_id=cast.assignment, slot=4, kind="full", treatment="full", never_lower=True, answer="",
            reason="Two keepers", actor_id=cast.teacher, at=later + timedelta(hours=1),
        )  # fmt: skip
        db.session.add(entry)
        db.session.flush()
        db.session.add(
            ScoreChange(
                regrade_id=entry.id,
                attempt_id=attempt,
                score=2.5,
                max_score=5,
                new_score=3.5,
                new_max_score=5,
            )
        )
        db.session.commit()
    page = words(teacher, f"{base}/responses/{attempt}/1")
    assert "Marked 0.5 of 1 by Ms Okafor “Nearly.”" in page
    assert "Question 4: Gave everyone full marks Score of the quiz: 2.5 of 5, then 3.5 of 5." in page
    assert page.index("Marked 0.5") < page.index("Question 4: Gave")


def test_an_attempt_opened_again_keeps_its_first_handing_in(
    app: Flask, base: str, five: dict[str, int], teacher: FlaskClient
) -> None:
    with app.app_context():
        row = db.session.get(Attempt, five["Blue Heron"])
        row.earlier = [
            {
                "at": NOW.isoformat(), "by": "deadline", "receipt": "0000-0000",
                "opened_again": (NOW + timedelta(minutes=2)).isoformat(),
            }
        ]  # fmt: skip
        db.session.commit()
    page = words(teacher, f"{base}/responses/{five['Blue Heron']}/1")
    assert "Handed in by the deadline" in page
    assert "Opened again by the teacher" in page
