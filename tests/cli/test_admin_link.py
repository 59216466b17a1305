"""`quizapp admin-link`: a way in while there is no admin, and for one who is locked out."""

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from quizapp import create_app
from quizapp.accounts.models import AuditEntry, OneTimeLink, User
from quizapp.accounts.service import link_for_using
from quizapp.cli import main
from quizapp.cli.school import close
from quizapp.config import Settings, read_settings
from quizapp.extensions import db
from quizapp.web.clock import now
from tests.cast import NOW


@pytest.fixture
def run(empty_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a runner of the command on a school of this test's own."""
    monkeypatch.setenv("QUIZAPP_DATA_DIR", str(empty_settings.data_dir))
    monkeypatch.setenv("QUIZAPP_DATABASE_URL", empty_settings.database_url)
    monkeypatch.setenv("QUIZAPP_PORT", "8123")
    return lambda *options: CliRunner().invoke(main, ["admin-link", *options])


def in_the_school(work: Callable[[], None]) -> None:
    app: Flask = create_app(read_settings())
    with app.app_context():
        work()
        db.session.commit()
    close(app)


def make_admin() -> None:
    db.session.add(
        User(role="admin", name="Mr Lindqvist", username="lindqvist", password_hash="$a", created_at=NOW)
    )


def test_without_an_admin_it_prints_a_link_for_the_first(run: Callable[..., Result]) -> None:
    result = run()
    assert (result.exit_code, result.stderr) == (
        0,
        "It works once, within 7 days, while the app is running.\n",
    )
    token = re.fullmatch(r"http://127\.0\.0\.1:8123/welcome/([\w-]{32})\n", result.stdout)[1]

    def check() -> None:
        link = link_for_using(token, now=now())
        assert link
        assert link.user_id is None

    in_the_school(check)


def test_with_an_admin_it_prints_none_and_says_how_to_let_one_in(run: Callable[..., Result]) -> None:
    run()
    in_the_school(make_admin)
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "quizapp admin-link --user NAME" in result.stderr


def test_it_lets_a_locked_out_admin_in_and_that_is_on_record(run: Callable[..., Result]) -> None:
    run()
    in_the_school(make_admin)
    result = run("--user", "Lindqvist")
    assert result.exit_code == 0
    assert result.stderr == "It works once, within 1 day, while the app is running.\n"

    def check() -> None:
        admin = db.session.scalars(select(User)).one()
        assert db.session.scalars(select(OneTimeLink.user_id).where(OneTimeLink.user_id == admin.id)).all()
        subjects = db.session.scalars(select(AuditEntry.subject).order_by(AuditEntry.id)).all()
        assert subjects == ["the first admin", "Mr Lindqvist"]

    in_the_school(check)


def test_a_name_that_nobody_has_is_refused(run: Callable[..., Result]) -> None:
    result = run("--user", "nobody")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "quizapp: There is no teacher or admin with the user name nobody.\n"
