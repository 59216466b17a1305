"""Between which states a question moves."""

from collections.abc import Mapping

from quizapp.core.bank.model import Status

MOVES: Mapping[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.REVIEW, Status.APPROVED, Status.RETIRED),
    Status.REVIEW: (Status.APPROVED, Status.DRAFT, Status.RETIRED),
    Status.APPROVED: (Status.REVIEW, Status.DRAFT, Status.RETIRED),
    Status.RETIRED: (Status.DRAFT, Status.APPROVED),
}


def why_no_move(before: Status, after: Status) -> str:
    """Say why a question in one state cannot be moved to the other, or ""."""
    if after in MOVES[before]:
        return ""
    if before is after:
        return "The question is in that state already."
    return "A retired question is made a draft first, then sent to review."
