"""What is true of cards whatever happened: each follows from its log."""

from collections.abc import Iterator
from itertools import groupby
from math import isclose
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from quizapp.cards.store import MEMORY, cards, entry_in, log, memory_values
from quizapp.core.cards.log import memory_of
from quizapp.core.cards.scheduling import NEW
from quizapp.core.findings import Finding

CHUNK = 2_000
EXACT = 1e-9
RESTORE = "Restore a backup from before this. What was studied is in the log, and none of that is lost."
WORDS = {
    "phase": "how far it is learnt",
    "step": "its step of being learnt",
    "stability": "how well it is remembered",
    "difficulty": "how hard it is",
    "due_at": "when it comes back",
    "last_at": "when it was seen last",
    "begun_at": "when it was begun",
    "reviews": "how often it was reviewed",
    "lapses": "how often it was forgotten",
}


def cards_follow_from_their_log(connection: Connection) -> Iterator[Finding]:
    """What is kept of each card is what its reviews leave, those taken back left out."""
    first = 0
    while True:
        rows = connection.execute(
            select(cards.c.id, cards.c.user_id, *(cards.c[name] for name in MEMORY))
            .where(cards.c.id > first)
            .order_by(cards.c.id)
            .limit(CHUNK)
        ).all()
        if not rows:
            return
        kept = connection.execute(
            select(log)
            .where(log.c.card_id > first, log.c.card_id <= rows[-1].id)
            .order_by(log.c.card_id, log.c.id)
        )
        by_card = {number: list(group) for number, group in groupby(kept, key=lambda row: row.card_id)}
        for row in rows:
            yield from _of_card(row, by_card.get(row.id, []))
        first = rows[-1].id


def _of_card(row: Any, lines: list[Any]) -> Iterator[Finding]:
    place = f"card {row.id} (student {row.user_id})"
    if any(line.user_id != row.user_id for line in lines):
        yield Finding("error", place, "Its log has a review by somebody else.", RESTORE)
    try:
        memory = memory_of(map(entry_in, lines)) if lines else NEW
    except ValueError as error:
        yield Finding("error", place, f"Its log cannot be read ({error}).", RESTORE)
        return
    for name, expected in zip(MEMORY, memory_values(memory), strict=True):
        stored = getattr(row, name)
        if not _same(stored, expected):
            yield Finding(
                "error", place, f"Its log says {expected} for {WORDS[name]}, and it has {stored}.", RESTORE
            )


def _same(stored: Any, expected: Any) -> bool:
    if isinstance(stored, float) and isinstance(expected, float):
        return isclose(stored, expected, rel_tol=EXACT)
    return bool(stored == expected)


ALL = (cards_follow_from_their_log,)
