"""What became of one answer: when it was saved, marked, graded again; and the same question tried before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from quizapp.attempts.lists import AttemptSummary
from quizapp.attempts.marking import history_of as marks_of
from quizapp.attempts.marking import results_of
from quizapp.attempts.models import Answer, Attempt, ScoreChange
from quizapp.attempts.regrading import log_of
from quizapp.core.qtypes.base import Mark
from quizapp.extensions import db
from quizapp.reports.report import Item, Report
from quizapp.reports.service import OneResponse
from quizapp.reports.wording import regrade
from quizapp.web.filters import points, span


@dataclass(frozen=True)
class Event:
    """One thing that happened to an answer or to its score."""

    at: datetime
    words: str
    detail: str = ""


@dataclass(frozen=True)
class Try:
    """The same question in one attempt of the student: the answer in words, its mark, what it earned."""

    attempt: AttemptSummary
    words: str
    mark: Mark
    earned: float | None


BY = {"deadline": "Handed in by the deadline", "teacher": "Handed in by the teacher"}


def events_of(report: Report, one: OneResponse) -> list[Event]:
    """Return what happened, in order."""
    attempt, events = one.attempt, [Event(one.attempt.started_at, "Attempt started")]
    saved = db.session.get(Answer, (attempt.attempt_id, one.item.slot))
    if saved:
        after = span(saved.saved_at - attempt.started_at)
        words = "Answer last saved" if saved.response is not None else "Answer emptied"
        flagged = "Flagged by the student to look at again." if saved.flagged else ""
        events.append(Event(saved.saved_at, f"{words}, {after} into the attempt", flagged))
    for was in attempt.earlier:
        events.append(Event(was.at, BY.get(was.by, "Handed in")))
        events.append(Event(was.opened_again, "Opened again by the teacher"))
    if attempt.submitted_at:
        events.append(Event(attempt.submitted_at, BY.get(attempt.submitted_by or "", "Handed in")))
    for mark in marks_of(attempt.attempt_id, one.item.slot):
        who = mark.marker.name if mark.marker else "somebody who is gone"
        gave = (
            f"Marked {points(mark.fraction * one.item.points)} of {points(one.item.points)} by {who}"
            if mark.fraction is not None
            else f"Mark taken back by {who}"
        )
        events.append(Event(mark.marked_at, gave, f"“{mark.comment}”" if mark.comment else ""))
    events += _regrades(report, one)
    return sorted(events, key=lambda event: event.at)


def _regrades(report: Report, one: OneResponse) -> list[Event]:
    """Return the regrades of the question, and those of others that changed the score of the attempt."""
    changes = {
        change.regrade_id: change
        for change in db.session.scalars(
            select(ScoreChange)
            .where(ScoreChange.attempt_id == one.attempt.attempt_id)
            .options(joinedload(ScoreChange.regrade))
        )
    }
    numbers = {item.slot: item.number for item in report.items}
    events = []
    for done in log_of(report.assignment):
        entry, change = done.entry, changes.get(done.entry.id)
        if entry.slot == one.item.slot or change:
            moved = (
                f"Score of the quiz: {points(change.score)} of {points(change.max_score)}, "
                f"then {points(change.new_score)} of {points(change.new_max_score)}."
                if change
                else "No change of this score."
            )
            events.append(Event(entry.at, f"Question {numbers[entry.slot]}: {regrade(entry)}", moved))
    return events


def tries_of(report: Report, one: OneResponse) -> list[Try]:
    """Return how the student answered the question in each attempt handed in, the first try first."""
    asked = [attempt for attempt in one.student.submitted if one.item.slot in attempt.slots]
    rows = db.session.scalars(
        select(Attempt).where(Attempt.id.in_([each.attempt_id for each in asked]))
    ).all()
    results = results_of(report.assignment, rows)
    stored = {
        answer.attempt_id: answer.response
        for answer in db.session.scalars(
            select(Answer).where(
                Answer.attempt_id.in_([row.id for row in rows]), Answer.slot == one.item.slot
            )
        )
    }
    tries = []
    for attempt in asked:
        result = results[attempt.attempt_id].result.of(one.item.slot)
        words = _say(one.item, stored.get(attempt.attempt_id))
        tries.append(Try(attempt, words, result.grade.mark, result.earned if result.counts else None))
    return tries


def _say(item: Item, response: str | None) -> str:
    qtype, content = item.question.qtype, item.question.content
    return qtype.say(content, qtype.Response.model_validate_json(response)) if response else ""
