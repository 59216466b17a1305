"""Which of its students' cards a class's figures count: what a teacher is told of, and no more."""

from sqlalchemy import ColumnElement, and_, or_, select

from quizapp.banks.models import Bank
from quizapp.cards.models import Card
from quizapp.classes.models import Class
from quizapp.quizzes.models import Assignment


def of_class(class_: Class) -> ColumnElement[bool]:
    """Return the condition on cards: of units that its teacher has, and of questions from its quizzes.

    Nothing that a student wrote, and nothing of another teacher's own unit or of another class's quiz.
    """
    banks = select(Bank.id).where(or_(Bank.owner_id.is_(None), Bank.owner_id == class_.teacher_id))
    given = select(Assignment.id).where(Assignment.class_id == class_.id)
    return and_(
        Card.note_id.is_(None),
        or_(
            Card.assignment_id.in_(given),
            and_(Card.assignment_id.is_(None), Card.bank_id.in_(banks)),
        ),
    )
