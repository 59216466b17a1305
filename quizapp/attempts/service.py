"""What students do with quizzes, and what reports may know of it."""

from quizapp.attempts import store
from quizapp.attempts.store import AttemptSummary
from quizapp.extensions import db


def attempt_summaries(assignment_id: int) -> list[AttemptSummary]:
    """Return every attempt of an assignment, by user and number. Call settle_due first."""
    return store.read_summaries(db.session.connection(), assignment_id)
