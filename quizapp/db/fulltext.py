"""Full text in either database, over a plain table of words: SQLite's FTS5, PostgreSQL's tsvector.

The table has an integer key and the columns of WEIGHTS, whose words are parted by spaces and hold
nothing but letters and figures. The database itself keeps the index true when a row changes.
"""

from collections.abc import Iterable

from sqlalchemy import DDL, Table, event, text
from sqlalchemy.engine import Connection

from quizapp.core.bank.seeking import Phrase

# What a hit counts in each column: FTS5's factor, PostgreSQL's letter.
WEIGHTS = {"title": (8.0, "A"), "prompt": (4.0, "B"), "rest": (1.0, "D")}
SUFFIX = "_fts"


def statements(table: str, key: str, dialect: str) -> list[str]:
    """Return the SQL that gives a table of words its index."""
    index, names = table + SUFFIX, ", ".join(WEIGHTS)
    if dialect == "postgresql":
        return [f"CREATE INDEX {index} ON {table} USING gin (({_vector()}))"]
    new, old = (", ".join(f"{row}.{name}" for name in (key, *WEIGHTS)) for row in ("new", "old"))
    # FTS5 keeps no copy of the words, so it must be told what stood in a row that goes.
    take = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', {old});"  # noqa: S608
    give = f"INSERT INTO {index} (rowid, {names}) VALUES ({new});"  # noqa: S608
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table}', content_rowid='{key}')",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {give} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {take} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE ON {table} BEGIN {take} {give} END",
    ]


def keep_index(table: Table, key: str) -> None:
    """Have the index made whenever the table is."""
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, key, dialect):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))


def is_part_of_index(name: str | None) -> bool:
    """Tell whether a table or an index belongs to a full text index, and so to no model."""
    return f"{SUFFIX}_" in f"{name}_"


def find(
    connection: Connection, table: str, key: str, phrases: Iterable[Phrase], *, every: bool
) -> dict[int, float]:
    """Return the rows that hold every phrase, or any, with their rank: the lowest fits best."""
    # A phrase holds letters and figures only: nothing in it is syntax to either database.
    index = table + SUFFIX
    if connection.dialect.name == "postgresql":
        query = (" & " if every else " | ").join(_for_postgresql(phrase) for phrase in phrases)
        sql = (
            f"SELECT {key}, -ts_rank({_vector()}, to_tsquery('simple', :query)) FROM {table} "  # noqa: S608
            f"WHERE {_vector()} @@ to_tsquery('simple', :query)"
        )
    else:
        query = (" AND " if every else " OR ").join(_for_fts5(phrase) for phrase in phrases)
        factors = ", ".join(str(factor) for factor, _ in WEIGHTS.values())
        sql = f"SELECT rowid, bm25({index}, {factors}) FROM {index} WHERE {index} MATCH :query"  # noqa: S608
    return {row[0]: row[1] for row in connection.execute(text(sql), {"query": query})}


def _vector() -> str:
    return " || ".join(
        f"setweight(to_tsvector('simple', {name}), '{letter}')" for name, (_, letter) in WEIGHTS.items()
    )


def _for_fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"{" *" if phrase.prefix else ""}'


def _for_postgresql(phrase: Phrase) -> str:
    words = " <-> ".join(f"'{word}'" for word in phrase.words)
    return f"({words}{':*' if phrase.prefix else ''})"
