"""A unit's files into the database: whatever was loaded before, afterwards it says what the files say."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from quizapp.banks.flashcards import write_card
from quizapp.banks.models import Bank, Flashcard, Passage, Question, Reading
from quizapp.banks.rechecking import keep_version
from quizapp.banks.service import add_question, add_revision, move, passage_name
from quizapp.core.bank import model as core
from quizapp.extensions import db


@dataclass
class LoadReport:
    """What a load did: the ids of questions and flashcards, and of passages as `reading/passage`."""

    bank: Bank
    added: list[str] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    """Edited in the app since they were loaded, and therefore left alone."""
    passages_added: list[str] = field(default_factory=list)
    passages_changed: list[str] = field(default_factory=list)
    passages_removed: list[str] = field(default_factory=list)
    flashcards_added: list[str] = field(default_factory=list)
    flashcards_revised: list[str] = field(default_factory=list)
    flashcards_unchanged: list[str] = field(default_factory=list)
    glossary_terms: int = 0
    timeline_entries: int = 0

    def lines(self, title: str) -> list[str]:
        """Say what was done, to be printed."""
        lines = [
            f"{title}: questions: {len(self.added)} added, {len(self.revised)} revised, "
            f"{len(self.unchanged)} unchanged, {len(self.conflicts)} left alone."
        ]
        cards = (self.flashcards_added, self.flashcards_revised, self.flashcards_unchanged)
        if any(cards):
            added, revised, unchanged = map(len, cards)
            lines.append(f"  Flashcards: {added} added, {revised} revised, {unchanged} unchanged.")
        for what, count in (
            ("Terms of the glossary", self.glossary_terms),
            ("Entries of the timeline", self.timeline_entries),
        ):
            if count:
                lines.append(f"  {what}: {count}")
        if self.passages_added:
            lines.append(f"  Passages added: {len(self.passages_added)}")
        for what, names in (("changed", self.passages_changed), ("removed", self.passages_removed)):
            if names:
                lines.append(f"  Passages {what}: {', '.join(names)}")
        for name in self.conflicts:
            lines.append(
                f"  {name} was edited in the app since it was loaded, so it was left alone. "
                "Load with --force to replace it; its revisions are kept."
            )
        return lines


def load_unit_into_db(unit: core.Unit, now: datetime, force: bool = False) -> LoadReport:
    """Load a checked unit; with `force` also over what was edited in the app. The caller commits.

    `unit.quizzes` are loaded by quizzes.ready_made, which stands above the banks.
    """
    report = LoadReport(_load_bank(unit, now))
    _load_readings(report, unit, now)
    rows = {
        row.slug: row
        for row in db.session.scalars(select(Question).where(Question.bank_id == report.bank.id))
    }
    for question in unit.questions:
        row = rows.get(question.meta.id)
        if row is None:
            add_question(report.bank, question, author=None, now=now, from_file=True)
            report.added.append(question.meta.id)
        else:
            _load_question(report, row, question, now, force)
    _load_flashcards(report, unit, now)
    report.glossary_terms, report.timeline_entries = len(unit.glossary), len(unit.timeline)
    db.session.flush()
    return report


def _load_bank(unit: core.Unit, now: datetime) -> Bank:
    bank = db.session.scalar(select(Bank).where(Bank.slug == unit.meta.id))
    if bank is None:
        bank = Bank(slug=unit.meta.id, created_at=now)
        db.session.add(bank)
    bank.title = unit.meta.title
    bank.meta = unit.meta.model_dump(mode="json")
    bank.glossary = [term.model_dump(mode="json") for term in unit.glossary]
    bank.timeline = [entry.model_dump(mode="json") for entry in unit.timeline]
    db.session.flush()
    return bank


def _load_question(
    report: LoadReport, row: Question, question: core.Question, now: datetime, force: bool
) -> None:
    edited = row.current.digest != row.file_digest
    same = row.current.digest == question.digest
    if edited and not same and not force:
        report.conflicts.append(row.slug)
        return
    if same:
        report.unchanged.append(row.slug)
    else:
        add_revision(row, question, author=None, now=now)
        report.revised.append(row.slug)
    row.file_digest = question.digest
    # A status set in the app, such as retired, outlives the file; it has no revision to keep it.
    # A second person's check is not asked for: what is in files is reviewed where the files are kept.
    if row.status != question.meta.status.value and (row.status == row.file_status or force):
        move(row, question.meta.status, actor=None, now=now)
    row.file_status = question.meta.status.value


def _load_flashcards(report: LoadReport, unit: core.Unit, now: datetime) -> None:
    rows = {
        row.slug: row
        for row in db.session.scalars(select(Flashcard).where(Flashcard.bank_id == report.bank.id))
    }
    for card in unit.flashcards:
        row = rows.get(card.id)
        if row is not None and (row.digest, row.status) == (card.digest, card.status.value):
            report.flashcards_unchanged.append(card.id)
            continue
        (report.flashcards_revised if row else report.flashcards_added).append(card.id)
        if row is None:
            row = Flashcard(bank=report.bank, slug=card.id, created_at=now)
        write_card(row, card, now=now)


def _load_readings(report: LoadReport, unit: core.Unit, now: datetime) -> None:
    bank = report.bank
    readings = {
        row.slug: row for row in db.session.scalars(select(Reading).where(Reading.bank_id == bank.id))
    }
    named = set()
    for position, reading in enumerate(unit.readings, 1):
        row = readings.get(reading.id)
        if row is None:
            row = Reading(bank=bank, slug=reading.id)
            db.session.add(row)
        row.title, row.source, row.note = reading.title, reading.source, reading.note
        row.position = position
        db.session.flush()
        known = {passage.slug: passage for passage in row.passages}
        for place, passage in enumerate(reading.passages, 1):
            _load_passage(report, row, known.get(passage.id), passage, place, now)
            named.add((reading.id, passage.id))
    for row in readings.values():
        for standing in row.passages:
            if (row.slug, standing.slug) not in named and standing.removed_at is None:
                standing.removed_at = now
                report.passages_removed.append(passage_name(standing))
    db.session.flush()


def _load_passage(
    report: LoadReport,
    reading: Reading,
    row: Passage | None,
    passage: core.Passage,
    place: int,
    now: datetime,
) -> None:
    name = f"{reading.slug}/{passage.id}"
    if row is None:
        row = Passage(reading_id=reading.id, slug=passage.id)
        db.session.add(row)
        report.passages_added.append(name)
    else:
        if row.removed_at is not None:
            row.removed_at = None
            report.passages_added.append(name)
        elif row.digest != passage.digest:
            report.passages_changed.append(name)
        if row.digest != passage.digest:
            keep_version(row, now=now)
    row.number, row.section, row.position = passage.number, passage.section, place
    row.text, row.digest, row.sources = passage.text, passage.digest, list(passage.sources)
