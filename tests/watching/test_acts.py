"""What a teacher does while a class answers: it reaches the student, is undone, and is in the log."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.accounts.models import AuditEntry
from quizapp.attempts.deadlines import move_deadlines
from quizapp.attempts.models import Attempt
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.attempts.conftest import EIGHT, NINE, Taker
from tests.cast import NOW, Cast

At = Callable[[datetime], None]
Act = Callable[..., TestResponse]
MINUTE = timedelta(minutes=1)


def beat(taker: Taker) -> dict[str, Any]:
    found: dict[str, Any] = taker.client.get(f"/attempts/{taker.attempt}/beat").json
    return found


def minutes_left(taker: Taker, now: datetime = NOW) -> float:
    return (beat(taker)["deadline"] / 1000 - now.timestamp()) / 60


def words(taker: Taker) -> list[str]:
    return [one["text"] for one in beat(taker)["told"]]


def undo_of(page: str) -> tuple[str, dict[str, str]]:
    """Return where the button of the toast leads, and what it sends."""
    toast = page.split('class="toast', 1)[1].split("</form>")[0]
    action = re.search(r'action="([^"]+)"', toast)
    assert action
    return action[1], dict(re.findall(r'name="(\w+)" value="([^"]*)"', toast))


def undo(teacher: FlaskClient, answer: TestResponse) -> TestResponse:
    """Press the undo that the next page offers."""
    url, fields = undo_of(teacher.get(answer.location).text)
    return teacher.post(url, data=fields)


def acts(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.query(AuditEntry).order_by(AuditEntry.id).all()
        return [(row.act, row.detail["student"]) for row in rows if "student" in row.detail]


def row_of(app: Flask, taker: Taker) -> Attempt:
    with app.app_context():
        return db.session.get(Attempt, taker.attempt)


# ---- time


def test_time_for_one_moves_one_end_and_is_told(
    app: Flask, act: Act, sitting: Taker, wren: FlaskClient, begin: Callable[..., Taker]
) -> None:
    other = begin(wren)
    assert act("heron/time", minutes=5).status_code == 303
    assert (minutes_left(sitting), minutes_left(other)) == (15, 10)
    assert words(sitting) == ["Your teacher gave you 5 more minutes."]
    assert words(other) == []
    assert acts(app) == [("attempt.time_given", "Blue Heron")]


def test_the_page_has_the_new_end_and_the_answer_to_a_save_says_that_there_is_news(
    act: Act, sitting: Taker
) -> None:
    assert 'data-news="0"' in sitting.page()
    act("heron/time", minutes=1)
    page = sitting.page()
    assert "Your teacher gave you 1 more minute." in page
    assert f'data-deadline="{int((NOW + 11 * MINUTE).timestamp() * 1000)}"' in page
    assert (beat(sitting)["news"], 'data-news="1"' in page) == (1, True)
    # The first answer goes the ordinary way, the next one the short lane.
    assert [sitting.put(1, seq, [NINE]).json["news"] for seq in (1, 2)] == [1, 1]


def test_time_for_all_is_also_for_who_starts_later(
    act: Act, sitting: Taker, wren: FlaskClient, begin: Callable[..., Taker]
) -> None:
    act("time", minutes=5)
    other = begin(wren)
    assert (minutes_left(sitting), minutes_left(other)) == (15, 15)
    assert words(sitting) == ["Your teacher gave everyone 5 more minutes."]


def test_who_starts_later_is_not_told_of_time_given_before(
    act: Act, sitting: Taker, wren: FlaskClient, begin: Callable[..., Taker], at: At
) -> None:
    act("time", minutes=5)
    act("message", text="Read ¶ 1.1 twice.")
    at(NOW + MINUTE)
    assert words(begin(wren)) == ["Read ¶ 1.1 twice."]


def test_time_for_all_moves_the_closing_too(
    app: Flask,
    act: Act,
    rules: Callable[..., None],
    heron: FlaskClient,
    begin: Callable[..., Taker],
    cast: Cast,
) -> None:
    rules(closes_at=NOW + 4 * MINUTE)
    sitting = begin(heron)
    act("time", minutes=5)
    assert minutes_left(sitting) == 9
    with app.app_context():
        assert db.session.get(Assignment, cast.assignment).closes_at == NOW + 9 * MINUTE


def test_time_is_taken_back(app: Flask, act: Act, teacher: FlaskClient, sitting: Taker) -> None:
    assert undo(teacher, act("time", minutes=5)).status_code == 303
    assert minutes_left(sitting) == 10
    assert words(sitting) == ["Your teacher took the 5 more minutes back."]
    assert [name for name, _ in acts(app)] == ["attempt.time_given", "attempt.time_taken_back"]


def test_time_is_taken_back_once(act: Act, teacher: FlaskClient, sitting: Taker) -> None:
    url, fields = undo_of(teacher.get(act("heron/time", minutes=5).location).text)
    teacher.post(url, data=fields)
    again = teacher.post(url, data=fields)
    assert (again.status_code, "was taken back already" in again.text) == (409, True)
    assert minutes_left(sitting) == 10


def test_who_has_used_the_time_keeps_a_minute(act: Act, teacher: FlaskClient, sitting: Taker, at: At) -> None:
    given = act("time", minutes=5)
    at(NOW + 12 * MINUTE)
    undo(teacher, given)
    assert minutes_left(sitting, NOW + 12 * MINUTE) == 1


def test_a_change_of_the_rules_keeps_the_time_that_one_was_given(
    app: Flask, act: Act, teacher: FlaskClient, sitting: Taker, cast: Cast
) -> None:
    act("heron/time", minutes=5)
    with app.app_context():
        row = db.session.get(Assignment, cast.assignment)
        row.time_limit = 1200
        db.session.flush()
        move_deadlines(row)
        db.session.commit()
    assert minutes_left(sitting) == 25


def test_closing_at_once_ends_it_for_who_was_given_time(
    act: Act, teacher: FlaskClient, sitting: Taker, cast: Cast
) -> None:
    act("heron/time", minutes=5)
    teacher.post(f"/assignments/{cast.assignment}/close")
    assert minutes_left(sitting) == 0


def test_without_an_end_there_is_no_time_to_give(act: Act, taker: Taker) -> None:
    for path in ("time", "heron/time"):
        refused = act(path, minutes=5)
        assert (refused.status_code, "nobody needs more" in refused.text) == (409, True)


def test_who_is_not_answering_is_given_no_time(act: Act, timed: None) -> None:
    refused = act("wren/time", minutes=5)
    assert (refused.status_code, "Grey Wren is not answering now" in refused.text) == (409, True)


@pytest.mark.parametrize("minutes", ["", "0", "-5", "181", "five"])
def test_minutes_are_a_number_in_reason(act: Act, sitting: Taker, minutes: str) -> None:
    assert act("time", minutes=minutes).status_code == 422
    assert minutes_left(sitting) == 10


def test_a_save_after_the_first_end_counts_where_time_was_given(act: Act, sitting: Taker, at: At) -> None:
    act("heron/time", minutes=5)
    at(NOW + 14 * MINUTE)
    assert sitting.put(1, 1, [NINE]).json["status"] == "saved"


# ---- words


def test_a_message_reaches_one_or_all_and_no_other_class(
    act: Act, sitting: Taker, wren: FlaskClient, begin: Callable[..., Taker]
) -> None:
    other = begin(wren)
    act("message", text="Question 4: the year is <b>1918</b>.")
    act("heron/message", text="Take your time.")
    assert words(sitting) == ["Take your time.", "Question 4: the year is <b>1918</b>."]
    assert words(other) == ["Question 4: the year is <b>1918</b>."]
    assert "the year is &lt;b&gt;1918&lt;/b&gt;." in other.page()


def test_a_message_waits_for_who_comes_back_until_it_is_put_away(act: Act, sitting: Taker) -> None:
    act("message", text="Ten minutes left.")
    assert 'data-message="1"' in sitting.page()
    sitting.client.set_cookie("heard", "7.1", path="/attempts")
    assert 'data-message="1"' not in sitting.page()


@pytest.mark.parametrize("heard", ["", "1.", "²", "x" * 4000, "1;2"])
def test_whatever_the_cookie_says_the_page_opens(act: Act, sitting: Taker, heard: str) -> None:
    act("message", text="Ten minutes left.")
    assert sitting.client.get(f"/attempts/{sitting.attempt}", headers={"Cookie": f"heard={heard}"})


def test_a_message_is_taken_back(app: Flask, act: Act, teacher: FlaskClient, sitting: Taker) -> None:
    undo(teacher, act("message", text="Stop writing."))
    assert words(sitting) == []
    assert "Stop writing." not in sitting.page()
    assert acts(app) == [("message.sent", "everyone"), ("message.taken_back", "everyone")]


@pytest.mark.parametrize("text", ["", "   ", "x" * 401])
def test_a_message_is_written_and_short(act: Act, sitting: Taker, text: str) -> None:
    assert act("message", text=text).status_code == 422
    assert words(sitting) == []


# ---- handing in, opening again


def test_the_teacher_hands_in_and_it_is_undone_with_the_time_that_was_left(
    app: Flask, act: Act, teacher: FlaskClient, sitting: Taker, at: At
) -> None:
    sitting.put(1, 1, [NINE])
    at(NOW + 4 * MINUTE)
    done = act(f"attempts/{sitting.attempt}/hand-in")
    assert beat(sitting)["open"] is False
    assert "Handed in for you by your teacher, today, 09:04" in sitting.review()
    row = row_of(app, sitting)
    assert (row.score, row.submitted_by, row.submitted_at) == (1.0, "teacher", NOW + 4 * MINUTE)
    at(NOW + 9 * MINUTE)
    undo(teacher, done)
    assert (beat(sitting)["open"], minutes_left(sitting, NOW + 9 * MINUTE)) == (True, 6)
    assert f'value="{NINE}" checked' in sitting.page()


def test_an_attempt_is_opened_again_with_its_answers_and_a_new_end(
    app: Flask, act: Act, sitting: Taker, at: At
) -> None:
    sitting.put(1, 1, [EIGHT])
    sitting.submit()
    at(NOW + 30 * MINUTE)
    assert act(f"attempts/{sitting.attempt}/reopen", minutes=10).status_code == 303
    assert minutes_left(sitting, NOW + 30 * MINUTE) == 10
    assert words(sitting) == [
        "Your teacher opened this attempt again, with your answers in it. You have 10 minutes."
    ]
    sitting.put(1, 99999, [NINE])
    sitting.submit()
    row = row_of(app, sitting)
    assert (row.score, row.submitted_by, len(row.earlier)) == (1.0, "student", 1)
    assert acts(app) == [("attempt.reopened", "Blue Heron")]


def test_the_report_says_that_an_attempt_was_opened_again(
    act: Act, teacher: FlaskClient, sitting: Taker, cast: Cast, at: At
) -> None:
    sitting.submit()
    at(NOW + 2 * MINUTE)
    act(f"attempts/{sitting.attempt}/reopen", minutes=10)
    at(NOW + 5 * MINUTE)
    sitting.submit()
    report = f"/assignments/{cast.assignment}/report"
    assert ", opened again" in teacher.get(report).text
    one = teacher.get(f"{report}/responses/{sitting.attempt}/1").text
    assert "today, 09:00 already, opened again today, 09:02" in one


def test_opening_again_is_undone_exactly(
    app: Flask, act: Act, teacher: FlaskClient, sitting: Taker, at: At
) -> None:
    sitting.put(1, 1, [NINE])
    sitting.submit()

    def facts() -> tuple[Any, ...]:
        row = row_of(app, sitting)
        handed_in = (row.state, row.submitted_at, row.submitted_by, row.receipt, row.earlier)
        return (*handed_in, row.score, row.max_score, row.vector, row.deadline_at, row.extra_time)

    before = facts()
    at(NOW + 20 * MINUTE)
    opened = act(f"attempts/{sitting.attempt}/reopen", minutes=10)
    assert facts() != before
    undo(teacher, opened)
    assert facts() == before
    assert words(sitting) == []


def test_what_was_answered_since_is_not_thrown_away_by_an_undo(
    act: Act, teacher: FlaskClient, sitting: Taker, at: At
) -> None:
    sitting.submit()
    opened = act(f"attempts/{sitting.attempt}/reopen", minutes=10)
    at(NOW + MINUTE)
    sitting.put(1, 99, [NINE])
    refused = undo(teacher, opened)
    assert (refused.status_code, "has gone on meanwhile" in refused.text) == (409, True)
    assert beat(sitting)["open"] is True


def test_of_two_attempts_one_is_open_at_a_time(
    act: Act, rules: Callable[..., None], heron: FlaskClient, begin: Callable[..., Taker]
) -> None:
    rules(attempts_allowed=2)
    first = begin(heron)
    first.submit()
    begin(heron)
    refused = act(f"attempts/{first.attempt}/reopen", minutes=10)
    assert (refused.status_code, "is at another attempt now" in refused.text) == (409, True)


def test_what_is_open_is_not_opened_and_what_is_handed_in_not_handed_in(act: Act, sitting: Taker) -> None:
    assert act(f"attempts/{sitting.attempt}/reopen", minutes=10).status_code == 409
    sitting.submit()
    assert act(f"attempts/{sitting.attempt}/hand-in").status_code == 409
    assert act(f"attempts/{sitting.attempt}/put-back").status_code == 409


# ---- the end


def test_the_end_for_all_hands_in_and_closes_and_is_undone(
    app: Flask,
    act: Act,
    teacher: FlaskClient,
    sitting: Taker,
    wren: FlaskClient,
    begin: Callable[..., Taker],
    cast: Cast,
    at: At,
) -> None:
    other = begin(wren)
    other.submit()
    at(NOW + 4 * MINUTE)
    ended = act("end")
    assert (beat(sitting)["open"], row_of(app, sitting).submitted_by) == (False, "teacher")
    assert row_of(app, other).submitted_by == "student"
    with app.app_context():
        assert db.session.get(Assignment, cast.assignment).closes_at == NOW + 4 * MINUTE
    at(NOW + 5 * MINUTE)
    undo(teacher, ended)
    assert (beat(sitting)["open"], minutes_left(sitting, NOW + 5 * MINUTE)) == (True, 6)
    assert beat(other)["open"] is False
    with app.app_context():
        assert db.session.get(Assignment, cast.assignment).closes_at is None


def test_a_quiz_that_is_over_is_not_ended(act: Act, rules: Callable[..., None]) -> None:
    rules(closes_at=NOW - MINUTE)
    refused = act("end")
    assert (refused.status_code, "there is nothing to end" in refused.text) == (409, True)


# ---- whose


def test_an_attempt_at_another_assignment_is_not_there(
    app: Flask, outsider_teacher: FlaskClient, sitting: Taker, cast: Cast
) -> None:
    for what in ("hand-in", "reopen", "put-back"):
        path = f"/assignments/{cast.assignment}/watch/attempts/{sitting.attempt}/{what}"
        assert outsider_teacher.post(path, data={"minutes": 5}).status_code == 404
    assert beat(sitting)["open"] is True


def test_a_student_of_another_class_is_not_there(teacher: FlaskClient, cast: Cast) -> None:
    for what in ("time", "message"):
        path = f"/assignments/{cast.assignment}/watch/{cast.outsider}/{what}"
        assert teacher.post(path, data={"minutes": 5, "text": "Hello."}).status_code == 404


def test_a_beat_is_for_ones_own_attempt(wren: FlaskClient, sitting: Taker) -> None:
    assert wren.get(f"/attempts/{sitting.attempt}/beat").status_code == 404


def test_what_one_was_told_is_not_on_the_page_for_the_wall(
    act: Act, teacher: FlaskClient, sitting: Taker, cast: Cast
) -> None:
    act("message", text="Ten minutes left.")
    act("heron/message", text="Take your time.")
    watch = f"/assignments/{cast.assignment}/watch"
    teacher.get(watch)  # the toast is said once
    wall, one = teacher.get(watch).text, teacher.get(f"{watch}/{cast.heron}").text
    assert ("Ten minutes left." in wall, "Take your time." in wall) == (True, False)
    assert ("Ten minutes left." in one, "Take your time." in one) == (True, True)
