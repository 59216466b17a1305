"""What is set for the whole school."""

from datetime import datetime

from quizapp.accounts import audit
from quizapp.accounts.models import SchoolSetting, User
from quizapp.extensions import db

SECOND_CHECK = "second_check"


def second_check_wanted() -> bool:
    """Tell whether a second person checks the key before a question is approved; off by default."""
    row = db.session.get(SchoolSetting, SECOND_CHECK)
    return row is not None and row.value is True


def want_second_check(wanted: bool, *, actor: User, now: datetime) -> bool:
    """Switch the second check on or off and log it; False if it is so already."""
    if wanted == second_check_wanted():
        return False
    db.session.merge(SchoolSetting(name=SECOND_CHECK, value=wanted))
    db.session.flush()
    audit.record(actor, "setting.second_check", "on" if wanted else "off", now=now)
    return True
