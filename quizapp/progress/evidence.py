"""What a student answered, question by question: what mastery of passages and objectives rests on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Bank, Passage, Question, QuestionRevision, Reading, RevisionCite
from quizapp.core.attempts.scoring import Treatment
from quizapp.core.qtypes.base import Mark
from quizapp.core.statistics.items import Fraction, mark_of
from quizapp.core.statistics.mastery import Mastery, mastery
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentSlot, Quiz

ObjectiveKey = tuple[int, str]
"""A bank's id and the objective's own."""


@dataclass(frozen=True)
class Evidence:
    """One answer that was handed in and graded. `number` is the question's in the order shown."""

    question: int
    at: datetime
    points: float
    fraction: Fraction
    assignment_id: int
    attempt_id: int
    slot: int
    number: int
    quiz: str
    title: str
    passages: tuple[int, ...]
    objectives: tuple[ObjectiveKey, ...]

    @property
    def mark(self) -> Mark:
        return mark_of(self.fraction)


@dataclass(frozen=True)
class Known:
    """A passage or an objective with how well it is known; None where nobody asked about it."""

    subject: Passage | str
    mastery: Mastery[Evidence] | None


@dataclass(frozen=True)
class Sheet:
    """What is known of one bank: its title, its readings with their passages, its objectives."""

    bank: Bank
    readings: tuple[tuple[Reading, tuple[Known, ...]], ...]
    objectives: tuple[Known, ...]

    @property
    def passages(self) -> tuple[Known, ...]:
        return tuple(known for _, passages in self.readings for known in passages)

    @cached_property
    def sections(self) -> tuple[tuple[Reading, tuple[Known, ...]], ...]:
        """Return each reading with its sections by their titles: fewer than passages, and plainer words."""
        return tuple((reading, _sections(passages)) for reading, passages in self.readings)


def evidence_of(attempt_ids: Collection[int]) -> list[Evidence]:
    """Return every graded answer of attempts that were handed in, the oldest attempt first.

    Nothing of a question that was dropped or gave everyone its points, and nothing that waits to be
    marked. Whose attempts these are, and what may be shown of them, is for the caller to see to.
    """
    rows = db.session.execute(
        select(
            Attempt.id,
            Attempt.assignment_id,
            Attempt.submitted_at,
            Attempt.layout,
            Attempt.vector,
            Attempt.unmarked,
            Quiz.title,
        )
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .where(Attempt.id.in_(list(attempt_ids)), Attempt.submitted_at.is_not(None))
        .order_by(Attempt.submitted_at, Attempt.id)
    ).all()
    rules = _rules({row.assignment_id for row in rows})
    about = _about({revision for row in rows for _, revision in row.layout})
    waiting = _answered_slots([row.id for row in rows if row.unmarked])
    found = []
    for row in rows:
        numbers = {slot: number for number, (slot, _) in enumerate(row.layout, 1)}
        for (slot, revision), fraction in zip(sorted(row.layout), row.vector, strict=True):
            points, treatment = rules[row.assignment_id].get(slot, (1.0, Treatment.NORMAL))
            waits = fraction is None and (row.id, slot) in waiting
            if treatment is not Treatment.NORMAL or waits:
                continue
            question, title, passages, objectives = about[revision]
            found.append(
                Evidence(
                    question,
                    row.submitted_at,
                    points,
                    fraction,
                    row.assignment_id,
                    row.id,
                    slot,
                    numbers[slot],
                    row.title,
                    title,
                    passages,
                    objectives,
                )
            )
    return found


def _rules(assignment_ids: Collection[int]) -> dict[int, dict[int, tuple[float, Treatment]]]:
    found: dict[int, dict[int, tuple[float, Treatment]]] = {number: {} for number in assignment_ids}
    columns = (
        AssignmentSlot.assignment_id,
        AssignmentSlot.slot,
        AssignmentSlot.points,
        AssignmentSlot.treatment,
    )
    query = select(*columns).where(AssignmentSlot.assignment_id.in_(assignment_ids))
    for assignment_id, slot, points, treatment in db.session.execute(query):
        found[assignment_id][slot] = (points, Treatment(treatment))
    return found


About = tuple[int, str, tuple[int, ...], tuple[ObjectiveKey, ...]]


def _about(revision_ids: Collection[int]) -> dict[int, About]:
    """Return the question of each revision, its title, the passages it cites, its objectives."""
    cited: dict[int, list[int]] = {}
    for revision_id, passage_id in db.session.execute(
        select(RevisionCite.revision_id, RevisionCite.passage_id)
        .where(RevisionCite.revision_id.in_(revision_ids))
        .order_by(RevisionCite.position)
    ):
        cited.setdefault(revision_id, []).append(passage_id)
    rows = db.session.execute(
        select(
            QuestionRevision.id,
            QuestionRevision.question_id,
            QuestionRevision.title,
            QuestionRevision.prompt,
            QuestionRevision.record,
            Question.bank_id,
        )
        .join(Question, Question.id == QuestionRevision.question_id)
        .where(QuestionRevision.id.in_(revision_ids))
    )
    return {
        row.id: (
            row.question_id,
            row.title or row.prompt[:117],
            tuple(cited.get(row.id, ())),
            tuple((row.bank_id, name) for name in row.record.get("objectives", ())),
        )
        for row in rows
    }


def _answered_slots(attempt_ids: Collection[int]) -> set[tuple[int, int]]:
    rows = db.session.execute(
        select(Answer.attempt_id, Answer.slot).where(
            Answer.attempt_id.in_(attempt_ids), Answer.response.is_not(None)
        )
    )
    return {(attempt_id, slot) for attempt_id, slot in rows}


# ---- laid over the readings


def sheets_of(about_passages: Iterable[Evidence], about_objectives: Iterable[Evidence]) -> list[Sheet]:
    """Return mastery by bank, in the order of the readings, of what was asked about.

    Passages and objectives may rest on different answers: a student may see less of the ones.
    """
    by_passage: dict[int, list[Evidence]] = {}
    for one in about_passages:
        for passage in dict.fromkeys(one.passages):
            by_passage.setdefault(passage, []).append(one)
    by_objective: dict[ObjectiveKey, list[Evidence]] = {}
    for one in about_objectives:
        for key in dict.fromkeys(one.objectives):
            by_objective.setdefault(key, []).append(one)
    passages = db.session.scalars(
        select(Passage)
        .where(Passage.id.in_(by_passage))
        .options(joinedload(Passage.reading).joinedload(Reading.bank))
    ).all()
    wanted = {passage.reading.bank_id for passage in passages} | {bank for bank, _ in by_objective}
    banks = db.session.scalars(select(Bank).where(Bank.id.in_(wanted)).order_by(Bank.id)).all()
    return [
        Sheet(bank, _readings(bank, passages, by_passage), _objectives(bank, by_objective)) for bank in banks
    ]


def _readings(
    bank: Bank, passages: Iterable[Passage], answers: Mapping[int, list[Evidence]]
) -> tuple[tuple[Reading, tuple[Known, ...]], ...]:
    own = [passage for passage in passages if passage.reading.bank_id == bank.id]
    own.sort(key=lambda one: (one.reading.position, one.reading_id, one.position))
    readings: dict[Reading, list[Known]] = {}
    for passage in own:
        readings.setdefault(passage.reading, []).append(Known(passage, mastery(answers[passage.id])))
    return tuple((reading, tuple(known)) for reading, known in readings.items())


def _sections(passages: Iterable[Known]) -> tuple[Known, ...]:
    answers: dict[str, list[Evidence]] = {}
    for one in passages:
        if one.mastery and not isinstance(one.subject, str):
            answers.setdefault(one.subject.section, []).extend(one.mastery.rests_on)
    return tuple(Known(section, mastery(some)) for section, some in answers.items())


def _objectives(bank: Bank, answers: Mapping[ObjectiveKey, list[Evidence]]) -> tuple[Known, ...]:
    """Return the bank's objectives that were asked about, in its order; a removed one by its name."""
    texts = {item["id"]: item["text"] for item in bank.meta.get("objectives", [])}
    names = [name for number, name in answers if number == bank.id]
    order = [*(name for name in texts if name in names), *(name for name in names if name not in texts)]
    return tuple(Known(texts.get(name, name), mastery(answers[bank.id, name])) for name in order)
