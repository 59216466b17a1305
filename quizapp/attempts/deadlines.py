"""When attempts under way end, where their rules were changed."""

from dataclasses import replace

from quizapp.attempts import store
from quizapp.attempts.writing import put_clock
from quizapp.db.quick import Link, link_of
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment


def move_deadlines(assignment: Assignment, *, closed: bool = False) -> None:
    """Give the open attempts of an assignment whose rules were changed the end they now have.

    Time that one alone was given goes on top; where the quiz was `closed`, it ends for them too.
    """
    link = link_of(db.session.connection())
    _move(link, store.open_attempts(link, assignment_id=assignment.id), closed=closed)


def move_deadlines_of(user_id: int) -> None:
    """Give the open attempts of a student whose accommodations were changed the end they now have."""
    link = link_of(db.session.connection())
    _move(link, store.open_attempts(link, user_id=user_id))


def _move(link: Link, found: list[store.Open], *, closed: bool = False) -> None:
    for attempt_id, state, policy, extra in found:
        usual = policy.class_rules or policy
        if closed and policy.closes_at == usual.closes_at:
            end = policy.closes_at
        else:  # also after the closing for who has a later one
            end = policy.deadline(state.started_at, state.rested)
            end = end + extra if end else end
        # By the end itself: beyond the closing too, where there is no limit, one may have been given time.
        usual_end = usual.deadline(state.started_at)
        more = end is not None and usual_end is not None and end > usual_end
        if (end, more) != (state.deadline_at, state.more_time):
            put_clock(link, attempt_id, replace(state, deadline_at=end, more_time=more))
