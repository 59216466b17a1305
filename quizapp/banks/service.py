"""Banks in the database: what they hold, and how a question is made, revised and moved through its states."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import Conflict, Forbidden, NotFound

from quizapp.accounts import audit
from quizapp.accounts.models import User
from quizapp.accounts.school import second_check_wanted
from quizapp.accounts.service import fold_name
from quizapp.banks.models import (
    Bank,
    Passage,
    Question,
    QuestionEvent,
    QuestionRevision,
    QuestionWords,
    Reading,
    RevisionCite,
)
from quizapp.banks.sharing import may_edit, seen_by
from quizapp.core.bank import model as core
from quizapp.core.bank.moves import why_no_move
from quizapp.core.bank.seeking import words_of
from quizapp.core.findings import Finding, has_errors
from quizapp.extensions import db

SECOND_CHECK_MISSING = (
    "Your school wants a second person to check the key first: somebody other than the author of this "
    "revision ticks “The key is supported by the cited passage” on its page."
)

# ---- reading ----


def banks_for(user: User) -> list[Bank]:
    """Return the banks that a person sees, by title."""
    rows = db.session.scalars(select(Bank).where(seen_by(user)))
    return sorted(rows, key=lambda bank: (fold_name(bank.title), bank.id))


def bank_by_slug(slug: str) -> Bank:
    """Return the bank of that name whoever asks, or raise NotFound; pages ask `bank_for`."""
    bank = db.session.scalar(select(Bank).where(Bank.slug == slug))
    if bank is None:
        raise NotFound
    return bank


def bank_for(user: User, slug: str) -> Bank:
    """Return the bank of that name, or raise NotFound where the person does not see it."""
    bank = db.session.scalar(select(Bank).where(Bank.slug == slug, seen_by(user)))
    if bank is None:
        raise NotFound
    return bank


def bank_for_editing(user: User, slug: str) -> Bank:
    """Return the bank of that name for one who may change it; raise NotFound or Forbidden."""
    bank = bank_for(user, slug)
    if not may_edit(user, bank):
        raise Forbidden
    return bank


def question_by_slug(bank: Bank, slug: str) -> Question:
    """Return the bank's question of that name, or raise NotFound."""
    row = db.session.scalar(select(Question).where(Question.bank_id == bank.id, Question.slug == slug))
    if row is None:
        raise NotFound
    return row


def revision_by_number(row: Question, number: int) -> QuestionRevision:
    """Return that revision of a question, or raise NotFound."""
    for revision in row.revisions:
        if revision.number == number:
            return revision
    raise NotFound


def readings_of(bank: Bank) -> list[Reading]:
    """Return the readings that have passages, in the order they are shown in."""
    query = (
        select(Reading)
        .where(Reading.bank_id == bank.id, Reading.passages.any(Passage.removed_at.is_(None)))
        .order_by(Reading.position, Reading.id)
    )
    return list(db.session.scalars(query))


def reading_by_slug(bank: Bank, slug: str) -> Reading:
    """Return the bank's reading of that name, or raise NotFound where it has gone."""
    for reading in readings_of(bank):
        if reading.slug == slug:
            return reading
    raise NotFound


def passages_of(bank: Bank, reading: Reading | None = None) -> list[Passage]:
    """Return the passages that stand in the readings now, in order; of one reading if it is given."""
    query = (
        select(Passage)
        .join(Reading)
        .options(joinedload(Passage.reading))
        .where(Reading.bank_id == bank.id, Passage.removed_at.is_(None))
        .order_by(Reading.position, Reading.id, Passage.position)
    )
    if reading is not None:
        query = query.where(Reading.id == reading.id)
    return list(db.session.scalars(query))


def passage_name(passage: Passage) -> str:
    """Name a passage as citations do: `reading/passage`."""
    return f"{passage.reading.slug}/{passage.slug}"


def passage_named(bank: Bank, name: str) -> Passage | None:
    """Return the passage of that name that stands in a reading now."""
    return next((row for row in passages_of(bank) if passage_name(row) == name), None)


def approved_questions(bank: Bank, passage_ids: Collection[int] | None = None) -> list[Question]:
    """Return the approved questions, in the order they were made; only those that cite a passage given."""
    query = (
        select(Question)
        .options(
            joinedload(Question.current).selectinload(QuestionRevision.cites).joinedload(RevisionCite.passage)
        )
        .where(Question.bank_id == bank.id, Question.status == core.Status.APPROVED.value)
        .order_by(Question.id)
    )
    if passage_ids is not None:
        cited = select(RevisionCite.revision_id).where(RevisionCite.passage_id.in_(passage_ids))
        query = query.where(Question.current_id.in_(cited))
    return list(db.session.scalars(query))


def content_of(revision: QuestionRevision) -> core.Question:
    """Return the validated question of a revision."""
    question, findings = checked(revision)
    if question is None:
        raise ValueError(f"revision {revision.id} does not validate: {findings}")
    return question


def checked(revision: QuestionRevision) -> tuple[core.Question | None, list[Finding]]:
    """Return the question of a revision with what its type still finds wrong."""
    return core.read_question({"id": "stored", **revision.record})


def history_of(row: Question) -> list[QuestionRevision]:
    """Return all revisions with their authors, the newest first."""
    query = (
        select(QuestionRevision)
        .options(selectinload(QuestionRevision.author))
        .where(QuestionRevision.question_id == row.id)
        .order_by(QuestionRevision.number.desc())
    )
    return list(db.session.scalars(query))


# ---- writing ----


def add_question(
    bank: Bank, question: core.Question, *, author: User | None, now: datetime, from_file: bool = False
) -> Question:
    """Add a question with its first revision."""
    status = question.meta.status.value
    row = Question(
        bank=bank,
        slug=question.meta.id,
        status=status,
        file_digest=question.digest if from_file else None,
        file_status=status if from_file else None,
        created_at=now,
        updated_at=now,
    )
    db.session.add(row)
    db.session.flush()
    add_revision(row, question, author=author, now=now)
    return row


def add_revision(
    row: Question, question: core.Question, *, author: User | None, now: datetime, current: bool = True
) -> QuestionRevision:
    """Make what the question says now its newest revision; older ones stay as they are.

    One that is not `current` is there to grade by: the bank goes on asking what it asked.
    """
    record = {k: v for k, v in question.as_mapping().items() if k not in ("id", "status")}
    revision = QuestionRevision(
        question_id=row.id,
        number=len(row.revisions) + 1,
        type=question.meta.type,
        title=question.meta.title or question.content.prompt[:117],
        prompt=question.content.prompt,
        level=question.meta.level.value,
        difficulty=question.meta.difficulty.value,
        claim_by=question.meta.claim.by if question.meta.claim else "",
        claim_status=question.meta.claim.status.value if question.meta.claim else "",
        record=record,
        digest=question.digest,
        author_id=author.id if author else None,
        created_at=now,
        cites=[
            RevisionCite(passage_id=passage.id, position=position, digest=passage.digest)
            for position, passage in enumerate(cited_passages(row.bank, question.meta.cites))
        ],
    )
    row.revisions.append(revision)
    db.session.flush()
    if current:
        row.current = revision
        row.updated_at = now
        words = words_of(row.slug, record)
        db.session.merge(QuestionWords(question_id=row.id, **vars(words)))
    db.session.flush()
    return revision


def create_question(bank: Bank, question: core.Question, *, author: User, now: datetime) -> Question:
    """Add a question that a person wrote, as a draft, and log it."""
    draft = replace(question, meta=question.meta.model_copy(update={"status": core.Status.DRAFT}))
    row = add_question(bank, draft, author=author, now=now)
    audit.record(author, "question.create", subject_of(row), now=now, status=row.status)
    return row


def save_question(row: Question, question: core.Question, *, author: User, now: datetime) -> bool:
    """Make a revision of what an admin wrote and log it; False if it says what the current one says."""
    if _says(question) == _says(content_of(row.current)):
        return False
    revision = add_revision(row, question, author=author, now=now)
    audit.record(author, "question.edit", subject_of(row), now=now, revision=revision.number)
    return True


def keep_checks(row: Question, before: QuestionRevision) -> None:
    """Let what was checked of an earlier revision count for the current one: only its tags differ."""
    if row.current is before:
        return
    checked_at = {cite.passage_id: cite.digest for cite in before.cites}
    for cite in row.current.cites:
        cite.digest = checked_at.get(cite.passage_id, cite.digest)
    for tick in _ticks_of(before.id):
        db.session.add(
            QuestionEvent(
                question_id=row.id,
                revision_id=row.current.id,
                kind="tick",
                actor_id=tick.actor_id,
                at=tick.at,
            )
        )
    db.session.flush()


def set_status(row: Question, status: core.Status, *, actor: User, now: datetime) -> bool:
    """Move a question to another state and log it; False if it is there already.

    Raise Conflict, with the words of `why_not_moved`, for a move that is not allowed.
    """
    if row.status == status.value:
        return False
    if why := why_not_moved(row, status):
        raise Conflict(why)
    _move_and_log(row, status, actor=actor, now=now)
    return True


def approve_or_send(row: Question, *, actor: User, now: datetime) -> core.Status:
    """Approve a question, or send it to review if a second person has to check it; return where it is."""
    if not lacks_second_check(row):
        set_status(row, core.Status.APPROVED, actor=actor, now=now)
    elif row.status != core.Status.REVIEW:
        if row.status == core.Status.RETIRED:
            set_status(row, core.Status.DRAFT, actor=actor, now=now)
        set_status(row, core.Status.REVIEW, actor=actor, now=now)
    return core.Status(row.status)


def take_back_move(row: Question, event_id: int, *, actor: User, now: datetime) -> bool:
    """Undo a person's own move, whatever approving asks for; False if something was done since."""
    last = last_move(row)
    if last is None or (last.id, last.actor_id, last.revision_id) != (event_id, actor.id, row.current_id):
        return False
    _move_and_log(row, core.Status(last.before), actor=actor, now=now)
    return True


def last_move(row: Question) -> QuestionEvent | None:
    """Return the newest move of a question between states."""
    query = select(QuestionEvent).where(QuestionEvent.question_id == row.id, QuestionEvent.kind == "move")
    return db.session.scalar(query.order_by(QuestionEvent.id.desc()).limit(1))


def move(row: Question, status: core.Status, *, actor: User | None, now: datetime) -> None:
    """Put a question into a state and record who did it; nobody did where files were loaded."""
    db.session.add(
        QuestionEvent(
            question_id=row.id,
            revision_id=row.current_id,
            kind="move",
            before=row.status,
            after=status.value,
            actor_id=actor.id if actor else None,
            at=now,
        )
    )
    row.status = status.value
    row.updated_at = now
    db.session.flush()


def _move_and_log(row: Question, status: core.Status, *, actor: User, now: datetime) -> None:
    detail: dict[str, Any] = {"from": row.status, "to": status.value}
    audit.record(actor, "question.status", subject_of(row), now=now, **detail)
    move(row, status, actor=actor, now=now)


def why_not_moved(row: Question, status: core.Status) -> str:
    """Say what forbids to move a question there, or ""."""
    why = why_no_move(core.Status(row.status), status)
    if why or status is not core.Status.APPROVED:
        return why
    return why_not_approved(*checked(row.current)) or (
        SECOND_CHECK_MISSING if lacks_second_check(row) else ""
    )


def lacks_second_check(row: Question) -> bool:
    """Tell whether the school wants the key checked by a second person, and nobody has yet."""
    return second_check_wanted() and not ticks_of(row)


def ticks_of(row: Question) -> list[QuestionEvent]:
    """Return who ticked that the key of the current revision is supported by what it cites."""
    return _ticks_of(row.current_id)


def _ticks_of(revision_id: int | None) -> list[QuestionEvent]:
    query = (
        select(QuestionEvent)
        .options(joinedload(QuestionEvent.actor))
        .where(
            QuestionEvent.revision_id == revision_id,
            QuestionEvent.kind == "tick",
            QuestionEvent.taken_back_at.is_(None),
        )
        .order_by(QuestionEvent.id)
    )
    return list(db.session.scalars(query))


def why_not_approved(question: core.Question | None, findings: list[Finding]) -> str:
    """Say what forbids approval, or ""."""
    if question is None or has_errors(findings):
        return "Mend what is marked before you approve it."
    if not question.meta.cites:
        return "Cite the passage that the answer stands in before you approve it."
    return ""


def subject_of(row: Question) -> str:
    """Name a question in the log."""
    return f"{row.bank.slug}/{row.slug}"


def _says(question: core.Question) -> tuple[Any, Any]:
    meta = question.meta.model_copy(update={"id": "any", "status": core.Status.DRAFT})
    return meta, question.content


def cited_passages(bank: Bank, cites: Collection[str]) -> list[Passage]:
    """Return the passages of `reading/passage` names, leaving out those that do not resolve."""
    rows = db.session.execute(
        select(Reading.slug, Passage).join(Passage).where(Reading.bank_id == bank.id)
    ).all()
    by_name: Mapping[str, Any] = {f"{slug}/{passage.slug}": passage for slug, passage in rows}
    return [by_name[name] for name in dict.fromkeys(cites) if name in by_name]
