"""What is true of a bank whatever happened: each a small function that yields what breaks it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.engine import Connection

from quizapp.banks.models import Bank, Passage, Question, QuestionRevision, Reading
from quizapp.core.bank.model import digest_of, read_question
from quizapp.core.findings import Finding

RESTORE = "Restore a backup, or write the question anew: its attempts keep what they asked."


def revisions_say_what_was_written(connection: Connection) -> Iterator[Finding]:
    """A revision never changes: its record has the digest it was stored with, and can be read."""
    rows = connection.execute(
        select(QuestionRevision.id, Question.slug, QuestionRevision.record, QuestionRevision.digest)
        .join_from(QuestionRevision, Question, QuestionRevision.question_id == Question.id)
        .order_by(QuestionRevision.id)
    )
    for number, slug, record, digest in rows:
        place = f"question {slug}, revision {number}"
        if digest_of(record) != digest:
            yield Finding("error", place, "It is not what was written: its digest is another.", RESTORE)
        elif read_question({"id": "stored", **record})[0] is None:
            yield Finding("error", place, "It cannot be read as a question.", RESTORE)


def current_revisions_are_their_own(connection: Connection) -> Iterator[Finding]:
    """What a question says now is one of its own revisions."""
    rows = connection.execute(
        select(Question.slug, Question.current_id, QuestionRevision.question_id == Question.id)
        .join_from(Question, QuestionRevision, Question.current_id == QuestionRevision.id, isouter=True)
        .order_by(Question.id)
    )
    for slug, current, own in rows:
        if not own:
            said = f"Revision {current} is another's." if current else "It has no revision."
            yield Finding("error", f"question {slug}", said, RESTORE)


def citations_lead_to_passages(connection: Connection) -> Iterator[Finding]:
    """Each passage that a question cites is in its bank."""
    known = {
        (bank, f"{reading}/{passage}")
        for bank, reading, passage in connection.execute(
            select(Reading.bank_id, Reading.slug, Passage.slug).join_from(
                Reading, Passage, Passage.reading_id == Reading.id
            )
        )
    }
    rows = connection.execute(
        select(Bank.id, Bank.slug, Question.slug, QuestionRevision.id, QuestionRevision.record)
        .join_from(QuestionRevision, Question, QuestionRevision.question_id == Question.id)
        .join(Bank, Question.bank_id == Bank.id)
        .order_by(QuestionRevision.id)
    )
    for bank, bank_slug, slug, revision, record in rows:
        for cite in record.get("cites", ()):
            if (bank, cite) not in known:
                yield Finding(
                    "warning",
                    f"question {bank_slug}/{slug}, revision {revision}",
                    f"It cites {cite}, which is not in its bank.",
                    "Cite another passage, or load the bank's files again: quizapp bank load",
                )


ALL = (revisions_say_what_was_written, current_revisions_are_their_own, citations_lead_to_passages)
