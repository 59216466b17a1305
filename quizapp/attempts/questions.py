"""The questions that attempts pin. A revision never changes, so a process reads each one once."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.engine import Connection

from quizapp.attempts.store import Sitting, SlotRule, read_slot_rules, slot_rules_mark
from quizapp.banks.models import QuestionRevision
from quizapp.core.attempts.scoring import Asked
from quizapp.core.bank.model import Question, read_question
from quizapp.db.quick import Link
from quizapp.extensions import db
from quizapp.web.transaction import read_link

MOST_KEPT = 5_000
MOST_ASKED = 1_000


Kept = dict[int, Question]


def kept_questions() -> Kept:
    """Return what this process has read, for work on the writer's thread, which knows no app."""
    kept: Kept = current_app.extensions.setdefault("questions", {})
    return kept


def read_questions(
    revision_ids: Iterable[int], kept: Kept | None = None, connection: Connection | None = None
) -> Mapping[int, Question]:
    """Return the questions of these revisions by revision id."""
    kept = kept_questions() if kept is None else kept
    wanted = set(revision_ids)
    # Another thread may empty it at any moment.
    found = {number: question for number in wanted if (question := kept.get(number))}
    if missing := wanted - found.keys():
        rows = (connection or db.session).execute(
            select(QuestionRevision.id, QuestionRevision.record).where(QuestionRevision.id.in_(missing))
        )
        for number, record in rows:
            question, findings = read_question({"id": "stored", **record})
            if question is None:
                raise ValueError(f"revision {number} does not validate: {findings}")
            found[number] = question
        if len(kept) + len(found) > MOST_KEPT:
            kept.clear()
        kept.update(found)
    return found


def read_asked(
    link: Link, sitting: Sitting, kept: Kept | None = None, connection: Connection | None = None
) -> list[Asked]:
    """Return what the attempt asks, with the points of each slot and the rule it is graded by now."""
    rules = read_slot_rules(link, sitting.assignment_id)
    return _asked(rules, sitting.state.layout, kept, connection)


def asked_in(sitting: Sitting) -> list[Asked]:
    """Return all that the attempt asks, in the order shown."""
    return read_asked(read_link(), sitting)


def asked_before(link: Link, sitting: Sitting) -> list[Asked]:
    """As `read_asked`, from what this process has kept if the rules are still the same: not to be changed."""
    kept: dict[tuple[Any, ...], tuple[Any, list[Asked]]] = current_app.extensions.setdefault("asked", {})
    mark = slot_rules_mark(link, sitting.assignment_id)
    key = (sitting.assignment_id, sitting.state.layout)
    same, asked = kept.get(key, (None, []))
    if mark is None or same != mark:
        asked = _asked(read_slot_rules(link, sitting.assignment_id), sitting.state.layout)
        if len(kept) >= MOST_ASKED:
            kept.clear()
        kept[key] = (mark, asked)
    return asked


def _asked(
    rules: Mapping[int, SlotRule],
    layout: Iterable[tuple[int, int]],
    kept: Kept | None = None,
    connection: Connection | None = None,
) -> list[Asked]:
    ruled = [(slot, revision, rules.get(slot, SlotRule())) for slot, revision in layout]
    judges = {rule.graded_by for *_, rule in ruled if rule.graded_by}
    by_revision = read_questions(judges | {revision for _, revision, _ in ruled}, kept, connection)
    return [
        Asked(
            slot,
            by_revision[revision],
            rule.points,
            by_revision[rule.graded_by] if rule.graded_by else None,
            rule.treatment,
            rule.section,
        )
        for slot, revision, rule in ruled
    ]
