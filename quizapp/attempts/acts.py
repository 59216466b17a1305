"""What a teacher does to attempts: time given, handing in, opening again, ending for all; and each undone.

The caller has loaded the assignment as one that the actor manages. Everything is in the audit log.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import func, null, select
from werkzeug.exceptions import NotFound

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.attempts import handing_in, messages, receipts, store
from quizapp.attempts.contact import contacts
from quizapp.attempts.grading import marks_of_attempt
from quizapp.attempts.models import Answer, Attempt, GivenMark, TeacherMessage
from quizapp.attempts.writing import put_clock
from quizapp.classes.models import Enrolment
from quizapp.core.attempts import acts
from quizapp.db.quick import link_of
from quizapp.extensions import db
from quizapp.quizzes import assigning
from quizapp.quizzes.models import Assignment
from quizapp.web.filters import plural

MOST_MINUTES = 180
LONGEST_LIMIT = 600 * 60
"""Seconds: what the form of the rules takes."""


class ActRefusedError(Exception):
    """It cannot be done as things stand; the message says why, and what to do."""


def student_in(assignment: Assignment, user_id: int) -> User:
    """Return a student who is in the assignment's class now; NotFound for anyone else."""
    row = db.session.execute(
        select(User)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(
            User.id == user_id,
            Enrolment.class_id == assignment.class_id,
            Enrolment.removed_at.is_(None),
        )
    ).scalar_one_or_none()
    if row is None:
        raise NotFound
    return row


def attempts_of(assignment: Assignment, user_id: int) -> Sequence[Attempt]:
    """Return a student's attempts, the newest first."""
    return db.session.scalars(
        select(Attempt)
        .where(Attempt.assignment_id == assignment.id, Attempt.user_id == user_id)
        .order_by(Attempt.number.desc())
    ).all()


def _open(assignment: Assignment, user_id: int | None = None) -> Sequence[Attempt]:
    query = select(Attempt).where(Attempt.assignment_id == assignment.id, Attempt.state == "open")
    if user_id is not None:
        query = query.where(Attempt.user_id == user_id)
    return db.session.scalars(query.order_by(Attempt.id).with_for_update()).all()


def attempt_in(assignment: Assignment, attempt_id: int) -> Attempt:
    """Return an attempt at an assignment, held for changing; NotFound for any other."""
    query = select(Attempt).where(Attempt.id == attempt_id, Attempt.assignment_id == assignment.id)
    row = db.session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def _log(
    assignment: Assignment, act: str, actor: User, now: datetime, student: User | None = None, **detail: Any
) -> None:
    """Put an act into the log, and let pages that save ask for what is new."""
    contacts().news += 1
    record(
        actor,
        act,
        f"assignment {assignment.id}",
        now=now,
        quiz=assignment.quiz.title,
        class_=assignment.class_.name,
        about_id=student.id if student else None,
        student=student.name if student else "everyone",
        **detail,
    )


# ---- time


def give_time(
    assignment: Assignment, minutes: int, *, student: User | None = None, actor: User, now: datetime
) -> TeacherMessage:
    """Move the end of one student's open attempt, or of all; for all also of those who start later."""
    more = timedelta(minutes=minutes)
    if student:
        _give_toattempt_in(assignment, student, more, now)
    else:
        _give_to_all(assignment, more, now)
    whom = "you" if student else "everyone"
    said = messages.send(
        assignment,
        f"Your teacher gave {whom} {plural(minutes, 'more minute')}.",
        about="time",
        minutes=minutes,
        user_id=student.id if student else None,
        actor=actor,
        now=now,
    )
    _log(assignment, "attempt.time_given", actor, now, student, minutes=minutes)
    return said


def _give_toattempt_in(assignment: Assignment, student: User, more: timedelta, now: datetime) -> None:
    rows = _open(assignment, student.id)
    if not rows:
        raise ActRefusedError(f"{student.name} is not answering now: there is no time to add to.")
    if rows[0].deadline_at is None:
        raise ActRefusedError("This quiz has no time limit and no closing time: nobody needs more.")
    _move(rows[0], more, now, alone=True)
    _note_more_time(assignment)


def _give_to_all(assignment: Assignment, more: timedelta, now: datetime) -> None:
    rows = [row for row in _open(assignment) if row.deadline_at]
    closing = assignment.closes_at
    if not rows and assignment.time_limit is None and closing is None:
        raise ActRefusedError("This quiz has no time limit and no closing time: nobody needs more.")
    if not rows and closing and closing <= now:
        raise ActRefusedError("This quiz is closed: open it again under Rules.")
    limit = assignment.time_limit
    if limit is not None:
        if not 0 < limit + more.total_seconds() <= LONGEST_LIMIT:
            raise ActRefusedError("That would make a time limit of more than ten hours, or of none.")
        assignment.time_limit = limit + int(more.total_seconds())
    if closing and closing > now:
        assignment.closes_at = closing + acts.shift_of(closing, more, now)
    for row in rows:
        _move(row, more, now)
    db.session.flush()
    _note_more_time(assignment)


def _move(row: Attempt, by: timedelta, now: datetime, *, alone: bool = False) -> None:
    """Move an attempt's end; what it moves otherwise than everyone's is its own time."""
    assert row.deadline_at
    moved = acts.shift_of(row.deadline_at, by, now)
    row.deadline_at += moved
    row.extra_time += int((moved - (timedelta(0) if alone else by)).total_seconds())
    db.session.flush()


def _note_more_time(assignment: Assignment) -> None:
    """Note of each open attempt whether it goes on for longer than the class's: a report says so."""
    link = link_of(db.session.connection())
    for attempt_id, state, policy, _ in store.open_attempts(link, assignment_id=assignment.id):
        usual = (policy.class_rules or policy).deadline(state.started_at)
        more = usual is not None and state.deadline_at is not None and state.deadline_at > usual
        if more != state.more_time:
            put_clock(link, attempt_id, replace(state, more_time=more))


def take_back_time(assignment: Assignment, said: TeacherMessage, *, actor: User, now: datetime) -> None:
    """Undo time that was given; whoever would have less than a minute left keeps a minute."""
    if said.about != "time" or not said.minutes or said.taken_back_at:
        raise ActRefusedError("This time was taken back already.")
    less = timedelta(minutes=-said.minutes)
    student = db.session.get(User, said.user_id) if said.user_id else None
    if student is None:
        _give_to_all(assignment, less, now)
    elif rows := [row for row in _open(assignment, student.id) if row.deadline_at]:
        _move(rows[0], less, now, alone=True)
        _note_more_time(assignment)
    messages.unsay(said, now)
    messages.send(
        assignment,
        f"Your teacher took the {plural(said.minutes, 'more minute')} back.",
        about="time",
        user_id=said.user_id,
        actor=actor,
        now=now,
    )
    _log(assignment, "attempt.time_taken_back", actor, now, student, minutes=said.minutes)


# ---- words


def say(
    assignment: Assignment, text: str, *, student: User | None = None, actor: User, now: datetime
) -> TeacherMessage:
    """Send a message to one student, or to everyone."""
    said = messages.send(assignment, text, user_id=student.id if student else None, actor=actor, now=now)
    _log(assignment, "message.sent", actor, now, student, text=text)
    return said


def take_back_words(assignment: Assignment, said: TeacherMessage, *, actor: User, now: datetime) -> None:
    """Take a message back."""
    if said.about != "words" or said.taken_back_at:
        raise ActRefusedError("This message was taken back already.")
    messages.unsay(said, now)
    student = db.session.get(User, said.user_id) if said.user_id else None
    _log(assignment, "message.taken_back", actor, now, student, text=said.text)


# ---- handing in and opening again


def hand_in(assignment: Assignment, attempt_id: int, *, actor: User, now: datetime) -> Attempt:
    """Hand in an open attempt for its student, with what was saved."""
    row = attempt_in(assignment, attempt_id)
    if row.state != "open":
        raise ActRefusedError(f"{row.user.name} has handed in already.")
    _hand_in([row], now)
    _log(assignment, "attempt.handed_in", actor, now, row.user, receipt=row.receipt)
    return row


def _hand_in(rows: Sequence[Attempt], now: datetime) -> None:
    for row in rows:
        handing_in.hand_in_for(row.id, row.user_id, now=now)
    for row in rows:
        db.session.refresh(row)


def open_again(
    assignment: Assignment, attempt_id: int, minutes: int | None, *, actor: User, now: datetime
) -> Attempt:
    """Let a student go on with an attempt that was handed in, for so long; None: as if it had stood still."""
    row = attempt_in(assignment, attempt_id)
    if row.state == "open":
        raise ActRefusedError(f"{row.user.name} is answering already.")
    if _open(assignment, row.user_id):
        raise ActRefusedError(f"{row.user.name} is at another attempt now: one can be open at a time.")
    student_in(assignment, row.user_id)
    _open_again(row, minutes, actor, now)
    left = "" if row.deadline_at is None or minutes is None else f" You have {plural(minutes, 'minute')}."
    messages.send(
        assignment,
        f"Your teacher opened this attempt again, with your answers in it.{left}",
        about="again",
        user_id=row.user_id,
        actor=actor,
        now=now,
    )
    _log(assignment, "attempt.reopened", actor, now, row.user)
    return row


def _open_again(row: Attempt, minutes: int | None, actor: User, now: datetime) -> None:
    assert row.submitted_at
    # What was marked by hand may change now: those marks are taken back, and kept to be put back.
    marks = marks_of_attempt(db.session.connection(), row.id)
    for slot in marks:
        _mark(row, slot, None, actor, now)
    handed_in = {
        "at": row.submitted_at.isoformat(),
        "by": row.submitted_by,
        "receipt": receipt_of(row),
        "deadline": row.deadline_at.isoformat() if row.deadline_at else None,
        "extra_time": row.extra_time,
        "score": row.score,
        "max_score": row.max_score,
        "vector": row.vector,
        "by_hand": row.by_hand,
        "unmarked": row.unmarked,
        "marks": [mark.id for mark in marks.values()],
        "opened_again": now.isoformat(),
    }
    row.earlier = [*(row.earlier or []), handed_in]
    if row.deadline_at:
        end = now + timedelta(minutes=minutes) if minutes else row.deadline_at + (now - row.submitted_at)
        row.extra_time += int((end - row.deadline_at).total_seconds())
        row.deadline_at = end
    row.state, row.submitted_at, row.submitted_by, row.receipt = "open", None, None, None
    row.score = row.max_score = None
    row.vector = cast(Any, null())  # a plain None would be stored as JSON's
    row.by_hand = row.unmarked = 0
    db.session.flush()


def _mark(row: Attempt, slot: int, was: GivenMark | None, actor: User, now: datetime) -> None:
    """Give an answer the mark that it had, or take its mark back."""
    db.session.add(
        GivenMark(
            attempt_id=row.id,
            slot=slot,
            fraction=was.fraction if was else None,
            judged=was.judged if was else [],
            comment=was.comment if was else "",
            marker_id=was.marker_id if was else actor.id,
            marked_at=was.marked_at if was else now,
        )
    )


def put_back(assignment: Assignment, attempt_id: int, *, actor: User, now: datetime) -> Attempt:
    """Undo an opening again: the attempt is handed in as it was, if nothing was saved since."""
    row = attempt_in(assignment, attempt_id)
    if row.state != "open" or not row.earlier:
        raise ActRefusedError("This attempt is not open again: there is nothing to undo.")
    *before, was = row.earlier
    opened = datetime.fromisoformat(was["opened_again"])
    newest = db.session.scalar(select(func.max(Answer.saved_at)).where(Answer.attempt_id == row.id))
    if newest and newest >= opened:
        raise ActRefusedError(f"{row.user.name} has gone on meanwhile. Hand it in instead.")
    row.state, row.earlier = "submitted", before or None
    row.submitted_at, row.submitted_by = datetime.fromisoformat(was["at"]), was["by"]
    row.score, row.max_score, row.vector = was["score"], was["max_score"], was["vector"]
    row.by_hand, row.unmarked = was["by_hand"], was["unmarked"]
    for mark in db.session.scalars(select(GivenMark).where(GivenMark.id.in_(was["marks"]))).all():
        _mark(row, mark.slot, mark, actor, now)
    row.receipt, row.extra_time = was["receipt"], was["extra_time"]
    row.deadline_at = datetime.fromisoformat(was["deadline"]) if was["deadline"] else None
    db.session.flush()
    for said in db.session.scalars(
        select(TeacherMessage).where(
            TeacherMessage.assignment_id == assignment.id,
            TeacherMessage.user_id == row.user_id,
            TeacherMessage.about == "again",
            TeacherMessage.sent_at == opened,
        )
    ):
        messages.unsay(said, now)
    _log(assignment, "attempt.put_back", actor, now, row.user, receipt=row.receipt)
    return row


def receipt_of(row: Attempt) -> str:
    """Return the receipt of an attempt handed in; from before they were kept it is worked out."""
    return row.receipt or receipts.receipt_now(row)


# ---- the end, for all


def end_for_all(assignment: Assignment, *, actor: User, now: datetime) -> int:
    """Hand in every open attempt and close the quiz; return how many were handed in."""
    rows = _open(assignment)
    state = assigning.state_of(assignment, now)
    if state == "coming" or (state == "closed" and not rows):
        raise ActRefusedError("Nobody is answering, and nobody can start: there is nothing to end.")
    _hand_in(rows, now)
    if state == "open":
        try:
            assigning.close_now(assignment, actor=actor, now=now)
        except assigning.RefusalError as refusal:
            raise ActRefusedError(str(refusal)) from refusal
    _log(assignment, "assignment.ended", actor, now, handed_in=len(rows))
    return len(rows)


def undo_end(
    assignment: Assignment, ended_at: datetime, closes_at: datetime | None, *, actor: User, now: datetime
) -> int:
    """Open again what an end for all handed in, with the time that was left; return how many."""
    rows = db.session.scalars(
        select(Attempt)
        .where(
            Attempt.assignment_id == assignment.id,
            Attempt.submitted_at == ended_at,
            Attempt.submitted_by == "teacher",
        )
        .order_by(Attempt.id)
        .with_for_update()
    ).all()
    closed = assignment.closes_at == ended_at
    if not rows and not closed:
        raise ActRefusedError("This was undone already, or changed since.")
    going = {row.user_id for row in _open(assignment)}
    opened = [row for row in rows if row.user_id not in going]
    for row in opened:
        _open_again(row, None, actor, now)
    if closed:
        assignment.closes_at = closes_at + (now - ended_at) if closes_at else None
    if opened:
        messages.send(
            assignment,
            "Your teacher opened the quiz again. Your answers are there, and the time you had left.",
            about="again",
            actor=actor,
            now=now,
        )
    _log(assignment, "assignment.end_undone", actor, now, opened=len(opened))
    return len(opened)
