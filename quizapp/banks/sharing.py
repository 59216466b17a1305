"""Who sees a bank and who may change it: the school's are everyone's, a teacher's own are hers."""

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, or_, true

from quizapp.accounts.models import User
from quizapp.banks.models import Bank

TeachersOf = Callable[[User], Collection[int]]


class _Known:
    """How to tell a student's teachers. Classes know; this room does not know of classes."""

    teachers_of: TeachersOf = staticmethod(lambda user: ())


def know_teachers(teachers_of: TeachersOf) -> None:
    """Take the function that returns the ids of a student's teachers; `wiring` gives it."""
    _Known.teachers_of = staticmethod(teachers_of)


def seen_by(user: User) -> ColumnElement[bool]:
    """Return the condition under which a person sees a bank."""
    if user.is_admin:
        return true()
    owners = [user.id] if user.is_staff else list(_Known.teachers_of(user))
    return or_(Bank.owner_id.is_(None), Bank.owner_id.in_(owners))


def may_edit(user: User, bank: Bank) -> bool:
    """Tell whether a person may write questions for a bank and approve them."""
    return user.is_admin or (user.is_staff and bank.owner_id == user.id)
