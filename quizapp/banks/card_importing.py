"""Flashcards from a file on their way into a bank: read, looked at, taken in, taken back."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection
from werkzeug.exceptions import NotFound

from quizapp.accounts import audit
from quizapp.accounts.models import User
from quizapp.banks.flashcards import (
    add_cards,
    card_of,
    flashcards_of,
    is_made_here,
    remove_card,
    write_card,
)
from quizapp.banks.models import Bank, Flashcard
from quizapp.banks.service import passage_name, passages_of
from quizapp.banks.unfinished_models import CardImport
from quizapp.core.bank import model as core
from quizapp.core.formats.anki import guid_of
from quizapp.core.formats.cards import CardsRead, Outcome, Standing, Step, as_json, from_json, plan
from quizapp.extensions import db

MOST_KEPT = 5
"""Imports kept of one person; the oldest give way."""


def begin(
    connection: Connection, bank_id: int, read: CardsRead, *, name: str, owner_id: int, now: datetime
) -> int:
    """Keep what was read of a file, to be looked at, and return its number; the bank stays as it is."""
    table = cast(Table, CardImport.__table__)
    mine = table.c.owner_id == owner_id
    kept = select(table.c.id).where(mine).order_by(table.c.id.desc()).limit(MOST_KEPT - 1)
    numbers = connection.execute(kept).scalars().all()
    connection.execute(table.delete().where(mine, table.c.id.not_in(numbers)))
    values = {"name": name[:200], "rows": as_json(read), "notes": list(read.notes), "done": []}
    added = table.insert().values(bank_id=bank_id, owner_id=owner_id, created_at=now, **values)
    return int(connection.execute(added.returning(table.c.id)).scalar_one())


def import_for(user: User, bank: Bank, number: int, *, lock: bool = False) -> CardImport:
    """Return a person's own import into a bank, or raise NotFound; `lock` holds off a second click."""
    query = select(CardImport).where(
        CardImport.id == number, CardImport.bank_id == bank.id, CardImport.owner_id == user.id
    )
    row = db.session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound
    return row


def steps_of(bank: Bank, row: CardImport) -> list[Step]:
    """Say what each row would do to the bank as it is now."""
    return plan(from_json(row.rows), standing_of(bank))


def standing_of(bank: Bank) -> Standing:
    """Return what rows meet in a bank."""
    rows = flashcards_of(bank)
    return Standing(
        bank=bank.slug,
        cards={row.slug: card_of(row) for row in rows},
        changeable={row.slug for row in rows if is_made_here(row)},
        keys={f"guid:{guid_of(bank.slug, row.slug)}": row.slug for row in rows},
        passages={passage_name(passage) for passage in passages_of(bank)},
        objectives={objective["id"] for objective in bank.meta.get("objectives", [])},
    )


def fingerprint(steps: Iterable[Step]) -> str:
    """Return what changes when any step does: whoever agrees to the steps agrees to these."""
    told = [[s.row.place, s.outcome.value, s.card and s.card.id, s.card and s.card.digest] for s in steps]
    return core.digest_of(told)


def take_in(bank: Bank, row: CardImport, steps: list[Step], *, approve: bool, now: datetime) -> None:
    """Do what the steps say, all of it or nothing, and keep how to take it back."""
    status = core.Status.APPROVED if approve else core.Status.DRAFT
    came = [_with(step.card, status) for step in steps if step.outcome is Outcome.NEW]
    changed = [_with(step.card, status) for step in steps if step.outcome is Outcome.CHANGED]
    add_cards(bank, came, now=now)
    done: list[list[Any]] = [[card.id, None, None, card.digest, status.value] for card in came]
    rows = _rows(bank)
    for card in changed:
        standing = rows[card.id]
        done.append([card.id, standing.record, standing.status, card.digest, status.value])
        write_card(standing, card, now=now)
    row.done, row.rows, row.applied_at = done, [], now
    db.session.flush()
    owner = db.session.get_one(User, row.owner_id)
    audit.record(
        owner,
        "card.import",
        f"bank {bank.slug}",
        now=now,
        new=len(came),
        changed=len(changed),
        status=status.value,
    )


def undo(bank: Bank, row: CardImport, *, now: datetime) -> tuple[int, list[Flashcard]]:
    """Put the cards back as they were; return how many, and those that were changed since and stay."""
    back, left = 0, []
    rows = _rows(bank)
    for slug, before, status, digest, came_as in row.done:
        standing = rows.get(slug)
        if standing is None:
            continue
        if (standing.digest, standing.status) != (digest, came_as):
            left.append(standing)
            continue
        back += 1
        if before is None:
            remove_card(standing, now=now)
        else:
            card = core.Flashcard.model_validate({**before, "id": slug, "status": status})
            write_card(standing, card, now=now)
    row.undone_at = now
    db.session.flush()
    owner = db.session.get_one(User, row.owner_id)
    audit.record(owner, "card.import_undone", f"bank {bank.slug}", now=now, cards=back)
    return back, left


def counts_of(steps: Iterable[Step]) -> Counter[str]:
    """Count the steps by their outcome."""
    return Counter(step.outcome.value for step in steps)


def _rows(bank: Bank) -> dict[str, Flashcard]:
    return {row.slug: row for row in flashcards_of(bank)}


def _with(card: core.Flashcard | None, status: core.Status) -> core.Flashcard:
    assert card is not None
    return card.model_copy(update={"status": status})
