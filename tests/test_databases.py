"""Each test finds its database as the cast left it, whatever the test before did with it."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import TextClause, create_engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from tests.cast import Cast
from tests.databases import Databases

NAMES = text("SELECT name FROM users ORDER BY id")
ENTRY = text(
    "INSERT INTO audit_entries (at, act, subject, detail) VALUES ('2026-09-14', 'a', 'b', '{}') RETURNING id"
)
ENROLLED = text("SELECT count(*) FROM enrolments")


def do(url: str, statement: TextClause) -> list[Any]:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        result = connection.execute(statement)
        return list(result.scalars()) if result.returns_rows else []


@pytest.mark.parametrize(
    "spoils",
    [
        "DELETE FROM enrolments",
        "UPDATE users SET name = 'Nobody'",
        "ALTER TABLE users RENAME TO lost",
        "ALTER TABLE users RENAME COLUMN name TO lost",
        "CREATE TABLE users_more (id INTEGER)",
    ],
)
def test_what_a_test_does_to_its_database_is_gone_for_the_next(
    databases: Databases, stage: tuple[str, Cast], tmp_path: Path, spoils: str
) -> None:
    url = databases.fresh(tmp_path, stage[0])
    names, first = do(url, NAMES), do(url, ENTRY)
    do(url, text(spoils))
    assert databases.fresh(tmp_path, stage[0]) == url
    assert do(url, NAMES) == names
    assert do(url, ENROLLED) == do(stage[0], ENROLLED)
    assert do(url, ENTRY) == first
    with pytest.raises(DatabaseError):
        do(url, text("SELECT id FROM users_more"))
