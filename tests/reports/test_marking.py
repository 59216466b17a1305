"""Marking by hand: what the teacher does, and what the students see before and after the release."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.accounts.models import AuditEntry
from quizapp.attempts.models import Attempt, GivenMark
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.reports.essays import hand_in, make_essay_assignment

WAITING = "Waiting for your teacher’s mark"


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def given(app: Flask, cast: Cast) -> int:
    with app.app_context():
        made = make_essay_assignment(cast)
        db.session.commit()
        return made.id


@pytest.fixture
def sat(given: int, heron: FlaskClient, wren: FlaskClient) -> dict[str, int]:
    """Heron and Wren have answered both questions and handed in."""
    return {
        name: hand_in(client, given, f"Nine suits {name}.")
        for name, client in (("Heron", heron), ("Wren", wren))
    }


def score(app: Flask, attempt: int) -> tuple[float, float, list[float | None], int]:
    with app.app_context():
        row = db.session.get_one(Attempt, attempt)
        return row.score, row.max_score, row.vector, row.unmarked


def mark(client: FlaskClient, assignment: int, attempt: int, **form: str) -> TestResponse:
    url = f"/assignments/{assignment}/marking/2/{attempt}"
    seen = re.search(r'name="seen" value="(\d*)"', client.get(url).text)
    assert seen
    return client.post(url, data={"seen": seen[1], **form})


BEST = {"level-0": "0", "level-1": "0"}
MIDDLE = {"level-0": "1", "half-0": "1", "level-1": "1", "comment": "Say why."}  # 1.5 of 3, so 3 of 6


def test_an_essay_waits_for_its_mark_and_the_report_says_so(
    app: Flask, given: int, sat: dict[str, int], teacher: FlaskClient
) -> None:
    assert score(app, sat["Heron"]) == (1.0, 7.0, [1.0, None], 1)
    assert "2 to mark" in teacher.get(f"/assignments/{given}/report").text
    grid = teacher.get(f"/assignments/{given}/report/students").text
    assert "Blue Heron, question 2: to mark" in grid
    assert f'href="/assignments/{given}/marking/2/{sat["Heron"]}"' in grid
    assert (
        f'href="/assignments/{given}/marking/2"' in teacher.get(f"/assignments/{given}/report/questions").text
    )
    assert "0 of 2 marked" in teacher.get(f"/assignments/{given}/marking").text


def test_levels_and_half_marks_make_the_points(
    app: Flask, given: int, sat: dict[str, int], teacher: FlaskClient
) -> None:
    answer = mark(teacher, given, sat["Heron"], **MIDDLE)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/marking/2/{sat['Wren']}")
    assert score(app, sat["Heron"]) == (4.0, 7.0, [1.0, 0.5], 0)
    last = mark(teacher, given, sat["Wren"], **BEST)
    assert last.location.endswith(f"/assignments/{given}/marking")
    assert score(app, sat["Wren"]) == (7.0, 7.0, [1.0, 1.0], 0)
    assert "2 of 2 marked" in teacher.get(f"/assignments/{given}/marking").text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"level-0": "0"}, "Choose a level for “Reason”."),
        ({**BEST, "half-1": "1"}, "“Reason” gives 1 at most"),
        ({**BEST, "level-0": "7"}, "Choose a level for “Quotes”."),
        ({**BEST, "comment": "x" * 4001}, "Shorten the comment"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_and_nothing_is_kept(
    app: Flask, given: int, sat: dict[str, int], teacher: FlaskClient, form: dict[str, str], said: str
) -> None:
    answer = mark(teacher, given, sat["Heron"], **form)
    assert answer.status_code == 422
    assert said in answer.text
    assert score(app, sat["Heron"])[3] == 1


def test_nobody_sees_a_mark_or_a_misleading_total_before_the_release(
    given: int, sat: dict[str, int], teacher: FlaskClient, heron: FlaskClient
) -> None:
    for _ in range(2):  # before the mark, and after it
        review = heron.get(f"/attempts/{sat['Heron']}/review?q=2").text
        assert f"<h1>{WAITING}." in review
        assert "Say why." not in review
        assert "of 7" not in review
        done = heron.get("/done").text
        assert WAITING in done
        assert "of 7" not in done
        mark(teacher, given, sat["Heron"], **MIDDLE)


def test_after_the_release_the_total_has_the_marks_with_levels_and_comment(
    given: int, sat: dict[str, int], teacher: FlaskClient, heron: FlaskClient, wren: FlaskClient
) -> None:
    mark(teacher, given, sat["Heron"], **MIDDLE)
    assert teacher.post(f"/assignments/{given}/marking/release").status_code == 303
    review = heron.get(f"/attempts/{sat['Heron']}/review?q=2").text
    assert "<h1>4 of 7." in review
    assert "Say why." in review
    assert "Names a day" in review
    assert "<b>4</b> of 7" in heron.get("/done").text
    assert f"<h1>{WAITING}." in wren.get(f"/attempts/{sat['Wren']}/review").text, "Wren's is not marked yet."
    teacher.post(f"/assignments/{given}/marking/withhold")
    assert "Say why." not in heron.get(f"/attempts/{sat['Heron']}/review?q=2").text


def test_the_review_policy_still_decides_what_is_shown_of_a_mark(
    app: Flask, given: int, sat: dict[str, int], teacher: FlaskClient, heron: FlaskClient
) -> None:
    mark(teacher, given, sat["Heron"], **MIDDLE)
    teacher.post(f"/assignments/{given}/marking/release")
    with app.app_context():
        row = db.session.get_one(Assignment, given)
        row.review = {**row.review, "key": "never", "feedback": "never", "passage": "never"}
        db.session.commit()
    review = heron.get(f"/attempts/{sat['Heron']}/review?q=2").text
    assert '<b class="num">1.5</b> of 2' in review
    assert "Say why." not in review
    assert "Names a day" not in review


def test_without_names_no_name_is_on_the_page_and_each_answer_keeps_its_number(
    given: int, sat: dict[str, int], teacher: FlaskClient
) -> None:
    labels = {}
    for name, attempt in sat.items():
        page = teacher.get(f"/assignments/{given}/marking/2/{attempt}?names=hidden").text
        labels[name] = re.search(r"<h1>(Answer \d), question 2</h1>", page)[1]
        assert "Blue Heron" not in page
        assert "Grey Wren" not in page
        assert "names=hidden" in page
    assert len(set(labels.values())) == 2
    first = teacher.get(f"/assignments/{given}/marking/2?names=hidden").location
    assert first.endswith("names=hidden")
    after = teacher.post(
        f"/assignments/{given}/marking/2/{sat['Heron']}?names=hidden", data={"seen": "", **BEST}
    )
    assert after.location.endswith(f"/marking/2/{sat['Wren']}?names=hidden")
    again = teacher.get(f"/assignments/{given}/marking/2/{sat['Heron']}?names=hidden").text
    assert f"<h1>{labels['Heron']}, question 2</h1>" in again


def test_earlier_marks_are_kept_with_who_and_when(
    app: Flask, given: int, sat: dict[str, int], teacher: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(teacher, given, sat["Heron"], **MIDDLE)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))
    mark(teacher, given, sat["Heron"], **BEST)
    with app.app_context():
        kept = [(row.fraction, row.marker.name, row.marked_at) for row in db.session.query(GivenMark)]
    assert kept == [(0.5, "Ms Okafor", NOW), (1.0, "Ms Okafor", NOW + timedelta(minutes=5))]
    page = teacher.get(f"/assignments/{given}/marking/2/{sat['Heron']}").text
    assert "“Say why.”" in page
    assert mark(teacher, given, sat["Heron"], act="withdraw").status_code == 303
    assert score(app, sat["Heron"]) == (1.0, 7.0, [1.0, None], 1)


def test_two_who_mark_the_same_answer_do_not_overwrite_each_other(
    app: Flask, given: int, sat: dict[str, int], teacher: FlaskClient
) -> None:
    mark(teacher, given, sat["Heron"], **MIDDLE)
    late = teacher.post(f"/assignments/{given}/marking/2/{sat['Heron']}", data={"seen": "", **BEST})
    assert late.status_code == 422
    assert "was marked a moment ago" in late.text
    assert score(app, sat["Heron"])[0] == 4.0


def test_points_may_be_given_by_hand_to_any_answer_and_the_log_has_it(
    app: Flask, cast: Cast, five: dict[str, int], teacher: FlaskClient, admin: FlaskClient
) -> None:
    url = f"/assignments/{cast.assignment}/marking/1/{five['Quiet Owl']}"
    page = teacher.get(url).text
    assert "Graded by its key: 0 of 1 point" in page
    assert teacher.post(url, data={"seen": "", "points": "0.3"}).status_code == 422
    assert teacher.post(url, data={"seen": "", "points": "0,5"}).status_code == 303
    assert score(app, five["Quiet Owl"]) == (3.0, 5.0, [0.5, 0.5, 1.0, None, 1.0], 0)
    with app.app_context():
        (entry,) = db.session.query(AuditEntry).filter_by(act="answer.marked")
        assert (entry.actor_id, entry.detail["student"], entry.detail["points"]) == (
            cast.teacher,
            "Quiet Owl",
            0.5,
        )
    assert (
        "Marked by Ms Okafor"
        in teacher.get(f"/assignments/{cast.assignment}/report/responses/{five['Quiet Owl']}/1").text
    )
    assert "gave points by hand" in admin.get("/school/audit").text
    blank = f"/assignments/{cast.assignment}/marking/4/{five['Quiet Owl']}"
    assert teacher.post(blank, data={"seen": "", "points": "1"}).status_code == 303
    assert score(app, five["Quiet Owl"])[0] == 4.0


def test_what_is_not_there_is_not_found(
    given: int, sat: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    for path in (f"2/{sat['Heron'] + 999}", f"9/{sat['Heron']}"):
        assert teacher.get(f"/assignments/{given}/marking/{path}").status_code == 404
    assert teacher.get(f"/assignments/{cast.assignment}/marking/1/{sat['Heron']}").status_code == 404


def test_an_essay_left_empty_is_nothing_to_mark_and_the_student_waits_for_nothing(
    app: Flask,
    given: int,
    sat: dict[str, int],
    client_of: Callable[[int], FlaskClient],
    cast: Cast,
    teacher: FlaskClient,
) -> None:
    eagle = client_of(cast.eagle)
    attempt = hand_in(eagle, given, None)
    assert "<h1>1 of 7." in eagle.get(f"/attempts/{attempt}/review").text
    assert "0 of 2 marked" in teacher.get(f"/assignments/{given}/marking").text
    report = teacher.get(f"/assignments/{given}/report").text
    assert "n 1" in report, "Only the score that is final is in the mean."


def test_the_scores_as_csv_say_what_is_still_to_be_marked(
    given: int, sat: dict[str, int], teacher: FlaskClient
) -> None:
    mark(teacher, given, sat["Heron"], **BEST)
    lines = teacher.get(f"/assignments/{given}/report.csv").text.splitlines()
    assert "Still to be marked" in lines[0]
    assert next(line for line in lines if "Blue Heron" in line).endswith(",7,7,100,0,1,1")
    assert next(line for line in lines if "Grey Wren" in line).split(",")[-3:] == ["1", "1", ""]
