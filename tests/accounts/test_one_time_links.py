"""One-time links: one at a time for each purpose, and no token in the database."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from quizapp.accounts.models import OneTimeLink, User
from quizapp.accounts.one_time_links import admin_exists, make_link, staff_named, token_hash
from quizapp.extensions import db
from tests.cast import NOW, Cast


def test_a_link_is_kept_as_a_hash_for_a_day(app: Flask) -> None:
    with app.app_context():
        token = make_link(None, now=NOW)
        link = db.session.scalars(select(OneTimeLink)).one()
        assert link.token_hash == token_hash(token)
        assert token not in link.token_hash
        assert (link.user_id, link.used_at, link.expires_at) == (None, None, NOW + timedelta(days=1))


def test_a_new_link_ends_the_one_before_for_the_same_purpose_alone(app: Flask, cast: Cast) -> None:
    with app.app_context():
        teacher = db.session.get(User, cast.teacher)
        make_link(None, now=NOW)
        kept = {token_hash(make_link(None, now=NOW)), token_hash(make_link(teacher, now=NOW))}
        assert set(db.session.scalars(select(OneTimeLink.token_hash))) == kept


def test_a_link_that_was_used_is_kept_for_the_record(app: Flask) -> None:
    with app.app_context():
        make_link(None, now=NOW)
        db.session.scalars(select(OneTimeLink)).one().used_at = NOW
        make_link(None, now=NOW)
        assert db.session.query(OneTimeLink).count() == 2


def test_there_is_an_admin_once_one_can_sign_in(app: Flask, cast: Cast) -> None:
    with app.app_context():
        assert not admin_exists()
        admin = db.session.get(User, cast.admin)
        admin.password_hash = "$argon2id$"
        assert admin_exists()
        admin.active = False
        assert not admin_exists()


def test_staff_are_found_by_user_name_in_any_case_and_students_never(app: Flask, cast: Cast) -> None:
    with app.app_context():
        found = staff_named("Okafor")
        assert found
        assert found.id == cast.teacher
        assert staff_named("Blue Heron") is None
