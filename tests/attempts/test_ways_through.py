"""One way through, access codes, answers checked as one goes, draws, sections, what counts."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.attempts import service
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.flagging import raise_flag
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.attempts.conftest import EIGHT, NINE, RIGHT, Taker
from tests.cast import NOW, Cast

Rules = Callable[..., None]


def shows(**parts: str) -> dict[str, str]:
    never = dict.fromkeys(ReviewPolicy.model_fields, "never")
    return ReviewPolicy.model_validate({**never, **parts}).model_dump(mode="json")


CHECKED = shows(score="submitted", correctness="during", key="during", feedback="during", passage="during")


@pytest.fixture(autouse=True)
def _no_guesses() -> None:
    service.codes._failures.clear()


# ---- no way back


def test_next_goes_on_for_good(heron: FlaskClient, rules: Rules, begin: Callable[..., Taker]) -> None:
    rules(forward_only=True)
    taker = begin(heron)
    page = taker.page()
    assert "Question 1 of 5" in page
    assert "Once you go on, you cannot come back to this question." in page
    assert ">Back<" not in page
    form = {"slot": "1", "s1-answer": NINE, "go": "2"}
    response = heron.post(f"/attempts/{taker.attempt}?q=1", data=form)
    assert response.location == f"/attempts/{taker.attempt}?q=2"
    assert "Question 2 of 5" in taker.page(1)
    assert "Question 2 of 5" in taker.page(4)
    said = taker.put(1, 9_999, [EIGHT])
    assert (said.status_code, said.json["reason"]) == (409, "no_way_back")
    ahead = taker.put(3, 9_999, ["true"])
    assert (ahead.status_code, ahead.json["reason"]) == (409, "no_way_back")
    assert taker.put(2, 9_999, RIGHT[2]).status_code == 200


def test_an_old_tab_changes_nothing_where_there_is_no_way_back(
    app: Flask, heron: FlaskClient, rules: Rules, begin: Callable[..., Taker]
) -> None:
    rules(forward_only=True)
    taker = begin(heron)
    for form in ({"slot": "1", "s1-answer": NINE, "go": "2"}, {"slot": "1", "s1-answer": EIGHT, "go": "2"}):
        heron.post(f"/attempts/{taker.attempt}?q=1", data=form)
    assert "You have gone on from that question" in taker.page()
    for go in ("1", "5", "99", "-1", "x"):
        heron.post(f"/attempts/{taker.attempt}?q=2", data={"slot": "2", "go": go})
    with app.app_context():
        assert db.session.get_one(Attempt, taker.attempt).reached == 2
        assert NINE in (db.session.get_one(Answer, (taker.attempt, 1)).response or "")


def test_the_check_before_handing_in_leads_only_to_where_one_is(
    heron: FlaskClient, rules: Rules, begin: Callable[..., Taker]
) -> None:
    rules(forward_only=True)
    taker = begin(heron)
    page = heron.get(f"/attempts/{taker.attempt}/check").text
    assert f"/attempts/{taker.attempt}?q=1" in page
    assert f"/attempts/{taker.attempt}?q=2" not in page


# ---- an access code


def test_the_cover_asks_for_the_code_and_never_tells_it(heron: FlaskClient, cast: Cast, rules: Rules) -> None:
    rules(access_code="QQZ-11")
    page = heron.get(f"/take/{cast.assignment}").text
    assert "Access code" in page
    assert "QQZ" not in page
    wrong = heron.post(f"/take/{cast.assignment}", data={"code": "QQZ-12"})
    assert wrong.status_code == 422
    assert "That is not the access code." in wrong.text
    blank = heron.post(f"/take/{cast.assignment}")
    assert (blank.status_code, "Type the access code" in blank.text) == (422, True)
    assert heron.post(f"/take/{cast.assignment}", data={"code": "qqz 11"}).status_code == 303
    assert heron.post(f"/take/{cast.assignment}").status_code == 303  # goes on without it


def test_guessing_the_code_has_to_wait(
    heron: FlaskClient, wren: FlaskClient, cast: Cast, rules: Rules, at: Callable[[datetime], None]
) -> None:
    rules(access_code="HRN-47K")
    for guess in range(5):
        assert heron.post(f"/take/{cast.assignment}", data={"code": f"code{guess}"}).status_code == 422
    waits = heron.post(f"/take/{cast.assignment}", data={"code": "HRN-47K"})
    assert (waits.status_code, "Too many wrong codes." in waits.text) == (429, True)
    assert wren.post(f"/take/{cast.assignment}", data={"code": "HRN-47K"}).status_code == 303
    at(NOW + timedelta(seconds=6))
    assert heron.post(f"/take/{cast.assignment}", data={"code": "HRN-47K"}).status_code == 303


# ---- checking as one goes


def test_check_shows_how_the_answer_is_and_holds_it(
    heron: FlaskClient, rules: Rules, begin: Callable[..., Taker]
) -> None:
    rules(review=CHECKED, shuffle_choices=False)
    taker = begin(heron)
    assert 'value="tell"' in taker.page()
    heron.post(f"/attempts/{taker.attempt}?q=1", data={"slot": "1", "s1-answer": EIGHT, "go": "tell"})
    page = taker.page()
    assert "Eight is when the school opens." in page
    assert "Right answer" in page
    assert "You have checked this answer, so it stands." in page
    assert "The library opens at nine on school days." in page
    assert 'value="tell"' not in page
    said = taker.put(1, 9_999, [NINE])
    assert (said.status_code, said.json["reason"]) == (409, "checked")
    heron.post(f"/attempts/{taker.attempt}?q=1", data={"slot": "1", "flag": "1:1"})
    assert "Flagged" in taker.page()
    assert "Eight is when the school opens." in taker.page()
    taker.submit()
    assert "0 of 5." in taker.review()


def test_a_blank_cannot_be_checked_and_tells_nothing(
    heron: FlaskClient, rules: Rules, begin: Callable[..., Taker]
) -> None:
    rules(review=CHECKED)
    taker = begin(heron)
    heron.post(f"/attempts/{taker.attempt}?q=1", data={"slot": "1", "go": "tell"})
    page = taker.page()
    assert "There is nothing to check yet: give an answer first." in page
    assert "The first sentence says so." not in page


@pytest.mark.parametrize("how", [{"review": shows(key="submitted")}, {"review": CHECKED, "one_page": True}])
def test_where_nothing_is_shown_during_a_forged_check_tells_nothing(
    how: dict[str, object], heron: FlaskClient, rules: Rules, begin: Callable[..., Taker]
) -> None:
    rules(**how)
    taker = begin(heron)
    taker.put(1, 1, [EIGHT])
    for slots in (["1"], ["1", "2", "3", "4", "5"]):
        heron.post(f"/attempts/{taker.attempt}?q=1", data={"slot": slots, "s1-answer": EIGHT, "go": "tell"})
    assert "Eight is when the school opens." not in taker.page()


# ---- draws and sections

DRAW = [{"title": "Part A", "intro": "Read it first.", "ask": 2}, {"title": "Part B"}]


@pytest.fixture
def drawn(app: Flask, cast: Cast, rules: Rules) -> None:
    """Make the five questions a draw of two of three, and a section of two."""
    rules(sections=DRAW, attempts_allowed=2)
    with app.app_context():
        for slot in db.session.get_one(Assignment, cast.assignment).slots:
            slot.section = 1 if slot.slot <= 3 else 2
            slot.about = [[f"rules/{slot.slot}"], "remember"] if slot.slot <= 3 else None
        db.session.commit()


def slots_of(app: Flask, attempt: int) -> list[int]:
    with app.app_context():
        return [slot for slot, _ in db.session.get_one(Attempt, attempt).layout]


@pytest.mark.usefixtures("drawn")
def test_a_draw_asks_its_number_and_stays_the_same(
    app: Flask, heron: FlaskClient, cast: Cast, begin: Callable[..., Taker]
) -> None:
    cover = heron.get(f"/take/{cast.assignment}").text
    assert "4 questions, 4 points in all." in cover
    assert "Each student gets other questions of the same kind" in cover
    taker = begin(heron)
    slots = slots_of(app, taker.attempt)
    assert len(slots) == 4
    assert slots[2:] == [4, 5]
    assert begin(heron).attempt == taker.attempt
    assert slots_of(app, taker.attempt) == slots
    page = taker.page()
    assert "Question 1 of 4" in page
    assert "Part A" in page
    assert "Read it first." in page
    assert "Part B" in taker.page(3)
    (left_out,) = {1, 2, 3} - set(slots)
    assert taker.put(left_out, 1, RIGHT[left_out]).status_code == 404


@pytest.mark.usefixtures("drawn")
def test_the_next_attempt_draws_what_was_left_out(
    app: Flask, heron: FlaskClient, begin: Callable[..., Taker]
) -> None:
    first = begin(heron)
    before = set(slots_of(app, first.attempt))
    first.submit()
    second = begin(heron)
    assert second.attempt != first.attempt
    assert {1, 2, 3} - before < set(slots_of(app, second.attempt))


@pytest.mark.usefixtures("drawn")
def test_a_report_counts_each_question_by_who_was_asked(
    app: Flask, heron: FlaskClient, teacher: FlaskClient, cast: Cast, begin: Callable[..., Taker]
) -> None:
    taker = begin(heron)
    slots = slots_of(app, taker.attempt)
    for slot in slots:
        taker.put(slot, 1, RIGHT[slot])
    taker.submit()
    assert "4 of 4." in taker.review()
    base = f"/assignments/{cast.assignment}/report"
    grid = teacher.get(f"{base}/students").text
    assert grid.count('<span class="sr">not asked</span>') == 1
    assert "of 4<" in grid
    (left_out,) = {1, 2, 3} - set(slots)
    csv = teacher.get(f"{base}.csv").text
    row = next(line for line in csv.splitlines() if line.startswith("Blue Heron")).split(",")
    assert row[4:7] == ["4", "4", "100"]
    assert row[6 + left_out] == "not asked"
    for page in ("", "/questions", "/reading", f"/responses/{taker.attempt}/{slots[0]}"):
        assert teacher.get(base + page).status_code == 200
    assert teacher.get(f"{base}/responses/{taker.attempt}/{left_out}").status_code == 404


# ---- what counts of several attempts


@pytest.mark.parametrize(
    ("combine", "counts"),
    [("highest", "2"), ("first", "2"), ("last", "1"), ("average", "1.5")],
)
def test_the_rules_say_which_score_counts(
    combine: str,
    counts: str,
    heron: FlaskClient,
    teacher: FlaskClient,
    cast: Cast,
    rules: Rules,
    begin: Callable[..., Taker],
    at: Callable[[datetime], None],
) -> None:
    rules(combine=combine, attempts_allowed=2)
    for number, slots in enumerate(((1, 3), (1,))):
        at(NOW + timedelta(minutes=number))
        taker = begin(heron)
        for slot in slots:
            taker.put(slot, 9, RIGHT[slot])
        taker.submit()
    csv = teacher.get(f"/assignments/{cast.assignment}/report.csv").text
    row = next(line for line in csv.splitlines() if line.startswith("Blue Heron")).split(",")
    assert row[4:6] == [counts, "5"]
    done = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", heron.get("/done").text))
    if combine == "average":
        assert "Counts: the average, 1.5 of 5" in done
    else:
        assert re.search(rf"{counts} of 5 This one counts", done)
    assert done.count("ounts") == 1


def test_a_flagged_question_is_drawn_only_once_somebody_has_looked(
    app: Flask, heron: FlaskClient, wren: FlaskClient, cast: Cast, rules: Rules
) -> None:
    rules(sections=[{"ask": 4}])
    with app.app_context():
        row = db.session.get_one(Assignment, cast.assignment)
        pinned = {slot.slot: (slot.revision.question_id, slot.revision_id) for slot in row.slots}
        raise_flag(pinned[2][0], [pinned[2][1]], {"n": 20, "words": []}, now=NOW)
        db.session.commit()
    for student in (heron, wren):
        student.post(f"/take/{cast.assignment}")
    with app.app_context():
        drawn = [{slot for slot, _ in one.layout} for one in db.session.query(Attempt)]
    assert drawn == [{1, 3, 4, 5}, {1, 3, 4, 5}]
