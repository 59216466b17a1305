"""A person's own document on its way to become a bank: kept as an import until it is saved whole."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from quizapp.accounts import audit
from quizapp.accounts.models import User
from quizapp.banks.editing import slug_of
from quizapp.banks.models import Bank, Passage, Reading
from quizapp.banks.unfinished_models import Import
from quizapp.core.documents.blocks import Block, title_of
from quizapp.core.documents.passages import Section, as_text, passages_of, sections_of
from quizapp.extensions import db

READING = "text"
SOURCE = "document"
MOST_WAITING = 5
"""Imports that one person may have under way; the oldest give way."""


def begin_import(blocks: Sequence[Block], *, title: str, owner: User, now: datetime) -> Import:
    """Keep a document that was read; `title` is used where the document has none."""
    waiting = select(Import.id).where(Import.owner_id == owner.id).order_by(Import.id.desc())
    kept = list(db.session.scalars(waiting.limit(MOST_WAITING - 1)))
    db.session.execute(delete(Import).where(Import.owner_id == owner.id, Import.id.not_in(kept)))
    row = Import(
        owner_id=owner.id,
        title=(title_of(list(blocks)) or title)[:200],
        blocks=[asdict(block) for block in blocks],
        created_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def import_for(user: User, import_id: int) -> Import:
    """Return a person's own import, or raise NotFound."""
    row = db.session.get(Import, import_id)
    if row is None or row.owner_id != user.id:
        raise NotFound
    return row


def blocks_in(row: Import) -> list[Block]:
    """Return the blocks of an import as they were read."""
    return [Block(**block) for block in row.blocks]


def ticked_in(row: Import) -> dict[str, set[int]]:
    """Return the places of the blocks to "remove" and to "edit": as decided, else as proposed."""
    if row.decided is not None:
        return {name: set(places) for name, places in row.decided.items()}
    blocks = list(enumerate(blocks_in(row)))
    return {
        "remove": {place for place, block in blocks if block.remove},
        "edit": {place for place, block in blocks if block.edited is not None},
    }


def decide(row: Import, *, removed: Collection[int], mended: Collection[int]) -> None:
    """Make the text to edit of the blocks that are kept; blocks are named by their places from 0."""
    kept = [
        replace(block, text=block.edited) if place in mended and block.edited is not None else block
        for place, block in enumerate(blocks_in(row))
        if place not in removed
    ]
    row.decided = {"remove": sorted(removed), "edit": sorted(mended)}
    row.title = title_of([replace(block, edited=None) for block in kept])[:200] or row.title
    row.text = as_text(sections_of(kept))
    db.session.flush()


def save_bank(
    row: Import, sections: Sequence[Section], *, title: str, note: str, owner: User, now: datetime
) -> Bank:
    """Make a bank of a person's own with one reading, and end the import."""
    bank = Bank(slug=_free_slug(title, owner), title=title, owner_id=owner.id, created_at=now)
    bank.meta = {
        "id": bank.slug,
        "title": title,
        "sources": [{"id": SOURCE, "title": title, "publisher": "", "kind": "", "note": ""}],
        "readings": [READING],
    }
    reading = Reading(bank=bank, slug=READING, title=title, source=SOURCE, note=note, position=1)
    reading.passages = [
        Passage(
            slug=passage.id,
            number=passage.number,
            section=passage.section,
            text=passage.text,
            digest=passage.digest,
            sources=list(passage.sources),
            position=position,
        )
        for position, passage in enumerate(passages_of(sections, SOURCE, blocks_in(row)), 1)
    ]
    db.session.add(bank)
    db.session.delete(row)
    db.session.flush()
    audit.record(owner, "bank.import", f"bank {bank.slug}", now=now, passages=len(reading.passages))
    return bank


def _free_slug(title: str, owner: User) -> str:
    """Name a bank so that no bank from files, now or later, has the name."""
    base = f"own-{owner.id}-{slug_of(title)[:40].strip('-') or 'text'}"
    slug, number = base, 2
    while db.session.scalar(select(Bank.id).where(Bank.slug == slug)) is not None:
        slug, number = f"{base}-{number}", number + 1
    return slug
