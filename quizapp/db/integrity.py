"""What the database says of itself: SQLite's own checks. A PostgreSQL server keeps its own."""

from collections.abc import Iterator

from sqlalchemy.engine import Connection

from quizapp.core.findings import Finding

RESTORE = "Stop the app, keep a copy of the data folder, and restore a backup: quizapp restore FILE"
MOST = 20


def pages_are_whole(connection: Connection) -> Iterator[Finding]:
    """The file is whole: every page, index and table can be read and agrees with the others."""
    if connection.dialect.name != "sqlite":
        return
    for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})").fetchall():
        if line != "ok":
            yield Finding("error", "database", f"The file is damaged: {line}", RESTORE)


def references_lead_somewhere(connection: Connection) -> Iterator[Finding]:
    """Every row that refers to another finds it."""
    if connection.dialect.name != "sqlite":
        return
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        which = f"row {row}" if row is not None else "a row"
        yield Finding("error", f"table {table}", f"{which} refers to {parent} that are not there.", RESTORE)


ALL = (pages_are_whole, references_lead_somewhere)
