"""A quiz of claims to sort and evidence to pick, given to the cast's class and answered."""

from datetime import timedelta
from typing import Any

from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.service import content_of
from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import NOW, Cast, make_quiz

KEEPER, CLOCK, WINTER = "A reader says the keeper hid a book.", "The notice gives nine.", "More will come."
NINE, DOOR = "The library opens at nine on school days.", "The timetable on the door says so."

SORT: dict[str, Any] = {
    "id": "library-claims",
    "type": "claim_sort",
    "title": "What kind of claim",
    "prompt": "What kind of claim is each?",
    "claim": {"by": "a reader", "status": "alleged"},
    "statements": [
        {"text": KEEPER, "status": "alleged", "feedback": "One person says it of another."},
        {"text": CLOCK, "status": "documented"},
        {"text": WINTER, "status": "predicted"},
    ],
    "cites": ["rules/loans"],
}
PICK: dict[str, Any] = {
    "id": "library-evidence",
    "type": "evidence",
    "title": "Where it says when",
    "prompt": "Which sentence supports this?",
    "statement": "A reader who comes at eight has to wait.",
    "sentences": [{"text": NINE, "correct": True}, {"text": DOOR, "feedback": "It names no hour."}],
    "cites": ["rules/hours"],
}

RIGHT = {"keeper": "alleged", "clock": "documented", "winter": "predicted"}
TAKEN_IN = RIGHT | {"keeper": "documented"}


def make_sorting_assignment(cast: Cast, **rules: Any) -> Assignment:
    """Give the class the two questions; the caller commits."""
    return make_quiz(cast, "Claims", SORT, PICK, **rules)


def sort_and_pick(assignment: Assignment, user_id: int, kinds: dict[str, str], *picked: str) -> int:
    """Hand in an attempt: the kind said of each claim, the sentences picked; the caller commits."""
    asked = [Asked(row.slot, content_of(row.revision), row.points) for row in assignment.slots]
    parts = {"keeper": KEEPER, "clock": CLOCK, "winter": WINTER}
    raws = {
        1: {f"p-{choice_key(parts[name])}": [kind] for name, kind in kinds.items()},
        2: {"answer": [choice_key(text) for text in picked]},
    }
    stored = {}
    for one in asked:
        response = one.question.qtype.parse(one.question.content, raws[one.slot])
        if response is not None:
            stored[one.slot] = response.model_dump_json()
    result = grade_attempt(asked, stored)
    attempt = Attempt(
        assignment_id=assignment.id,
        user_id=user_id,
        number=1,
        seed=0,
        layout=[[row.slot, row.revision_id] for row in assignment.slots],
        started_at=NOW,
        state="submitted",
        submitted_at=NOW + timedelta(minutes=10),
        submitted_by="student",
        score=result.total,
        max_score=result.maximum,
        vector=list(result.vector),
    )
    attempt.answers = [
        Answer(slot=slot, seq=1, response=text, saved_at=NOW + timedelta(minutes=slot))
        for slot, text in stored.items()
    ]
    db.session.add(attempt)
    db.session.flush()
    return attempt.id
