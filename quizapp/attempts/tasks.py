"""What a student has to do, and has done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizapp.accounts.models import User
from quizapp.attempts import lists
from quizapp.attempts.lists import OwnAttempt, Paper
from quizapp.attempts.store import Sitting
from quizapp.core.attempts import engine
from quizapp.core.attempts.combining import Counting, counting
from quizapp.core.attempts.policy import Policy
from quizapp.core.attempts.state import Reason
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.service import assignments_for_student, policies_for

NO_PAPER = Paper(0, 0.0)


@dataclass(frozen=True)
class Task:
    """An assignment as its student sees it.

    `standing`: "going" (an attempt is open), "open", "again" (one may be taken again), "soon", "over".
    """

    assignment: Assignment
    policy: Policy
    paper: Paper
    taken: tuple[OwnAttempt, ...]
    standing: str

    @property
    def questions(self) -> int:
        return self.paper.questions

    @property
    def open_attempt(self) -> OwnAttempt | None:
        return next((own for own in self.taken if own.submitted_at is None), None)

    @property
    def attempts_left(self) -> int | None:
        """Return how many attempts may still begin; None for as many as wanted."""
        allowed = self.policy.attempts_allowed
        return None if allowed is None else max(0, allowed - len(self.taken))


def tasks_of(user: User, now: datetime) -> list[Task]:
    """List what the student was given, with where each stands now."""
    given = assignments_for_student(user, now)
    connection = db.session.connection()
    papers = lists.read_papers(connection, {row.id: policy.sections for row, policy in given})
    own = history_of(user)
    return [
        _task(
            row,
            policy,
            papers.get(row.id, NO_PAPER),
            tuple(a for a in own if a.assignment_id == row.id),
            now,
        )
        for row, policy in given
    ]


def counting_of(own: Sequence[OwnAttempt]) -> Counting[OwnAttempt] | None:
    """Return what counts of a student's several attempts at one assignment; None while that is open."""
    done = [one for one in own if one.submitted_at]
    if len(done) < 2 or not all(one.settled for one in done):
        return None
    return counting(done, done[0].policy.combine)


def task_of(user: User, assignment: Assignment, now: datetime) -> Task:
    """Tell where an assignment stands with a student."""
    own = tuple(one for one in history_of(user) if one.assignment_id == assignment.id)
    policy = policies_for(user.id, [assignment])[assignment.id]
    papers = lists.read_papers(db.session.connection(), {assignment.id: policy.sections})
    return _task(assignment, policy, papers.get(assignment.id, NO_PAPER), own, now)


def _task(
    assignment: Assignment, policy: Policy, paper: Paper, taken: tuple[OwnAttempt, ...], now: datetime
) -> Task:
    refused = engine.may_start(policy, len(taken), now)
    if any(own.submitted_at is None for own in taken):
        standing = "going"
    elif refused is None:
        standing = "again" if taken else "open"
    else:
        standing = "soon" if refused.reason is Reason.NOT_OPEN_YET else "over"
    return Task(assignment, policy, paper, taken, standing)


def may_take_again(user: User, sitting: Sitting, now: datetime) -> bool:
    """Tell whether a student who looks back at an attempt may begin another."""
    if engine.may_start(sitting.policy, sitting.state.number, now):
        return False
    taken = [own for own in history_of(user) if own.assignment_id == sitting.assignment_id]
    here = any(row.id == sitting.assignment_id for row, _ in assignments_for_student(user, now))
    return here and engine.may_start(sitting.policy, len(taken), now) is None


def history_of(user: User) -> list[OwnAttempt]:
    """List the student's own attempts, the newest first."""
    return lists.read_own(db.session.connection(), user.id)
