"""The short lane draws what the ordinary way would draw, to the byte, and only what was drawn before."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.attempts import lane, messages
from quizapp.cli.worker import make_ready
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentSlot
from tests.attempts.conftest import NINE, Taker
from tests.cast import NOW, Cast

Drawn = list[int]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """The attempts whose page the lane drew."""
    seen: Drawn = []
    draw = lane.Lanes._draw

    def watched(self: lane.Lanes, environ: lane.Environ, attempt_id: int, query: str | None) -> str | None:
        html = draw(self, environ, attempt_id, query)
        if html is not None:
            seen.append(attempt_id)
        return html

    monkeypatch.setattr(lane.Lanes, "_draw", watched)
    return seen


@pytest.fixture
def ordinary(monkeypatch: pytest.MonkeyPatch) -> Callable[[Taker, str], str]:
    """Ask for a page with the lane closed."""

    def ask(taker: Taker, query: str = "?q=1") -> str:
        with monkeypatch.context() as patch:
            patch.setattr(lane.Lanes, "_page", lambda *_: None)
            return taker.client.get(f"/attempts/{taker.attempt}{query}").text

    return ask


@pytest.mark.parametrize(
    "rules_",
    [{}, {"one_page": True}, {"forward_only": True}, {"time_limit": 600}, {"review": {"score": "during"}}],
    ids=["free", "one page", "forward only", "timed", "told at once"],
)
@pytest.mark.parametrize("query", ["", "?q=2", "?q=9"])
def test_both_ways_draw_the_same_page(
    rules: Callable[..., None], heron: FlaskClient, begin: Callable[..., Taker], drawn: Drawn,
    ordinary: Callable[[Taker, str], str], rules_: dict[str, object], query: str,
) -> None:  # fmt: skip
    rules(**rules_)
    taker = begin(heron)
    taker.put(1, 1, [NINE])
    taker.put(2, 1, flagged=True)
    first = ordinary(taker, query)
    second = taker.client.get(f"/attempts/{taker.attempt}{query}").text
    assert drawn == [taker.attempt]
    assert second == first


def test_the_first_visit_goes_the_ordinary_way_and_the_next_the_lane(taker: Taker, drawn: Drawn) -> None:
    taker.page(1)
    assert drawn == []
    taker.page(1)
    assert drawn == [taker.attempt]


@pytest.mark.parametrize("rules_", [{}, {"one_page": True}], ids=["one by one", "one page"])
def test_an_order_or_an_answer_that_nobody_had_before_is_drawn_by_the_lane_too(
    app: Flask, rules: Callable[..., None], heron: FlaskClient, begin: Callable[..., Taker], drawn: Drawn,
    ordinary: Callable[[Taker, str], str], rules_: dict[str, object],
) -> None:  # fmt: skip
    rules(**rules_)
    taker = begin(heron)
    taker.put(1, 1, [NINE])
    first = ordinary(taker, "?q=1")
    app.extensions["drawn"].clear()
    assert taker.client.get(f"/attempts/{taker.attempt}?q=1").text == first
    assert drawn == [taker.attempt]


def test_another_students_answer_and_name_are_in_no_kept_page(
    heron: FlaskClient, wren: FlaskClient, begin: Callable[..., Taker], drawn: Drawn
) -> None:
    one, other = begin(heron), begin(wren)
    one.put(4, 7, ["Amsel"])
    for taker in (one, other, one, other):
        taker.page(4)
    page = other.page(4)
    assert drawn[-1] == other.attempt
    for word in ("Amsel", "Blue Heron", f"/attempts/{one.attempt}?"):
        assert word not in page


def test_it_carries_the_headers_of_every_response(taker: Taker, drawn: Drawn) -> None:
    taker.page(1)
    quick = taker.client.get(f"/attempts/{taker.attempt}?q=1").headers
    assert drawn == [taker.attempt]
    asked = taker.client.get("/todo").headers
    for name in ("Content-Security-Policy", "Cache-Control", "Vary", "Content-Type", "Referrer-Policy"):
        assert quick[name] == asked[name]


@pytest.mark.parametrize("change", [{"session_epoch": 2}, {"active": False}, {"role": "teacher"}])
def test_who_may_not_see_it_any_more_is_sent_away(
    app: Flask, cast: Cast, taker: Taker, drawn: Drawn, change: dict[str, object]
) -> None:
    taker.page(1)
    with app.app_context():
        heron = db.session.get_one(User, cast.heron)
        for name, value in change.items():
            setattr(heron, name, value)
        if "role" in change:
            heron.username = "heron"
        db.session.commit()
    assert taker.client.get(f"/attempts/{taker.attempt}?q=1").status_code in (302, 303, 403, 404)
    assert drawn == []


def test_anothers_attempt_is_not_to_be_found(
    taker: Taker, wren: FlaskClient, begin: Callable[..., Taker], drawn: Drawn
) -> None:
    taker.page(1)
    begin(wren).page(1)
    assert wren.get(f"/attempts/{taker.attempt}?q=1").status_code == 404
    assert drawn == []


def test_when_the_time_is_over_it_is_handed_in_and_not_drawn(
    rules: Callable[..., None], heron: FlaskClient, begin: Callable[..., Taker], drawn: Drawn,
    at: Callable[[datetime], None],
) -> None:  # fmt: skip
    rules(time_limit=600)
    taker = begin(heron)
    taker.page(1)
    at(NOW + timedelta(seconds=700))
    assert heron.get(f"/attempts/{taker.attempt}?q=1").status_code == 303
    assert drawn == []


def test_after_handing_in_there_is_the_review_and_no_page(taker: Taker, drawn: Drawn) -> None:
    taker.page(1)
    taker.submit()
    assert taker.client.get(f"/attempts/{taker.attempt}?q=1").status_code == 303
    assert drawn == []


def test_what_the_teacher_says_is_on_it_until_it_is_put_away(
    app: Flask, cast: Cast, taker: Taker, drawn: Drawn, ordinary: Callable[[Taker, str], str]
) -> None:
    taker.page(1)
    with app.app_context():
        given = db.session.get_one(Assignment, cast.assignment)
        row = messages.send(given, "Ten & more", actor=db.session.get_one(User, cast.teacher), now=NOW)
        number = row.id
        db.session.commit()
    ordinary(taker, "?q=1")
    assert "Ten &amp; more" in taker.page(1)
    taker.client.set_cookie("heard", str(number))
    assert "Ten &amp; more" not in taker.page(1)
    assert drawn == [taker.attempt] * 2


def test_what_a_question_is_worth_is_what_it_is_worth_now(
    app: Flask, cast: Cast, taker: Taker, drawn: Drawn, ordinary: Callable[[Taker, str], str]
) -> None:
    taker.page(1)
    taker.page(1)
    with app.app_context():
        db.session.get_one(AssignmentSlot, (cast.assignment, 1)).points = 3
        db.session.commit()
    now_worth = ordinary(taker, "?q=1")
    assert "3 points" in now_worth
    assert taker.page(1) == now_worth
    assert drawn == [taker.attempt] * 2


def test_a_query_that_is_not_plain_goes_the_ordinary_way(taker: Taker, drawn: Drawn) -> None:
    taker.page(1)
    for query in ("q=one", "q=1&x=2", "q=%31"):
        assert taker.client.get(f"/attempts/{taker.attempt}?{query}").status_code == 200
    assert taker.client.head(f"/attempts/{taker.attempt}?q=1").status_code == 200
    assert drawn == []


def test_a_server_that_begins_has_made_what_a_page_needs(
    app: Flask, taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ready(app)
    compiled: list[object] = []
    monkeypatch.setattr(type(app.jinja_env), "compile", lambda *args: compiled.append(args[2]))
    assert "Question 1 of" in taker.page(1)
    assert compiled == []
