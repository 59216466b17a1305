"""A passage of a person's own document, mended after it was saved: what cites it is to be checked again."""

from datetime import datetime

from werkzeug.exceptions import NotFound

from quizapp.accounts import audit
from quizapp.accounts.models import User
from quizapp.banks.models import Bank, Passage
from quizapp.banks.rechecking import keep_version
from quizapp.core.bank.model import digest_of
from quizapp.core.documents.passages import read_text
from quizapp.extensions import db

ONE_PASSAGE = "This is to be one passage: take out blank lines and lines that begin with #."


def own_passage(bank: Bank, passage_id: int) -> Passage:
    """Return a passage of a person's own document, or raise NotFound: others are changed in their files."""
    row = db.session.get(Passage, passage_id)
    if row is None or row.reading.bank_id != bank.id or bank.owner_id is None:
        raise NotFound
    return row


def why_no_passage(text: str) -> str:
    """Say why a text cannot stand as one passage, or ""."""
    sections, findings = read_text(text)
    if findings:
        return f"{findings[0].message} {findings[0].hint}".strip()
    one = len(sections) == 1 and len(sections[0].passages) == 1 and not text.lstrip().startswith("#")
    return "" if one else ONE_PASSAGE


def mend(passage: Passage, text: str, *, actor: User, now: datetime) -> bool:
    """Change what a passage says, and log it; False if it says that already."""
    if text == passage.text:
        return False
    keep_version(passage, now=now)
    passage.text, passage.digest = text, digest_of(text)
    _log(passage, "passage.edit", actor, now)
    return True


def take_out(passage: Passage, *, actor: User, now: datetime) -> None:
    """Take a passage out of its reading; what cites it keeps it."""
    passage.removed_at = now
    _log(passage, "passage.remove", actor, now)


def put_back(passage: Passage, *, actor: User, now: datetime) -> None:
    """Put a passage that was taken out back in its place."""
    passage.removed_at = None
    _log(passage, "passage.restore", actor, now)


def _log(passage: Passage, what: str, actor: User, now: datetime) -> None:
    db.session.flush()
    audit.record(actor, what, f"bank {passage.reading.bank.slug}", now=now, passage=passage.number)
