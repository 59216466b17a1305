"""The receipt of an attempt that was handed in: what a student keeps, and a teacher can compare."""

from dataclasses import dataclass

from quizapp.attempts.models import Attempt
from quizapp.attempts.store import Sitting, read_sitting, with_answers
from quizapp.core.attempts.state import receipt
from quizapp.db.quick import Link, link_of
from quizapp.extensions import db
from quizapp.web import clock
from quizapp.web.filters import plural
from quizapp.web.transaction import read_link


@dataclass(frozen=True)
class Receipt:
    """What was handed in: its code, how many questions hold an answer, and the moment in words."""

    title: str
    class_name: str
    attempt: int
    code: str
    answered: int
    questions: int
    at: str

    def text(self, person: str) -> str:
        """Return it as lines to copy."""
        return "\n".join(
            (
                f"Receipt {self.code}",
                f"{person}, {self.class_name}",
                f"{self.title}, attempt {self.attempt}",
                f"Handed in {self.at}",
                f"{self.answered} of {plural(self.questions, 'question')} answered",
            )
        )


def receipt_of(sitting: Sitting) -> Receipt:
    """Return the receipt of an attempt that was handed in; the sitting has its answers."""
    state = sitting.state
    assert state.submitted_at
    local = state.submitted_at.astimezone(clock.zone())
    return Receipt(
        sitting.title,
        sitting.class_name,
        state.number,
        receipt(sitting.attempt_id, state),
        sum(state.answered(slot) for slot in state.slots),
        len(state.slots),
        f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M:%S}",
    )


def code_for(attempt_id: int, user_id: int) -> str:
    """Return the code of a student's receipt, for a teacher who may see the attempt."""
    return _code(read_link(), attempt_id, user_id)


def receipt_now(row: Attempt) -> str:
    """Return the receipt that an attempt's answers have, as they are in the request's own transaction."""
    return _code(link_of(db.session.connection()), row.id, row.user_id)


def _code(link: Link, attempt_id: int, user_id: int) -> str:
    sitting = read_sitting(link, attempt_id, user_id)
    assert sitting
    return receipt(attempt_id, with_answers(link, sitting).state)
