"""The short lane begins what the ordinary way would begin, one for each student; all else goes on to it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp.attempts import lane, service
from quizapp.attempts.models import Attempt
from quizapp.attempts.starting import Begin, start_attempts
from quizapp.classes.models import Enrolment
from quizapp.db.quick import link_of
from quizapp.extensions import db
from tests.cast import NOW, Cast

Begun = list[int]
FORM = {"csrf_token": "as a page has it"}


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Begun:
    """The attempts that the lane began."""
    seen: Begun = []
    said = lane.Lanes._started

    def watched(self: lane.Lanes, attempt_id: int) -> lane.Said:
        seen.append(attempt_id)
        return said(self, attempt_id)

    monkeypatch.setattr(lane.Lanes, "_started", watched)
    return seen


def columns(app: Flask, user_id: int) -> dict[str, object]:
    with app.app_context():
        row = db.session.scalars(select(Attempt).where(Attempt.user_id == user_id)).one()
        hidden = ("id", "user_id", "seed", "layout", "_sa_instance_state")
        return {name: value for name, value in vars(row).items() if name not in hidden}


def test_it_begins_what_the_ordinary_way_begins(
    app: Flask, cast: Cast, rules: Callable[..., None], heron: FlaskClient, wren: FlaskClient, begun: Begun
) -> None:
    rules(time_limit=600)
    short = heron.post(f"/take/{cast.assignment}", data=FORM)
    assert len(begun) == 1
    long = wren.post(f"/take/{cast.assignment}", data={**FORM, "code": ""})
    assert len(begun) == 1
    assert (short.status_code, short.location) == (303, f"/attempts/{begun[0]}")
    assert sorted(short.headers.keys()) == sorted(long.headers.keys())
    assert columns(app, cast.heron) == columns(app, cast.wren)
    assert columns(app, cast.heron)["deadline_at"] == NOW + timedelta(seconds=600)


def test_the_second_click_leads_to_the_same_attempt(cast: Cast, heron: FlaskClient, begun: Begun) -> None:
    first = heron.post(f"/take/{cast.assignment}", data=FORM)
    second = heron.post(f"/take/{cast.assignment}", data=FORM)
    assert second.location == first.location
    assert len(begun) == 1


def test_a_whole_class_at_once_gets_one_attempt_each(app: Flask, cast: Cast) -> None:
    writer = app.extensions["writer"]
    asked = [Begin(cast.assignment, user, 7, NOW) for user in (cast.heron, cast.wren) * 8]
    with ThreadPoolExecutor(16) as pool:
        ids = list(pool.map(lambda one: writer.run_alike(start_attempts, one), asked))
    with app.app_context():
        kept = {row.user_id: row.id for row in db.session.scalars(select(Attempt))}
    assert set(kept) == {cast.heron, cast.wren}
    # Later ones find an open attempt, for which the ordinary way has the words.
    assert {one for one in ids if one} == set(kept.values())


def test_in_one_batch_a_student_is_begun_once_and_told_twice(app: Flask, cast: Cast) -> None:
    with app.app_context(), db.engine.begin() as connection:
        twice = [Begin(cast.assignment, cast.heron, seed, NOW) for seed in (7, 8)]
        first, second = start_attempts(link_of(connection), twice)
        assert first == second is not None


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"access_code": "merlin"}, 422),
        ({"opens_at": NOW + timedelta(hours=1)}, 409),
        ({"opens_at": NOW - timedelta(hours=2), "closes_at": NOW - timedelta(hours=1)}, 409),
    ],
)
def test_what_the_rules_refuse_is_refused_by_the_ordinary_way(
    cast: Cast, rules: Callable[..., None], heron: FlaskClient, begun: Begun,
    change: dict[str, object], status: int,
) -> None:  # fmt: skip
    rules(**change)
    assert heron.post(f"/take/{cast.assignment}", data=FORM).status_code == status
    assert begun == []


def test_no_attempt_begins_where_none_is_left(
    cast: Cast, rules: Callable[..., None], heron: FlaskClient, begun: Begun
) -> None:
    rules(attempts_allowed=1)
    heron.post(f"/take/{cast.assignment}", data=FORM)
    heron.post(f"/attempts/{begun[0]}/submit")
    assert heron.post(f"/take/{cast.assignment}", data=FORM).status_code == 409
    assert len(begun) == 1


def test_who_left_the_class_begins_nothing(app: Flask, cast: Cast, heron: FlaskClient, begun: Begun) -> None:
    with app.app_context():
        for row in db.session.scalars(select(Enrolment).where(Enrolment.user_id == cast.heron)):
            row.removed_at = NOW
        db.session.commit()
    assert heron.post(f"/take/{cast.assignment}", data=FORM).status_code == 404
    assert begun == []


def test_a_teacher_begins_nothing(cast: Cast, teacher: FlaskClient, begun: Begun) -> None:
    assert teacher.post(f"/take/{cast.assignment}", data=FORM).status_code == 403
    assert begun == []


def test_who_guesses_codes_waits_before_every_lane(
    cast: Cast, heron: FlaskClient, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.codes, "wait", lambda *_: timedelta(seconds=5))
    assert heron.post(f"/take/{cast.assignment}", data=FORM).status_code == 429
    assert begun == []


@pytest.mark.parametrize(
    "body", [b"csrf_token", b"csrf_token=1&csrf_token=2", b"csrf_token=%00", b"csrf_token=%ff"]
)
def test_a_form_that_is_not_plain_is_read_by_the_ordinary_way(
    cast: Cast, heron: FlaskClient, begun: Begun, body: bytes
) -> None:
    kind = "application/x-www-form-urlencoded"
    assert heron.post(f"/take/{cast.assignment}", data=body, content_type=kind).status_code in (303, 400)
    assert begun == []


class TestWithTokens:
    """With the check of tokens on, as it is served."""

    @pytest.fixture(autouse=True)
    def checked(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    def token(self, client: FlaskClient, cast: Cast) -> str:
        page = client.get(f"/take/{cast.assignment}").text
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def test_the_token_of_the_cover_opens_the_lane(
        self, cast: Cast, heron: FlaskClient, begun: Begun
    ) -> None:
        token = self.token(heron, cast)
        assert heron.post(f"/take/{cast.assignment}", data={"csrf_token": token}).status_code == 303
        assert len(begun) == 1

    def test_no_token_a_wrong_one_and_anothers_open_nothing(
        self, cast: Cast, heron: FlaskClient, wren: FlaskClient, begun: Begun
    ) -> None:
        token, anothers = self.token(heron, cast), self.token(wren, cast)
        for sent in ({}, {"csrf_token": ""}, {"csrf_token": token[:-1]}, {"csrf_token": anothers}):
            assert heron.post(f"/take/{cast.assignment}", data=sent).status_code == 400
        assert begun == []

    def test_on_tls_the_ordinary_way_looks_at_the_referrer(
        self, cast: Cast, heron: FlaskClient, begun: Begun
    ) -> None:
        token = self.token(heron, cast)
        answered = heron.post(
            f"/take/{cast.assignment}", data={"csrf_token": token}, base_url="https://localhost"
        )
        assert (answered.status_code, begun) == (400, [])
