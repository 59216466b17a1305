"""The database's version: made from nothing, brought up to date after a copy, refused when newer."""

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import inspect, select, text

from quizapp import create_app, paths
from quizapp.accounts.models import User
from quizapp.banks.models import Bank
from quizapp.banks.rechecking import count_to_recheck
from quizapp.classes.models import Enrolment
from quizapp.config import Settings
from quizapp.core.bank.model import digest_of
from quizapp.db.fulltext import is_part_of_index
from quizapp.db.schema import SchemaError, bring_up_to_date
from quizapp.extensions import db
from tests import cast as players
from tests.cast import NOW
from tests.conftest import close

ADD_COLOUR = 'op.add_column("users", sa.Column("colour", sa.Text))'
NEXT = '''
"""The next one."""

import sqlalchemy as sa
from alembic import op

revision = "zzzz"
down_revision = "{down}"


def upgrade() -> None:
    {body}
'''


@pytest.fixture
def empty(empty_settings: Settings) -> Iterator[Flask]:
    app = create_app(empty_settings)
    yield app
    close(app)


@pytest.fixture
def school(empty: Flask) -> Flask:
    """The cast, in a database that the migrations made."""
    bring_up_to_date(empty, now=NOW)
    with empty.app_context():
        players.make_cast()
        db.session.commit()
    return empty


@pytest.fixture
def with_next_migration(
    empty_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Flask]]:
    """Return the app of a next version, whose one new migration has the body given."""
    apps = []

    def make(body: str) -> Flask:
        folder = tmp_path / "migrations"
        shutil.copytree(paths.migrations_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
        newest = sorted((folder / "versions").glob("*.py"))[-1]
        (folder / "versions" / "zzzz_next.py").write_text(NEXT.format(down=newest.name[:4], body=body))
        monkeypatch.setattr(paths, "migrations_dir", lambda: folder)
        apps.append(create_app(empty_settings))
        return apps[0]

    yield make
    for app in apps:
        close(app)


def test_the_migrations_make_what_the_models_say(empty: Flask) -> None:
    assert bring_up_to_date(empty, now=NOW) is None
    opts = {"compare_type": True, "include_name": lambda name, *_: not is_part_of_index(name)}
    with empty.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, db.metadata) == []


def test_a_foreign_key_has_the_name_by_which_a_later_migration_finds_it(empty: Flask) -> None:
    bring_up_to_date(empty, now=NOW)
    with empty.app_context():
        made, say = inspect(db.engine), db.engine.dialect.identifier_preparer.format_constraint
        for table in db.metadata.sorted_tables:
            there = {key["name"] for key in made.get_foreign_keys(table.name)}
            assert there == {say(key) for key in table.foreign_key_constraints}, table.name


def test_a_database_that_is_up_to_date_is_left_alone(school: Flask, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert bring_up_to_date(school, now=NOW) is None
    assert sorted(tmp_path.iterdir()) == before


def test_the_migrations_can_be_undone_to_nothing(school: Flask) -> None:
    with school.app_context():
        downgrade(directory=str(paths.migrations_dir()), revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]


def test_a_bank_of_before_flashcards_gets_an_empty_glossary_and_timeline(school: Flask) -> None:
    with school.app_context():
        downgrade(directory=str(paths.migrations_dir()), revision="0001")
        db.session.remove()
    bring_up_to_date(school, now=NOW)
    with school.app_context():
        (bank,) = db.session.scalars(select(Bank))
        assert (bank.slug, bank.glossary, bank.timeline) == ("library", [], [])


def test_citations_of_before_the_review_count_as_checked(school: Flask) -> None:
    with school.app_context():
        downgrade(directory=str(paths.migrations_dir()), revision="0003")
        in_lines = "The library\nopens at nine."
        change = text("UPDATE passages SET text = :text, digest = :digest WHERE slug = 'hours'")
        with db.engine.begin() as connection:
            connection.execute(change, {"text": in_lines, "digest": digest_of(in_lines)})
        db.session.remove()
    bring_up_to_date(school, now=NOW)
    with school.app_context():
        bank = db.session.scalars(select(Bank)).one()
        hours, _ = bank.readings[0].passages
        assert hours.digest == digest_of("The library opens at nine.")
        assert count_to_recheck(bank) == 0


def test_a_newer_database_is_refused_in_words(school: Flask) -> None:
    with school.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffff'"))
    with pytest.raises(SchemaError, match="written by a newer version of Quizapp: install that version"):
        bring_up_to_date(school, now=NOW)


@pytest.mark.sqlite_only("a PostgreSQL server has no file of ours")
def test_a_file_that_is_no_database_is_refused_in_words(empty: Flask, tmp_path: Path) -> None:
    (tmp_path / "quizapp.sqlite3").write_text("These are my holiday notes. " * 40)
    with pytest.raises(SchemaError, match="cannot be opened"):
        bring_up_to_date(empty, now=NOW)


@pytest.mark.sqlite_only("on PostgreSQL its own pg_dump makes the copy")
def test_an_old_database_is_copied_before_it_is_migrated(
    school: Flask, with_next_migration: Callable[[str], Flask]
) -> None:
    migrated = bring_up_to_date(with_next_migration(ADD_COLOUR), now=NOW)
    assert migrated is not None
    copy = migrated.copy
    assert copy is not None
    assert copy.name.startswith("quizapp-before-migration-20260914-090000-")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM users WHERE role = 'student'").fetchone() == (4,)
        assert (
            "colour"
            not in connection.execute("SELECT sql FROM sqlite_master WHERE name = 'users'").fetchone()[0]
        )
    connection.close()
    with school.app_context():
        assert "colour" in {column["name"] for column in inspect(db.engine).get_columns("users")}


def test_an_old_database_is_brought_up_to_date_with_what_is_in_it(
    school: Flask, with_next_migration: Callable[[str], Flask]
) -> None:
    assert bring_up_to_date(with_next_migration(ADD_COLOUR), now=NOW) is not None
    with school.app_context():
        assert "colour" in {column["name"] for column in inspect(db.engine).get_columns("users")}
        assert db.session.query(User).count() == 7


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    school: Flask, with_next_migration: Callable[[str], Flask]
) -> None:
    app = with_next_migration(
        'op.add_column("users", sa.Column("colour", sa.Text)); op.drop_table("nowhere")'
    )
    with pytest.raises(SchemaError, match="is as it was"):
        bring_up_to_date(app, now=NOW)
    with school.app_context():
        assert "colour" not in {column["name"] for column in inspect(db.engine).get_columns("users")}
        assert db.session.query(User).count() == 7


@pytest.mark.sqlite_only("PostgreSQL alters a table where it stands")
def test_remaking_a_table_keeps_the_rows_that_refer_to_it(
    school: Flask, with_next_migration: Callable[[str], Flask]
) -> None:
    bring_up_to_date(
        with_next_migration('with op.batch_alter_table("users", recreate="always"): pass'), now=NOW
    )
    with school.app_context():
        assert db.session.query(Enrolment).count() == 4


@pytest.mark.sqlite_only("PostgreSQL keeps its foreign keys on during a migration")
def test_a_migration_that_leaves_rows_without_their_person_is_undone(
    school: Flask, with_next_migration: Callable[[str], Flask]
) -> None:
    with pytest.raises(SchemaError, match="refer to nothing"):
        bring_up_to_date(with_next_migration('op.execute("DELETE FROM users")'), now=NOW)
    with school.app_context():
        assert db.session.query(User).count() == 7
